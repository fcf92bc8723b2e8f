//! The books and their reports.

use axum::{extract::State, response::Response};

use crate::{
    books::{ExportJournal, Format, ListJournal, ReceivablesAging, RevenueByMonth, TrialBalance},
    host::Host,
    http::{handlers::by_key, query::today, request::ApiRequest},
    refusal::Refusal,
    store::Store,
};

pub(in crate::http) async fn journal<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListJournal(request.page()?))).await
}

pub(in crate::http) async fn trial_balance<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let at = request.query(&["at"])?.day("at")?;
        Ok(TrialBalance { at: at.map_or_else(|| today(&host), Ok)? })
    })
    .await
}

pub(in crate::http) async fn revenue<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let query = request.query(&["from", "to"])?;
        RevenueByMonth::new(query.required_day("from")?, query.required_day("to")?)
    })
    .await
}

pub(in crate::http) async fn aging<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let query = request.query(&["at", "limit", "cursor"])?;
        let at = query.day("at")?.map_or_else(|| today(&host), Ok)?;
        Ok(ReceivablesAging { at, page: query.page()? })
    })
    .await
}

pub(in crate::http) async fn csv<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| export(request, Format::Csv)).await
}

pub(in crate::http) async fn beancount<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| export(request, Format::Beancount)).await
}

fn export(request: &ApiRequest, format: Format) -> Result<ExportJournal, Refusal> {
    let query = request.query(&["from", "to"])?;
    ExportJournal::new(format, query.required_day("from")?, query.required_day("to")?)
}
