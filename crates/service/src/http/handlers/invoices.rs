//! Invoices.

use axum::{extract::State, response::Response};

use seikyu_engine::billing::BillRequest;

use crate::{
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    invoices::{ListInvoices, PreviewInvoice, ShowInvoice, VerifyInvoice},
    store::Store,
};

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListInvoices(request.page()?))).await
}

pub(in crate::http) async fn preview<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(PreviewInvoice(BillRequest::read(request.document()?)?)))
        .await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowInvoice(request.id("invoice")?))
    })
    .await
}

pub(in crate::http) async fn verify<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(VerifyInvoice(request.id("invoice")?))
    })
    .await
}
