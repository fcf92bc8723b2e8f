//! The pure price and invoice engine of Seikyu.
//!
//! It knows of no database, no network, no clock and no randomness: the same input gives the same
//! bytes natively, in the browser and at the edge. It never panics; bad input is refused with
//! [`wire::Faults`].
//!
//! The way of a number: a [`catalog::PriceList`] and a [`quote::Draft`] make a
//! [`contract::Contract`]; [`billing::bill`] takes a contract, its usage, what was billed and an
//! instant, and gives a [`billing::Bill`] whose every amount carries its [`explain`] derivation.
//!
//! # A worked example
//!
//! Ten seats at 9.00 and those above at 7.50; 25 seats, ten per cent off, 20 % VAT:
//! 10 × 9.00 + 15 × 7.50 = 202.50, less 20.25 is 182.25, with 36.45 tax 218.70.
//!
//! ```
//! use seikyu_calendar::Zones;
//! use seikyu_engine::{billing::bill, catalog::PriceList, quote::{Draft, price}};
//!
//! let list = PriceList::read(r#"{
//!     "version": "seikyu.price-list.v1", "code": "acme", "name": {"en": "Acme"}, "currency": "EUR",
//!     "tax": {"behavior": "exclusive", "rates": [
//!         {"code": "vat", "category": "S", "percent": "20", "name": {"en": "VAT"}}]},
//!     "products": [{"code": "seat", "name": {"en": "Seats"}, "taxes": ["vat"]}],
//!     "plans": [{"code": "team", "name": {"en": "Team"}, "version": 1, "prices": [{
//!         "code": "seats", "product": "seat", "interval": {"unit": "month", "count": 1},
//!         "charge": {"model": "graduated", "tiers": [
//!             {"up_to": "10", "unit_price": "9.00"}, {"up_to": null, "unit_price": "7.50"}]}}]}],
//!     "coupons": [{"code": "ten", "name": {"en": "10 % off"}, "percent": "10"}]
//! }"#)?;
//! let draft = Draft::read(r#"{
//!     "version": "seikyu.quote.v1", "price_list": "acme", "plan": "team", "zone": "Europe/Paris",
//!     "start": "2026-12-01", "quantities": {"seats": "25"}, "coupons": ["ten"]
//! }"#)?;
//!
//! let zones = Zones::iana();
//! let priced = price(&list, &draft, &zones)?;
//! let totals = &priced.first.totals;
//! assert_eq!(totals.lines.to_string(), "202.50");
//! assert_eq!(totals.net.to_string(), "182.25");
//! assert_eq!(totals.gross.to_string(), "218.70");
//!
//! // Why: two tiers, whose steps come to the line again.
//! let line = &priced.first.lines[0];
//! assert_eq!(line.derivation.parts[0].steps.len(), 2);
//! assert_eq!(line.derivation.recompute()?, line.amount);
//!
//! // Whoever has the request computes the same bill, byte for byte.
//! assert_eq!(bill(&priced.request, &zones)?, priced.first);
//!
//! // Bad input is refused with its place, what was found, and what is accepted.
//! let faults = Draft::read(r#"{"version": "seikyu.quote.v1", "plan": 7}"#).unwrap_err();
//! assert_eq!(faults.list()[0].pointer, "/plan");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

pub mod billing;
pub mod catalog;
pub mod contract;
pub mod credit_note;
pub mod explain;
pub mod forecast;
pub mod identifier;
mod order;
pub mod preview;
pub mod quote;
pub mod rating;
pub mod tax;
pub mod wire;
