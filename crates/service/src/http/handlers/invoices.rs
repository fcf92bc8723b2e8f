//! Invoices.

use axum::{extract::State, response::Response};

use seikyu_engine::billing::BillRequest;

use crate::{
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    invoices::{ListInvoices, PreviewInvoice, ShowInvoice, ShowInvoicePayments, VerifyInvoice},
    payments::AllocateCredit,
    store::Store,
    write_offs::WriteOffInvoice,
};

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let query = request.query(&["at", "limit", "cursor"])?;
        Ok(ListInvoices { at: query.day("at")?, page: query.page()? })
    })
    .await
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

pub(in crate::http) async fn payments<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let query = request.query(&["at", "limit", "cursor"])?;
        let (invoice, at) = (request.id("invoice")?, query.day("at")?);
        Ok(ShowInvoicePayments { invoice, at, page: query.page()? })
    })
    .await
}

pub(in crate::http) async fn allocate<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(AllocateCredit { invoice: request.id("invoice")?, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn write_off<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(WriteOffInvoice { invoice: request.id("invoice")?, form: request.form()? })
    })
    .await
}
