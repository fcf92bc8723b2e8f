//! The engine for JavaScript: npm package `@seikyu/engine`, in the browser, Node and workerd.
//!
//! Whole documents cross as JSON text; a quote that is edited stays in WebAssembly memory as a
//! [`QuoteSession`], edits go in and changed cells come out; a contract whose plans are compared as a
//! [`PlanSession`]. A refusal is thrown as a problem
//! document. No rule lives here.

mod convert;
mod document;
mod plans;
mod session;
mod types;

pub use document::{
    bill, check_price_list, credit_note, digest, engine_version, forecast, preview_change,
    price_quote,
};
pub use plans::PlanSession;
pub use session::QuoteSession;
