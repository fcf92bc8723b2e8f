//! Keys, and who did what with them.

use axum::{extract::State, response::Response};

use crate::{
    access::{CreateKey, ListKeys, RevokeKey, RotateKey, ShowKey},
    audit::ListAuditLog,
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    store::Store,
};

pub(in crate::http) async fn create<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        Ok(CreateKey { mode: request.claim()?.mode, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListKeys(request.page()?))).await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowKey(request.parameter("id")?.to_owned()))
    })
    .await
}

pub(in crate::http) async fn rotate<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let key = request.parameter("id")?.to_owned();
        Ok(RotateKey { mode: request.claim()?.mode, key, form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn revoke<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.no_form()?;
        Ok(RevokeKey(request.parameter("id")?.to_owned()))
    })
    .await
}

pub(in crate::http) async fn audit_log<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let query = request.query(&["limit", "cursor", "object"])?;
        Ok(ListAuditLog { object: query.text("object").map(str::to_owned), page: query.page()? })
    })
    .await
}
