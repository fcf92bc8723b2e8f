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
        let query = request.query(&["limit", "cursor", "type", "object", "after"])?;
        let [of_type, object, after] = ["type", "object", "after"].map(|name| query.text(name));
        ListEvents::read(query.page()?, of_type, object, after)
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
