//! Rows: columns of text by name.

use std::{collections::BTreeMap, str::FromStr};

use crate::store::StoreError;

/// The rows of one statement.
pub type Rows = Vec<Row>;

/// One row: the text of each column, or NULL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row(BTreeMap<String, Option<String>>);

impl Row {
    /// The text of a column that is never NULL.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when it is NULL or not there.
    pub fn text(&self, column: &str) -> Result<&str, StoreError> {
        self.optional(column)?.ok_or_else(|| StoreError::broken(format!("{column} is NULL")))
    }

    /// The text of a column, or `None` for NULL.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when there is no such column.
    pub fn optional(&self, column: &str) -> Result<Option<&str>, StoreError> {
        let text = self.0.get(column).map(Option::as_deref);
        text.ok_or_else(|| StoreError::broken(format!("there is no column {column}")))
    }

    /// A column that is never NULL, read as a value.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when it cannot be read.
    pub fn read<T: FromStr>(&self, column: &str) -> Result<T, StoreError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| StoreError::broken(format!("{column} holds “{text}”")))
    }

    /// A column read as a value, or `None` for NULL.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when it cannot be read.
    pub fn read_optional<T: FromStr>(&self, column: &str) -> Result<Option<T>, StoreError> {
        self.optional(column)?.map_or(Ok(None), |_| self.read(column).map(Some))
    }
}

impl FromIterator<(String, Option<String>)> for Row {
    fn from_iter<I: IntoIterator<Item = (String, Option<String>)>>(columns: I) -> Self {
        Self(columns.into_iter().collect())
    }
}

impl From<BTreeMap<String, Option<String>>> for Row {
    fn from(columns: BTreeMap<String, Option<String>>) -> Self {
        Self(columns)
    }
}

/// Rows by what a column says, each group in its order.
#[derive(Clone, Debug)]
pub struct Grouped<'r>(BTreeMap<&'r str, Vec<&'r Row>>);

impl<'r> Grouped<'r> {
    /// Groups rows by a column.
    ///
    /// # Errors
    /// As [`Row::text`].
    pub fn by(column: &str, rows: &'r Rows) -> Result<Self, StoreError> {
        let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in rows {
            groups.entry(row.text(column)?).or_default().push(row);
        }
        Ok(Self(groups))
    }

    /// The rows of a group; none when there is no such group.
    #[must_use]
    pub fn of(&self, key: &str) -> Vec<&'r Row> {
        self.0.get(key).cloned().unwrap_or_default()
    }
}
