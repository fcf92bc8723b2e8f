//! The description of the API: an OpenAPI 3.1 document, made from the table of routes and the types
//! that cross it. It is written when the service is built, and is no part of the worker.

mod description;
mod document;
mod page;
mod problems;
mod schemas;

pub(super) use description::Description;
pub use document::document;
pub use page::page;
