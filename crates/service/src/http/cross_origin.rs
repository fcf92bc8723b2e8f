//! Requests of pages of other origins (CORS): answered so that a page may read them where the seller lists
//! its origin. No cookie is ever a right here, so no page can ask in anyone's name.

use axum::{
    body::Body,
    http::{HeaderMap, Method, header},
    response::Response,
};

use crate::{
    host::Host,
    http::respond::{answer, set},
    id::SellerId,
    sellers::{listed_by_any, lists},
    store::Store,
};

const METHODS: &str = "GET, POST, PUT, DELETE";
const REQUEST_HEADERS: &str =
    "authorization, content-type, idempotency-key, if-match, if-none-match";
const RESPONSE_HEADERS: &str =
    "etag, location, retry-after, x-request-id, idempotent-replayed, server-timing";

/// Seconds for which a browser need not ask again.
const MAX_AGE_SECONDS: &str = "600";

/// The origin of the page that asks, where it is another than that of the API.
pub(super) fn foreign_origin(headers: &HeaderMap, authority: Option<&str>) -> Option<String> {
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).or(authority);
    let (_, place) = origin.split_once("://")?;
    (Some(place) != host).then(|| origin.to_owned())
}

/// Lets the page of an origin read an answer, if the seller lists it.
pub(super) async fn let_read<S: Store>(
    host: &Host<S>,
    seller: &SellerId,
    origin: &str,
    response: &mut Response,
) {
    vary(response);
    // An answer that took effect is not lost for a look-up that failed: the page only cannot read it.
    if lists(host, seller, origin).await.unwrap_or(false) {
        allow(response, origin);
        set(response, header::ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
    }
}

/// The answer to a preflight, if that is what a request is.
pub(super) async fn preflight<S: Store>(
    host: &Host<S>,
    method: &Method,
    headers: &HeaderMap,
) -> Option<Response> {
    let asked = headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if method != Method::OPTIONS || !asked {
        return None;
    }
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    let mut response = answer(204, Body::empty(), None);
    set(&mut response, header::CACHE_CONTROL, "private, no-store");
    vary(&mut response);
    if listed_by_any(host, origin).await.unwrap_or(false) {
        allow(&mut response, origin);
        set(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        set(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
        set(&mut response, header::ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    }
    Some(response)
}

fn allow(response: &mut Response, origin: &str) {
    set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
}

fn vary(response: &mut Response) {
    set(response, header::VARY, "origin");
}
