//! Subscriptions: contracts in force. What one charges is its terms and its events, in order.

mod billable;
mod change;
mod create;
mod list;
mod preview;
mod show;

pub(crate) use billable::BillableSubscription;
pub use change::{
    ChangeLink, CommitChange, CommitChangeForm, CommitChoice, CommitChoiceForm, CreateChangeLink,
    ListLinkInvoices, PreviewChange, PreviewChangeForm, ShowChangeLink, ShowLinkedInvoice,
};
pub use create::CreateSubscription;
pub(crate) use create::NewSubscription;
pub use list::ListSubscriptions;
pub use preview::{PreviewSubscription, PreviewSubscriptionForm};
pub use show::ShowSubscription;
