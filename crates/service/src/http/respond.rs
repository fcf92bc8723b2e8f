//! Answers: JSON or a problem document, with the headers every answer has.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    host::{Platform, RATE_PERIOD_SECONDS},
    http::request::ApiRequest,
    refusal::Refusal,
    use_case::Reply,
};

const PROBLEM: &str = "application/problem+json";
const JSON: &str = "application/json";

/// Seconds after which a client that was told to wait may try again.
const RETRY_AFTER: &str = "1";

/// The answer to a request. What is our fault is reported, for its caller is not told.
pub(super) fn respond(
    platform: &dyn Platform,
    request: &ApiRequest,
    result: Result<Reply, Refusal>,
) -> Response {
    match result {
        Ok(reply) => success(request, reply),
        Err(refusal) => {
            if matches!(refusal, Refusal::Internal { .. } | Refusal::Unavailable { .. }) {
                platform.report(&format!("{}: {refusal}", request.line()));
            }
            refusal.into_response()
        }
    }
}

fn success(request: &ApiRequest, reply: Reply) -> Response {
    let Reply { status, body, headers, replayed, kept: _ } = reply;
    let unchanged =
        status == 200 && headers.etag.as_deref().is_some_and(|etag| request.has_current(etag));
    let cache = match (&headers.etag, headers.public) {
        (_, true) => "public, max-age=86400",
        (Some(_), false) => "private, no-cache",
        (None, false) => "private, no-store",
    };
    let mut response = if unchanged {
        answer(304, Body::empty(), None)
    } else {
        answer(status, Body::from(body), Some(headers.content_type.unwrap_or(JSON)))
    };
    set(&mut response, header::CACHE_CONTROL, cache);
    if let Some(etag) = &headers.etag {
        set(&mut response, header::ETAG, etag);
    }
    if let Some(location) = &headers.location {
        set(&mut response, header::LOCATION, location);
    }
    if replayed {
        set(&mut response, HeaderName::from_static("idempotent-replayed"), "true");
    }
    response
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let mut response = answer(problem.status, Body::from(body), Some(PROBLEM));
        set(&mut response, header::CACHE_CONTROL, "private, no-store");
        match self {
            Self::Unauthorized { .. } => {
                set(&mut response, header::WWW_AUTHENTICATE, "Bearer realm=\"seikyu\"");
            }
            Self::Unavailable { .. } => set(&mut response, header::RETRY_AFTER, RETRY_AFTER),
            Self::TooManyRequests => {
                set(&mut response, header::RETRY_AFTER, &RATE_PERIOD_SECONDS.to_string());
            }
            _ => {}
        }
        response
    }
}

pub(super) fn answer(status: u16, body: Body, content_type: Option<&str>) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(content_type) = content_type {
        set(&mut response, header::CONTENT_TYPE, content_type);
    }
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, header::REFERRER_POLICY, "no-referrer");
    let policy = "default-src 'none'; frame-ancestors 'none'";
    set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Sets a header; text that no header can hold is left out.
pub(super) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
