//! Signed links: the token is the right.

use axum::{extract::State, response::Response};

use crate::{
    host::Host,
    http::{request::ApiRequest, respond::respond},
    link::Link,
    quotes::{AcceptQuote, ShowLink, ShowLinkInvoice},
    refusal::Refusal,
    store::Store,
    use_case::{Entry, Reply, UseCase, execute},
};

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_link(&host, &request, |request, link| {
        request.plain()?;
        Ok(ShowLink(link))
    })
    .await
}

pub(in crate::http) async fn accept<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_link(&host, &request, |request, link| Ok(AcceptQuote { link, form: request.form()? })).await
}

pub(in crate::http) async fn invoice<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_link(&host, &request, |request, link| {
        request.plain()?;
        Ok(ShowLinkInvoice(link))
    })
    .await
}

async fn by_link<S: Store, U: UseCase>(
    host: &Host<S>,
    request: &ApiRequest,
    read: impl FnOnce(&ApiRequest, Link) -> Result<U, Refusal>,
) -> Response {
    respond(&*host.platform, request, run(host, request, read).await)
}

async fn run<S: Store, U: UseCase>(
    host: &Host<S>,
    request: &ApiRequest,
    read: impl FnOnce(&ApiRequest, Link) -> Result<U, Refusal>,
) -> Result<Reply, Refusal> {
    let link = host.link_key.verify(request.parameter("token")?);
    let link = link.ok_or(Refusal::NotFound { what: "link" })?;
    let entry = Entry::Link { seller: link.seller.clone() };
    execute(host, &entry, &read(request, link)?).await
}
