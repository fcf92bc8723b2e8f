//! Billing without being asked: a run for each seller that wants it, whenever something is due, but not
//! oftener than once an hour. It is the same run that a seller begins by hand.

mod begin;
mod drafts;
mod duty;
mod settings;

pub use drafts::ListDraftInvoices;
pub use duty::bill_due_sellers;
pub use settings::{
    BillingSettings, BillingSettingsForm, ReplaceBillingSettings, ShowBillingSettings,
};
