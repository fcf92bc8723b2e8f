//! Payments, refunds and write-offs.

use axum::{extract::State, response::Response};

use crate::{
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    payments::{
        AllocatePayment, ListAllocations, ListPayments, RecordPayment, ReversePayment, ShowPayment,
    },
    refunds::{ListRefunds, RecordRefund, ShowRefund},
    store::Store,
    write_offs::{ListWriteOffs, ShowWriteOff},
};

pub(in crate::http) async fn record<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form::<RecordPayment>()).await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListPayments(request.page()?))).await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowPayment(request.id("payment")?))
    })
    .await
}

pub(in crate::http) async fn allocate<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(AllocatePayment { payment: request.id("payment")?, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn allocations<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(ListAllocations { payment: request.id("payment")?, page: request.page()? })
    })
    .await
}

pub(in crate::http) async fn reverse<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(ReversePayment { payment: request.id("payment")?, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn refund<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form::<RecordRefund>()).await
}

pub(in crate::http) async fn refunds<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListRefunds(request.page()?))).await
}

pub(in crate::http) async fn show_refund<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowRefund(request.id("refund")?))
    })
    .await
}

pub(in crate::http) async fn write_offs<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListWriteOffs(request.page()?))).await
}

pub(in crate::http) async fn show_write_off<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowWriteOff(request.id("write-off")?))
    })
    .await
}
