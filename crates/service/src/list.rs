//! Lists: pages by an opaque cursor, never by offset.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;

use crate::{
    id::SellerId,
    refusal::Refusal,
    store::{Row, Rows, Statement},
    use_case::Reply,
};

/// Entries of a page where nothing is said, and at most.
const LIMIT_DEFAULT: usize = 20;
const LIMIT_MAX: usize = 100;

/// Which page of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    limit: usize,
    after: Option<String>,
}

/// A page: its entries, and the cursor of the next one.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "List_{T}"))]
pub struct List<T> {
    data: Vec<T>,
    next: Option<String>,
}

impl Page {
    /// The page of the query parameters `limit` and `cursor`.
    ///
    /// # Errors
    /// [`Refusal::Input`] for a limit outside 1 to 100 or a cursor that is none of ours.
    pub fn read(limit: Option<&str>, cursor: Option<&str>) -> Result<Self, Refusal> {
        let limit = match limit {
            None => LIMIT_DEFAULT,
            Some(text) => match text.parse() {
                Ok(limit) if (1..=LIMIT_MAX).contains(&limit) => limit,
                _ => {
                    let detail = format!("“{text}” is no limit; accepted is 1 to {LIMIT_MAX}.");
                    return Err(Refusal::field("out_of_range", "/limit", detail));
                }
            },
        };
        let after = match cursor {
            None => None,
            Some(cursor) => {
                let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
                let after = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
                let refuse = || {
                    let detail = "This is no cursor; accepted is the `next` of the page before.";
                    Refusal::field("invalid_cursor", "/cursor", detail)
                };
                Some(after.ok_or_else(refuse)?)
            }
        };
        Ok(Self { limit, after })
    }

    /// The key after which the page begins, or a text beyond every key where a list is read backwards.
    #[must_use]
    pub fn before(&self) -> &str {
        self.after.as_deref().unwrap_or("~")
    }

    /// The key after which the page begins; empty for the first one.
    #[must_use]
    pub fn after(&self) -> &str {
        self.after.as_deref().unwrap_or_default()
    }

    /// How many rows to read: one more than the page has, to see whether there is a next one.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.limit.saturating_add(1)
    }

    /// The statement that reads the page: one of two, that of the whole list, or that of what it is
    /// narrowed to, which takes that as one parameter more.
    pub(crate) fn narrowed(
        &self,
        seller: &SellerId,
        (whole, narrowed): (&'static str, &'static str),
        to: Option<&impl ToString>,
    ) -> Statement {
        let of = |sql| Statement::new(sql).bind(seller).bind(self.before()).bind(self.rows());
        match to {
            None => of(whole),
            Some(to) => of(narrowed).bind(to.to_string()),
        }
    }

    /// The answer with the page of some rows. `key` gives the place of a row.
    ///
    /// # Errors
    /// A row that cannot be read.
    pub fn reply<T: Serialize>(
        &self,
        rows: &Rows,
        key: impl Fn(&Row) -> Result<String, Refusal>,
        entry: impl Fn(&Row) -> Result<T, Refusal>,
    ) -> Result<Reply, Refusal> {
        Reply::json(200, &self.list(rows, key, entry)?)
    }

    /// The page of some rows, as a part of an answer.
    ///
    /// # Errors
    /// As [`Page::reply`].
    pub(crate) fn list<T>(
        &self,
        rows: &Rows,
        key: impl Fn(&Row) -> Result<String, Refusal>,
        entry: impl Fn(&Row) -> Result<T, Refusal>,
    ) -> Result<List<T>, Refusal> {
        let shown = rows.get(..self.limit).unwrap_or(rows);
        let next = match shown.last() {
            Some(last) if shown.len() < rows.len() => Some(URL_SAFE_NO_PAD.encode(key(last)?)),
            _ => None,
        };
        let data = shown.iter().map(entry).collect::<Result<Vec<T>, Refusal>>()?;
        Ok(List { data, next })
    }
}
