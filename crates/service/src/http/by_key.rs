//! Requests by the right of a key.

use axum::response::Response;

use crate::{
    host::Host,
    http::{cross_origin::let_read, request::ApiRequest, respond::respond, route::Rules},
    refusal::Refusal,
    store::Store,
    use_case::{Reply, UseCase, authorize, execute},
};

/// Reads a use case from a request and runs it by the right of the request's key. A request without
/// a good key is not told what else is wrong with it.
pub(super) async fn by_key<S: Store, U: UseCase>(
    host: &Host<S>,
    mut request: ApiRequest,
    rules: Rules,
    read: fn(&ApiRequest) -> Result<U, Refusal>,
) -> Response {
    let result = run(host, &mut request, rules, read).await;
    let mut response = respond(&*host.platform, &request, result);
    if let (Some(origin), Ok(claim)) = (request.foreign_origin(), request.claim()) {
        let_read(host, &claim.seller, &origin, &mut response).await;
    }
    response
}

async fn run<S: Store, U: UseCase>(
    host: &Host<S>,
    request: &mut ApiRequest,
    rules: Rules,
    read: fn(&ApiRequest) -> Result<U, Refusal>,
) -> Result<Reply, Refusal> {
    let claim = request.claim()?;
    // By the whole key, not by its id alone: who knows no more than the id uses up nothing of its holder's.
    if !host.platform.admit(&claim.hash).await {
        return Err(Refusal::TooManyRequests);
    }
    let kept = request.keep_to(rules);
    let asked = kept
        .and_then(|()| read(request))
        .and_then(|use_case| Ok((use_case, request.entry(claim.clone())?)));
    match asked {
        Ok((use_case, entry)) => execute(host, &entry, &use_case).await,
        Err(refusal) => {
            authorize(host, &claim, U::SCOPE).await?;
            Err(refusal)
        }
    }
}
