//! Every statement of the service: constant text, named by what it does. The same text runs on D1 and
//! on a native SQLite with D1's limits.
//!
//! `?1` is always the seller, but for the few that serve every seller and say so. Parameters are text; integers go in through `CAST(?n AS INTEGER)` and
//! come out through `CAST(x AS TEXT)`.

macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* pub const $name: &str = $sql;)*

        pub(super) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

pub mod access;
pub mod audit;
pub mod bill_runs;
pub mod billing_settings;
pub mod books;
pub mod catalog;
pub mod credit_notes;
pub mod customers;
pub mod events;
pub mod invoices;
pub mod numbering;
pub mod payments;
pub mod quotes;
pub mod sellers;
pub mod subscriptions;
pub mod usage;
pub mod webhooks;

/// The word of the guards that find something changed since it was loaded.
pub const STALE: &str = "stale";

/// The word of the guard that keeps one key which can manage keys.
pub const ADMIN: &str = "admin";

/// The word of the guards that find a number taken.
pub const NUMBER: &str = "number";

statements! {
    /// Whether the database answers.
    PING = "SELECT 'ok' AS answer";

    /// Aborts the batch unless the statement before it changed exactly one row.
    GUARD_CHANGED_ONE = "INSERT INTO guard (reason, failed) SELECT 'stale', changes() <> 1";
}

/// Every statement, by module and name.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let modules = [
        ALL,
        access::ALL,
        audit::ALL,
        bill_runs::ALL,
        billing_settings::ALL,
        books::ALL,
        catalog::ALL,
        credit_notes::ALL,
        customers::ALL,
        events::ALL,
        invoices::ALL,
        numbering::ALL,
        payments::ALL,
        quotes::ALL,
        sellers::ALL,
        subscriptions::ALL,
        usage::ALL,
        webhooks::ALL,
    ];
    modules.into_iter().flatten().copied()
}
