//! Credit notes: what is taken back of an invoice, or all of it. Nothing finalised is edited
//! (design.md section 8): what is wrong with an invoice is corrected by a document of its own, with a
//! number of its own, chained to the one before it.

mod create;
mod document;
mod list;
mod original;
mod preview;
mod show;
mod shown;
mod verify;
mod void;

pub use create::{CreateCreditNote, CreditNoteForm};
pub use document::{UnnumberedCreditNote, VERSION};
pub use list::ListCreditNotes;
pub use preview::PreviewCreditNote;
pub use show::ShowCreditNote;
pub use shown::CreditNoteDocument;
pub use verify::VerifyCreditNote;
pub use void::{VoidForm, VoidInvoice};
