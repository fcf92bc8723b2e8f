//! The migrations, in order; forward only.

/// A migration: its file name and its SQL, which holds several statements.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Name of the file in `migrations/`.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

macro_rules! migrations {
    ($($file:literal),* $(,)?) => {
        /// Every migration, the earliest first.
        pub const ALL: &[Migration] = &[
            $(Migration { name: $file, sql: include_str!(concat!("../../migrations/", $file)) }),*
        ];
    };
}

migrations![
    "0001_access.sql",
    "0002_catalog.sql",
    "0003_quotes.sql",
    "0004_billing.sql",
    "0005_usage.sql",
    "0006_bill_runs.sql",
    "0007_changes.sql",
    "0008_keys_and_audit.sql",
    "0009_webhooks.sql",
    "0010_books.sql",
    "0011_references.sql",
    "0012_automatic_billing.sql",
    "0013_locks.sql",
    "0014_credit_notes.sql",
    "0015_sellers.sql",
    "0016_background_runs.sql",
    "0017_lists.sql",
    "0018_viewed_quotes.sql",
];
