//! Why a batch failed.

use thiserror::Error;

/// Why a batch failed, as far as a caller can act on it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// A guard or trigger aborted the batch with its word.
    #[error("the guard “{word}” aborted the batch")]
    Guard {
        /// The text of `RAISE(ABORT, …)`.
        word: String,
    },
    /// Two rows with one unique key.
    #[error("there is a row with the same {columns}")]
    Unique {
        /// `table.column, table.column`, as the database names them.
        columns: String,
    },
    /// The database did not answer; a write may have happened.
    #[error("the database is unavailable: {message}")]
    Unavailable {
        /// What the database said.
        message: String,
    },
    /// A statement or row is not as this program expects: its fault, not the caller's.
    #[error("the database refused: {message}")]
    Broken {
        /// What the database said.
        message: String,
    },
}

impl StoreError {
    /// A fault of this program.
    pub fn broken(message: impl Into<String>) -> Self {
        Self::Broken { message: message.into() }
    }

    /// Classifies the message of a Cloudflare D1 error, the only thing it tells:
    /// `D1_ERROR: stale: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)`.
    #[must_use]
    pub fn from_d1(message: &str) -> Self {
        let text = message.trim_start_matches("D1_ERROR: ");
        if let Some((word, _)) = text.split_once(": SQLITE_CONSTRAINT")
            && text.contains("SQLITE_CONSTRAINT_TRIGGER")
        {
            return Self::Guard { word: word.to_owned() };
        }
        if let Some((_, rest)) = text.split_once("UNIQUE constraint failed: ") {
            let columns = rest.split(": SQLITE").next().unwrap_or(rest);
            return Self::Unique { columns: columns.to_owned() };
        }
        let ours = ["SQLITE_CONSTRAINT", "SQLITE_ERROR", "SQLITE_MISMATCH", "SQLITE_TOOBIG"]
            .iter()
            .any(|code| text.contains(code))
            || message.starts_with("D1_TYPE_ERROR");
        if ours { Self::broken(message) } else { Self::Unavailable { message: message.to_owned() } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_d1_are_told_apart() {
        let guard = "D1_ERROR: stale: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)";
        assert_eq!(StoreError::from_d1(guard), StoreError::Guard { word: "stale".to_owned() });
        let unique = "D1_ERROR: UNIQUE constraint failed: invoices.seller_id, invoices.number: \
                      SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)";
        let columns = "invoices.seller_id, invoices.number".to_owned();
        assert_eq!(StoreError::from_d1(unique), StoreError::Unique { columns });
        let foreign = "D1_ERROR: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT (extended: \
                       SQLITE_CONSTRAINT_FOREIGNKEY)";
        assert_eq!(StoreError::from_d1(foreign), StoreError::broken(foreign));
        let lost = "D1_ERROR: Network connection lost.";
        assert_eq!(StoreError::from_d1(lost), StoreError::Unavailable { message: lost.to_owned() });
    }
}
