//! The port to the database: batches of statements with text parameters, rows of text.
//!
//! D1 binds numbers as floats and hands back integers above 2^53 wrong, so only text (or NULL) crosses
//! this port, in both directions: sets of rows travel in as one JSON parameter, single integers through
//! `CAST(?n AS INTEGER)`, and integers come out through `CAST(x AS TEXT)`.

mod error;
pub mod migrations;
mod row;
pub mod text;

use std::future::Future;

pub use error::StoreError;
pub use row::{Grouped, Row, Rows};

/// A database: Cloudflare D1 or a native SQLite.
pub trait Store: Clone + Send + Sync + 'static {
    /// Runs statements as one transaction: all of them, or none. Gives the rows of each, in order.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was written, unless it is [`StoreError::Unavailable`], where it is not
    /// known.
    fn batch(
        &self,
        statements: Vec<Statement>,
    ) -> impl Future<Output = Result<Vec<Rows>, StoreError>> + Send;
}

/// One SQL statement with its parameters, `?1` first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text: one of [`crate::sql`].
    pub sql: &'static str,
    /// The parameters, text or NULL.
    pub parameters: Vec<Option<String>>,
}

impl Statement {
    /// A statement without parameters.
    #[must_use]
    pub const fn new(sql: &'static str) -> Self {
        Self { sql, parameters: Vec::new() }
    }

    /// Adds a text parameter; an integer is given as text and cast by the statement.
    #[must_use]
    pub fn bind(mut self, value: impl ToString) -> Self {
        self.parameters.push(Some(value.to_string()));
        self
    }

    /// Adds a text parameter, or NULL.
    #[must_use]
    pub fn bind_optional(mut self, value: Option<impl ToString>) -> Self {
        self.parameters.push(value.map(|value| value.to_string()));
        self
    }
}
