//! The store on SQLite, with the limits of D1, so that what runs here runs there.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{
    Connection, ErrorCode, Transaction, TransactionBehavior, ffi, limits::Limit, params_from_iter,
    types::ValueRef,
};
use seikyu_service::store::{Row, Rows, Statement, Store, StoreError, migrations};

/// The limits of D1 (documented, or found by trying).
const LIMITS: &[(Limit, i32)] = &[
    (Limit::SQLITE_LIMIT_LENGTH, 2_000_000),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (Limit::SQLITE_LIMIT_COLUMN, 100),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 5),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 100),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 32),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
];

/// Statements that are kept prepared.
const PREPARED: usize = 128;

/// The table in which D1's own tool notes migrations.
const MIGRATIONS_TABLE: &str = "
    CREATE TABLE IF NOT EXISTS d1_migrations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT UNIQUE,
      applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
    )";

/// A SQLite database.
#[derive(Clone)]
pub struct SqliteStore {
    connection: Arc<Mutex<Connection>>,
}

impl SqliteStore {
    /// Opens a database, in memory without a path, and brings it up to date.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be opened or migrated.
    pub fn open(path: Option<&Path>) -> Result<Self, StoreError> {
        let connection = match path {
            Some(path) => Connection::open(path),
            None => Connection::open_in_memory(),
        };
        let mut connection = connection.map_err(store_error)?;
        prepare(&mut connection).map_err(store_error)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs statements as one transaction, and waits for it.
    ///
    /// # Errors
    /// As [`Store::batch`].
    pub fn run(&self, statements: &[Statement]) -> Result<Vec<Rows>, StoreError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(store_error)?;
        let rows = statements
            .iter()
            .map(|statement| run(&transaction, statement))
            .collect::<Result<Vec<Rows>, StoreError>>()?;
        transaction.commit().map_err(store_error)?;
        Ok(rows)
    }
}

impl Store for SqliteStore {
    async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, StoreError> {
        let store = self.clone();
        let task = tokio::task::spawn_blocking(move || store.run(&statements));
        task.await.map_err(|error| StoreError::broken(error.to_string()))?
    }
}

fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    for (limit, value) in LIMITS {
        connection.set_limit(*limit, *value)?;
    }
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.execute_batch(MIGRATIONS_TABLE)?;
    for migration in migrations::ALL {
        let transaction = connection.transaction()?;
        let noted = transaction.execute(
            "INSERT INTO d1_migrations (name) VALUES (?1) ON CONFLICT DO NOTHING",
            [migration.name],
        )?;
        if noted == 1 {
            transaction.execute_batch(migration.sql)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

fn run(transaction: &Transaction<'_>, statement: &Statement) -> Result<Rows, StoreError> {
    let mut prepared = transaction.prepare_cached(statement.sql).map_err(store_error)?;
    let columns: Vec<String> = prepared.column_names().map(str::to_owned).collect();
    let parameters = params_from_iter(statement.parameters.iter());
    let mut found = prepared.query(parameters).map_err(store_error)?;
    let mut rows = Rows::new();
    while let Some(row) = found.next().map_err(store_error)? {
        let cells = columns.iter().enumerate().map(|(index, column)| {
            let value = row.get_ref(index).map_err(store_error)?;
            Ok((column.clone(), text(column, value)?))
        });
        rows.push(cells.collect::<Result<Row, StoreError>>()?);
    }
    Ok(rows)
}

/// Only text crosses the port: what D1 would change on the way is refused here.
fn text(column: &str, value: ValueRef<'_>) -> Result<Option<String>, StoreError> {
    match value {
        ValueRef::Null => Ok(None),
        ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec())
            .map(Some)
            .map_err(|_| StoreError::broken(format!("{column} is not UTF-8"))),
        other => Err(StoreError::broken(format!("{column} is {}, not text", other.data_type()))),
    }
}

fn store_error(error: rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(failure, message) = &error else {
        return StoreError::broken(error.to_string());
    };
    let message = message.clone().unwrap_or_default();
    match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_TRIGGER => StoreError::Guard { word: message },
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
            let columns = message.trim_start_matches("UNIQUE constraint failed: ").to_owned();
            StoreError::Unique { columns }
        }
        _ if matches!(failure.code, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Unavailable { message }
        }
        _ => StoreError::broken(error.to_string()),
    }
}
