//! Number series: each document takes the next number and names the hash of the one before it.

use seikyu_calendar::Date;
use seikyu_engine::wire::digest;
use serde::Serialize;

use crate::{
    id::{Id, SellerId},
    numbering::NumberPattern,
    refusal::Refusal,
    sql,
    store::{Row, Statement, text},
};

/// What a series numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentType {
    /// Invoices.
    Invoice,
    /// Credit notes.
    CreditNote,
}

impl DocumentType {
    /// Every type.
    pub const ALL: [Self; 2] = [Self::Invoice, Self::CreditNote];

    /// The code of its series.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
        }
    }
}

/// A number series as it stands.
#[derive(Clone, Debug)]
pub struct Series {
    code: String,
    pattern: NumberPattern,
    next: u64,
    last_hash: Option<String>,
}

/// The place of a document in its series, as its row says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    series: String,
    sequence: u64,
    pub(crate) number: String,
    pub(crate) hash: String,
    previous_hash: Option<String>,
}

/// What of a document depends on its number.
#[derive(Serialize)]
struct Beginning<'a> {
    version: &'a str,
    id: String,
    number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<&'a str>,
}

/// A document that lacks its number, and the hash of the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unnumbered<I> {
    /// The form of the document.
    pub(crate) version: &'static str,
    pub(crate) id: I,
    pub(crate) issued_on: Date,
    /// The document's JSON after its number.
    pub(crate) rest: String,
}

impl Series {
    pub(crate) fn load(seller: &SellerId, code: &str) -> Statement {
        Statement::new(sql::numbering::SERIES).bind(seller).bind(code)
    }

    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            code: row.read("code")?,
            pattern: row.read("pattern")?,
            next: row.read("next")?,
            last_hash: row.read_optional("last_hash")?,
        })
    }

    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// Gives a document the next number of the series, which moves on: its text, and its place.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when it cannot be written as JSON.
    pub(crate) fn take<I: Id>(
        &mut self,
        document: &Unnumbered<I>,
    ) -> Result<(String, Place), Refusal> {
        let number = self.pattern.write(self.next, document.issued_on);
        let beginning = Beginning {
            version: document.version,
            id: document.id.to_string(),
            number: &number,
            previous: self.last_hash.as_deref(),
        };
        let beginning = text::json(&beginning)?;
        // Two objects become one: the brace that ends the first and the one that begins the second
        // make way for a comma.
        let text = format!(
            "{},{}",
            beginning.strip_suffix('}').unwrap_or_default(),
            document.rest.strip_prefix('{').unwrap_or_default()
        );
        let hash = digest(&text);
        let place = Place {
            series: self.code.clone(),
            sequence: self.next,
            number,
            hash: hash.clone(),
            previous_hash: self.last_hash.replace(hash),
        };
        self.next = self.next.saturating_add(1);
        Ok((text, place))
    }
}
