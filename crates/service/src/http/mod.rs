//! The HTTP API: routes, and what every request and answer has in common.

mod handlers;
mod query;
mod request;
mod respond;
mod router;

pub use router::router;
