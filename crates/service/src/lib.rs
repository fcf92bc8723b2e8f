//! The API of Seikyu: use cases, the SQL they need, keys, signed links and the axum router.
//!
//! A request is one use case: it *loads* what it needs in one batch, *decides* by a pure function, and
//! *commits* every change in one batch, which is one transaction. The same router and the same SQL run
//! on Cloudflare D1 and on a native SQLite; this crate knows of neither, only of the [`store::Store`]
//! port and the [`host::Platform`] (clock and randomness).
//!
//! What this crate guarantees:
//!
//! - **One batch, one transaction.** An effect, its document number and the answer kept for its
//!   idempotency key are written together or not at all.
//! - **Numbers are gapless** per seller and series, and each document names the hash of the one before.
//! - **Sellers never meet.** Every table has the seller in its primary key, every statement names it,
//!   and foreign keys cannot cross it.
//! - **What is issued or agreed is immutable**, by triggers.
//! - **The books balance.** Every effect posts its journal entry in its own batch, and the database
//!   accepts none whose postings do not come to zero.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

pub mod access;
pub mod audit;
pub mod automatic_billing;
pub mod bill_runs;
pub mod books;
pub mod catalog;
pub mod credit_notes;
pub mod customers;
pub mod events;
pub mod host;
pub mod http;
pub mod id;
pub mod idempotency;
pub mod invoices;
pub mod link;
pub mod list;
pub mod numbering;
pub mod payments;
pub mod quotes;
pub mod refunds;
pub mod refusal;
pub mod sellers;
pub mod sql;
pub mod store;
pub mod subscriptions;
pub mod usage;
pub mod use_case;
pub mod webhooks;
pub mod write_offs;
