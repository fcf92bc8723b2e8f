//! Invoices: documents that are numbered, chained and never change.

mod create;
mod document;
mod finalized;
mod issue;
mod list;
mod payments;
mod preview;
mod show;
mod shown;
mod standing;
mod verify;

pub use create::{CreateInvoice, InvoiceLineForm};
pub(crate) use document::{InvoiceRows, Issue};
pub use document::{UnnumberedInvoice, VERSION};
pub use issue::{Issuable, IssueInvoice, IssueInvoiceForm};
pub(crate) use list::ALWAYS;
pub use list::ListInvoices;
pub use payments::ShowInvoicePayments;
pub use preview::PreviewInvoice;
pub use show::ShowInvoice;
pub(crate) use show::StoredDocument;
pub use shown::{InvoiceDocument, NothingDue};
pub use standing::{PaymentState, Standing};
pub use verify::VerifyInvoice;
