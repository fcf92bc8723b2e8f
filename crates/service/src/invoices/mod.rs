//! Invoices: documents that are numbered, chained and never change.

mod document;
mod issue;
mod list;
mod number;
mod preview;
mod show;

pub(crate) use document::Issue;
pub use document::{Document, VERSION};
pub use issue::{IssueInvoice, IssueInvoiceForm};
pub use list::ListInvoices;
pub(crate) use number::Series;
pub use number::{NumberPattern, SERIES};
pub use preview::PreviewInvoice;
pub use show::ShowInvoice;
pub(crate) use show::StoredDocument;
