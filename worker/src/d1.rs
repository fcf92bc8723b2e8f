//! The store on D1: text in, text out.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use seikyu_service::store::{Row, Rows, Statement, Store, StoreError};
use wasm_bindgen::JsValue;
use worker::{D1Database, D1Result, Error, send::SendFuture};

/// A D1 database, as one request uses it.
#[derive(Clone)]
pub(crate) struct D1Store {
    database: Arc<D1Database>,
    statements: Arc<AtomicU64>,
}

impl D1Store {
    pub(crate) fn new(database: D1Database) -> Self {
        Self { database: Arc::new(database), statements: Arc::default() }
    }

    /// How many statements it has run.
    pub(crate) fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }
}

impl Store for D1Store {
    /// The futures of JavaScript are not `Send`; a Worker has one thread, so here, once, they are
    /// taken to be.
    fn batch(
        &self,
        statements: Vec<Statement>,
    ) -> impl Future<Output = Result<Vec<Rows>, StoreError>> + Send {
        let database = Arc::clone(&self.database);
        let count = u64::try_from(statements.len()).unwrap_or_default();
        self.statements.fetch_add(count, Ordering::Relaxed);
        SendFuture::new(async move { batch(&database, &statements).await.map_err(store_error) })
    }
}

async fn batch(database: &D1Database, statements: &[Statement]) -> Result<Vec<Rows>, Error> {
    let prepared = statements.iter().map(|statement| {
        let parameters: Vec<JsValue> = statement
            .parameters
            .iter()
            .map(|value| value.as_deref().map_or(JsValue::NULL, JsValue::from_str))
            .collect();
        database.prepare(statement.sql).bind(&parameters)
    });
    let prepared = prepared.collect::<Result<Vec<_>, Error>>()?;
    database.batch(prepared).await?.iter().map(rows).collect()
}

fn rows(result: &D1Result) -> Result<Rows, Error> {
    let rows: Vec<BTreeMap<String, Option<String>>> = result.results()?;
    Ok(rows.into_iter().map(Row::from).collect())
}

fn store_error(error: Error) -> StoreError {
    match error {
        Error::D1(error) => StoreError::from_d1(&error.cause()),
        other => StoreError::from_d1(&other.to_string()),
    }
}
