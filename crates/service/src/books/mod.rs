//! The books: double entry, append only, per currency.
//!
//! Every invoice, credit note, payment, allocation, reversal, refund and write-off posts a journal entry in the batch
//! of its effect. What is open of an invoice and what is left of a payment are sums of postings and
//! nothing else, so there is no second truth to go wrong.

mod account;
mod aging;
mod balances;
mod credit_note;
mod entry;
mod export;
mod invoice;
mod journal;
mod months;
mod revenue;
mod trial_balance;

pub use account::Account;
pub use aging::ReceivablesAging;
pub(crate) use credit_note::{CreditNoteBooks, PostedCreditNote};
pub(crate) use entry::BookRows;
pub use entry::{EntryKind, JournalEntry, Posting};
pub use export::{ExportJournal, Format, POSTINGS_MAX};
pub use invoice::ServedOver;
pub(crate) use invoice::{Finalised, InvoiceBooks};
pub use journal::ListJournal;
pub use revenue::RevenueByMonth;
pub use trial_balance::TrialBalance;
