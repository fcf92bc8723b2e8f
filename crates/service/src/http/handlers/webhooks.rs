//! Endpoints that receive events.

use axum::{extract::State, response::Response};

use crate::{
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    store::Store,
    webhooks::{
        CreateEndpoint, DeleteEndpoint, ListDeliveries, ListEndpoints, ReplaceEndpoint,
        ReplayEvent, RotateSecret, ShowEndpoint,
    },
};

/// What is not there.
const ENDPOINT: &str = "webhook endpoint";

pub(in crate::http) async fn create<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form().map(CreateEndpoint)).await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListEndpoints(request.page()?))).await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowEndpoint(request.id(ENDPOINT)?))
    })
    .await
}

pub(in crate::http) async fn replace<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let endpoint = request.id(ENDPOINT)?;
        Ok(ReplaceEndpoint { endpoint, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn delete<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(DeleteEndpoint(request.id(ENDPOINT)?))
    })
    .await
}

pub(in crate::http) async fn rotate<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let endpoint = request.id(ENDPOINT)?;
        request.no_form()?;
        Ok(RotateSecret(endpoint))
    })
    .await
}

pub(in crate::http) async fn deliveries<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(ListDeliveries { endpoint: request.id(ENDPOINT)?, page: request.page()? })
    })
    .await
}

pub(in crate::http) async fn replay<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let event = request.id("event")?;
        Ok(ReplayEvent { event, form: request.form_or_default()? })
    })
    .await
}
