//! Changes of a subscription: previewed, then committed with what the preview was computed from; by the
//! seller, or by the customer with a signed link.

mod commit;
mod invoices;
mod link;
mod preview;

pub use commit::{CommitChange, CommitChangeForm};
pub use invoices::{ListLinkInvoices, ShowLinkedInvoice};
pub use link::{ChangeLink, CommitChoice, CommitChoiceForm, CreateChangeLink, ShowChangeLink};
pub use preview::{PreviewChange, PreviewChangeForm};
