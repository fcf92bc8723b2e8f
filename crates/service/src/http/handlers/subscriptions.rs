//! Subscriptions.

use axum::{extract::State, response::Response};

use crate::{
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    invoices::IssueInvoice,
    store::Store,
    subscriptions::{
        CommitChange, CreateChangeLink, CreateSubscription, ListSubscriptions, PreviewChange,
        PreviewSubscription, ShowSubscription,
    },
};

pub(in crate::http) async fn create<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form::<CreateSubscription>()).await
}

pub(in crate::http) async fn issue<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let subscription = request.id("subscription")?;
        Ok(IssueInvoice { subscription, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListSubscriptions(request.page()?))).await
}

pub(in crate::http) async fn preview<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let subscription = request.id("subscription")?;
        Ok(PreviewSubscription { subscription, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn preview_change<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let subscription = request.id("subscription")?;
        Ok(PreviewChange { subscription, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn commit_change<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let subscription = request.id("subscription")?;
        Ok(CommitChange { subscription, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn create_change_link<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(CreateChangeLink(request.id("subscription")?))
    })
    .await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowSubscription(request.id("subscription")?))
    })
    .await
}
