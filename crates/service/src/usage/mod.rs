//! Usage events: what customers used, accepted once each, durable before they are acknowledged.

mod list;
mod record;

pub use list::ListUsage;
pub use record::{EVENTS_MAX, RecordUsage};
