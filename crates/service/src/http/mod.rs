//! The HTTP API: routes, and what every request and answer has in common.

mod by_key;
mod by_link;
mod cross_origin;
#[cfg(feature = "openapi")]
pub mod openapi;
mod query;
mod record;
mod request;
mod respond;
mod route;
mod router;
mod routes;

pub use record::Record;
pub use route::{Access, BodyRule, Method, Operation, Parameter, ParameterKind};
pub use router::router;

use crate::store::Store;

/// Every operation of the API, in the order of its routes.
#[must_use]
pub fn operations<S: Store>() -> Vec<Operation> {
    routes::all::<S>().into_iter().map(|route| route.operation).collect()
}
