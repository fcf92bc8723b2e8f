//! The router over the table of routes. The same answers natively and on Workers.

use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse as _, Response},
};

use crate::{
    host::Host,
    http::{cross_origin::preflight, routes},
    refusal::Refusal,
    store::Store,
};

/// The API over a host.
pub fn router<S: Store>(host: Host<S>) -> Router {
    routes::all()
        .into_iter()
        .fold(Router::new(), |router, route| {
            let (path, answer) = route.method_router();
            router.route(path, answer)
        })
        .method_not_allowed_fallback(method_not_allowed::<S>)
        .fallback(not_found)
        .with_state(host)
}

async fn not_found() -> Refusal {
    Refusal::NotFound { what: "path" }
}

async fn method_not_allowed<S: Store>(State(host): State<Host<S>>, request: Request) -> Response {
    // What is not `Sync` of a request does not cross a wait.
    let (method, headers) = (request.method().clone(), request.headers().clone());
    drop(request);
    match preflight(&host, &method, &headers).await {
        Some(response) => response,
        None => Refusal::MethodNotAllowed { method: method.to_string() }.into_response(),
    }
}
