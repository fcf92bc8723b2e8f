//! Signed links: the token is the right.

use axum::{extract::State, response::Response};

use crate::{
    host::Host,
    http::{request::ApiRequest, respond::respond},
    id::SellerId,
    link::Link,
    quotes::{AcceptQuote, ShowLink, ShowLinkInvoice},
    refusal::Refusal,
    store::Store,
    subscriptions::{
        ChangeLink, CommitChoice, ListLinkInvoices, ShowChangeLink, ShowLinkedInvoice,
    },
    use_case::{Reply, UseCase, execute},
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

pub(in crate::http) async fn show_change<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_change_link(&host, &request, |request, link| {
        request.plain()?;
        Ok(ShowChangeLink(link))
    })
    .await
}

pub(in crate::http) async fn commit_choice<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_change_link(&host, &request, |request, link| {
        Ok(CommitChoice { link, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn change_invoices<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_change_link(&host, &request, |request, link| {
        Ok(ListLinkInvoices { link, page: request.page()? })
    })
    .await
}

pub(in crate::http) async fn change_invoice<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_change_link(&host, &request, |request, link| {
        request.plain()?;
        Ok(ShowLinkedInvoice { link, invoice: request.id("invoice")? })
    })
    .await
}

async fn by_link<S: Store, U: UseCase>(
    host: &Host<S>,
    request: &ApiRequest,
    read: impl FnOnce(&ApiRequest, Link) -> Result<U, Refusal>,
) -> Response {
    let reply = run(
        host,
        request,
        |token| {
            let link = host.link_key.verify(token)?;
            Some((link.seller.clone(), link))
        },
        read,
    )
    .await;
    respond(&*host.platform, request, reply)
}

async fn by_change_link<S: Store, U: UseCase>(
    host: &Host<S>,
    request: &ApiRequest,
    read: impl FnOnce(&ApiRequest, ChangeLink) -> Result<U, Refusal>,
) -> Response {
    let reply = run(
        host,
        request,
        |token| {
            let link = host.link_key.verify_change(token)?;
            Some((link.seller.clone(), link))
        },
        read,
    )
    .await;
    respond(&*host.platform, request, reply)
}

async fn run<S: Store, L, U: UseCase>(
    host: &Host<S>,
    request: &ApiRequest,
    verify: impl FnOnce(&str) -> Option<(SellerId, L)>,
    read: impl FnOnce(&ApiRequest, L) -> Result<U, Refusal>,
) -> Result<Reply, Refusal> {
    let token = request.parameter("token")?;
    let (seller, link) = verify(token).ok_or(Refusal::NotFound { what: "link" })?;
    execute(host, &request.link_entry(seller, token)?, &read(request, link)?).await
}
