//! Which pages of other origins may ask (CORS): those that a seller lists.

use crate::{
    host::Host,
    id::SellerId,
    refusal::Refusal,
    sql,
    store::{Statement, Store},
};

/// Whether a seller lists an origin.
///
/// # Errors
/// [`Refusal::Unavailable`] when the database does not answer.
pub(crate) async fn lists<S: Store>(
    host: &Host<S>,
    seller: &SellerId,
    origin: &str,
) -> Result<bool, Refusal> {
    let listed = Statement::new(sql::sellers::LISTS_ORIGIN).bind(seller).bind(origin);
    any(host, listed).await
}

/// Whether any seller lists an origin: a preflight says nothing of who will ask.
///
/// # Errors
/// As [`lists`].
pub(crate) async fn listed_by_any<S: Store>(host: &Host<S>, origin: &str) -> Result<bool, Refusal> {
    any(host, Statement::new(sql::sellers::ORIGIN_LISTED).bind(origin)).await
}

async fn any<S: Store>(host: &Host<S>, statement: Statement) -> Result<bool, Refusal> {
    let rows = host.store.batch(vec![statement]).await?;
    Ok(rows.first().is_some_and(|rows| !rows.is_empty()))
}
