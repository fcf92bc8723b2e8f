//! Events.

use axum::{extract::State, response::Response};

use crate::{
    events::{ListEvents, ShowEvent},
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    store::Store,
};

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let (page, query) = request.page_and_query(ListEvents::PARAMETERS)?;
        ListEvents::read(page, &query)
    })
    .await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowEvent(request.id("event")?))
    })
    .await
}
