//! Bill runs.

use axum::{extract::State, response::Response};

use crate::{
    bill_runs::{AdvanceBillRun, CreateBillRun, ListBillRuns, ListExceptions, ShowBillRun},
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    store::Store,
};

pub(in crate::http) async fn create<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form::<CreateBillRun>()).await
}

pub(in crate::http) async fn advance<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let run = request.id("bill run")?;
        request.no_form()?;
        Ok(AdvanceBillRun(run))
    })
    .await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListBillRuns(request.page()?))).await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowBillRun(request.id("bill run")?))
    })
    .await
}

pub(in crate::http) async fn exceptions<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(ListExceptions { run: request.id("bill run")?, page: request.page()? })
    })
    .await
}
