//! The router over the table of routes. The same answers natively and on Workers.

use axum::{Router, extract::Request};

use crate::{host::Host, http::routes, refusal::Refusal, store::Store};

/// The API over a host.
pub fn router<S: Store>(host: Host<S>) -> Router {
    routes::all()
        .into_iter()
        .fold(Router::new(), |router, route| {
            let (path, answer) = route.method_router();
            router.route(path, answer)
        })
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(not_found)
        .with_state(host)
}

async fn not_found() -> Refusal {
    Refusal::NotFound { what: "path" }
}

async fn method_not_allowed(request: Request) -> Refusal {
    Refusal::MethodNotAllowed { method: request.method().to_string() }
}
