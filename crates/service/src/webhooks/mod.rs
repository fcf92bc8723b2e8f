//! Webhooks: events sent to endpoints of sellers, signed, in order per object, again until they arrive.
//!
//! Every event has a delivery to every endpoint that wants its type, made by a trigger in the event's own
//! transaction. A dispatcher leases endpoints that are due, sends what is due to them, and writes what came
//! of it in one batch per endpoint. If it ends in between, the lease ends and the events are sent again
//! under the same `webhook-id`: at least once, never lost.

pub mod address;
mod create;
mod delete;
mod deliveries;
mod dispatch;
mod endpoint;
mod form;
mod list;
mod outcome;
mod replace;
mod replay;
mod rotate;
mod schedule;
mod secret;
mod sender;
mod show;

pub use address::Reach;
pub use create::CreateEndpoint;
pub use delete::DeleteEndpoint;
pub use deliveries::ListDeliveries;
pub use dispatch::dispatch;
pub use endpoint::StoredEndpoint;
pub use form::EndpointForm;
pub use list::ListEndpoints;
pub use replace::ReplaceEndpoint;
pub use replay::{ReplayEvent, ReplayEventForm};
pub use rotate::RotateSecret;
pub use secret::{SECRET_BYTES, Secret};
pub use sender::{
    ANSWER_MAX_BYTES, Answered, Message, Sender, Sending, TIMEOUT_SECONDS, Unanswered,
};
pub use show::ShowEndpoint;
