//! Usage events.

use axum::{extract::State, response::Response};

use crate::{
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    store::Store,
    usage::{ListUsage, RecordUsage},
};

pub(in crate::http) async fn record<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form::<RecordUsage>()).await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(ListUsage { subscription: request.id("subscription")?, page: request.page()? })
    })
    .await
}
