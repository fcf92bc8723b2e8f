//! Invoices: documents that are numbered, chained and never change.

mod document;
mod finalized;
mod issue;
mod issuer;
mod list;
mod number;
mod numbering;
mod payments;
mod preview;
mod show;
mod shown;
mod standing;
mod verify;

pub use document::{Document, Unnumbered, VERSION};
pub(crate) use document::{DocumentRows, Issue};
pub use issue::{Issuable, IssueInvoice, IssueInvoiceForm};
pub(crate) use issuer::Issuer;
pub use list::ListInvoices;
pub use number::{NumberPattern, SERIES, Series};
pub use numbering::Numbering;
pub use payments::ShowInvoicePayments;
pub use preview::PreviewInvoice;
pub use show::ShowInvoice;
pub(crate) use show::StoredDocument;
pub use shown::{InvoiceDocument, NothingDue};
pub use standing::{PaymentState, Standing};
pub use verify::VerifyInvoice;
