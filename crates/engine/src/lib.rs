//! The pure price and invoice engine of Seikyu.
//!
//! It knows of no database, no network, no clock and no randomness: the same input gives the same
//! bytes natively, in the browser and at the edge. It never panics; bad input is refused with
//! [`wire::Faults`].
//!
//! The way of a number: a [`catalog::PriceList`] and a [`quote::Draft`] make a
//! [`contract::Contract`]; [`billing::bill`] takes a contract, its usage, what was billed and an
//! instant, and gives a [`billing::Bill`] whose every amount carries its [`explain`] derivation.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

pub mod billing;
pub mod catalog;
pub mod contract;
pub mod credit_note;
pub mod explain;
pub mod identifier;
pub mod quote;
pub mod rating;
pub mod tax;
pub mod wire;
