//! Texts of rows: JSON, and long texts, which are kept in parts, for a row ends at 2,000,000 bytes.

use serde::Serialize;

use crate::store::StoreError;

/// The most bytes of one part.
const PART_MAX_BYTES: usize = 1_000_000;

/// The most bytes of a text that is kept in one row.
pub const ROW_TEXT_MAX_BYTES: usize = 1_900_000;

/// A value as JSON.
///
/// # Errors
/// [`StoreError::Broken`] when it cannot be written so.
pub fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::broken(error.to_string()))
}

/// Cuts a text into parts that each fit a row; joined in order they are the text, to the byte. There
/// is always at least one.
///
/// ```
/// assert_eq!(seikyu_service::store::text::parts("請求書"), ["請求書"]);
/// ```
#[must_use]
pub fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > PART_MAX_BYTES {
        let (part, after) = rest.split_at(rest.floor_char_boundary(PART_MAX_BYTES));
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// Joins JSON values to lists that each fit a row, in order; a value that is longer than
/// [`ROW_TEXT_MAX_BYTES`] is a list of its own.
///
/// ```
/// use seikyu_service::store::text::lists;
/// assert_eq!(lists(["1".to_owned(), "2".to_owned()]), ["[1,2]"]);
/// ```
#[must_use]
pub fn lists(values: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut lists: Vec<String> = Vec::new();
    for value in values {
        match lists.last_mut() {
            Some(list)
                if list.len().saturating_add(value.len()).saturating_add(2)
                    <= ROW_TEXT_MAX_BYTES =>
            {
                list.push(',');
                list.push_str(&value);
            }
            _ => lists.push(format!("[{value}")),
        }
    }
    lists.iter_mut().for_each(|list| list.push(']'));
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_fit_a_row_and_keep_every_value() {
        let value = format!("\"{}\"", "a".repeat(800_000));
        let lists = lists(vec![value; 5]);
        assert_eq!(lists.len(), 3);
        assert!(lists.iter().all(|list| list.len() <= ROW_TEXT_MAX_BYTES));
        let read = lists.iter().map(|list| serde_json::from_str::<Vec<String>>(list).unwrap());
        assert_eq!(read.map(|list| list.len()).sum::<usize>(), 5);
    }

    #[test]
    fn parts_join_to_the_text() {
        for text in ["", "a", &"請".repeat(1_000_000), &"é".repeat(500_000)] {
            let parts = parts(text);
            assert!(parts.iter().all(|part| part.len() <= PART_MAX_BYTES));
            assert_eq!(parts.concat(), text);
        }
        assert_eq!(parts(&"請".repeat(1_000_000)).len(), 4);
    }
}
