//! Handlers: from a request to its use case. They hold no rule.

pub(super) mod bill_runs;
pub(super) mod books;
pub(super) mod catalog;
pub(super) mod customers;
pub(super) mod events;
pub(super) mod invoices;
pub(super) mod keys;
pub(super) mod links;
pub(super) mod open;
pub(super) mod payments;
pub(super) mod quotes;
pub(super) mod subscriptions;
pub(super) mod usage;
pub(super) mod webhooks;

use axum::response::Response;

use crate::{
    host::Host,
    http::{request::ApiRequest, respond::respond},
    refusal::Refusal,
    store::Store,
    use_case::{Reply, UseCase, authorize, execute},
};

/// Reads a use case from a request and runs it by the right of the request's key. A request without
/// a good key is not told what else is wrong with it.
async fn by_key<S: Store, U: UseCase>(
    host: &Host<S>,
    request: &ApiRequest,
    read: impl FnOnce(&ApiRequest) -> Result<U, Refusal>,
) -> Response {
    respond(&*host.platform, request, run(host, request, read).await)
}

async fn run<S: Store, U: UseCase>(
    host: &Host<S>,
    request: &ApiRequest,
    read: impl FnOnce(&ApiRequest) -> Result<U, Refusal>,
) -> Result<Reply, Refusal> {
    let claim = request.claim()?;
    let asked = read(request).and_then(|use_case| Ok((use_case, request.entry(claim.clone())?)));
    match asked {
        Ok((use_case, entry)) => execute(host, &entry, &use_case).await,
        Err(refusal) => {
            authorize(host, &claim, U::SCOPE).await?;
            Err(refusal)
        }
    }
}
