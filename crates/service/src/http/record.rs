//! What is recorded of a request: a line of JSON for the log, and its id for whoever asked.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Method, Request, Response, Uri},
};
use serde::Serialize;

/// The header of the id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The header that says what the database did.
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// A request that is being answered.
#[derive(Clone, Debug)]
pub struct Record {
    id: String,
    method: String,
    path: String,
}

/// A line of the log. It holds no secret: neither key nor the token of a link nor a query.
#[derive(Serialize)]
struct Line<'a> {
    request_id: &'a str,
    method: &'a str,
    path: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements: Option<u64>,
    milliseconds: u64,
}

impl Record {
    /// Begins the record of a request under an id.
    #[must_use]
    pub fn begin(id: String, request: &Request<Body>) -> Self {
        let (method, path) = shown(request.method(), request.uri());
        Self { id, method, path }
    }

    /// Ends it: the answer names the id and, where they were counted, how many statements the database
    /// ran; the line is for the log.
    #[must_use]
    pub fn end(
        self,
        response: &mut Response<Body>,
        statements: Option<u64>,
        milliseconds: u64,
    ) -> String {
        let Self { id, method, path } = self;
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(&id) {
            headers.insert(REQUEST_ID, value);
        }
        let timing = statements.map(|count| format!("db;desc=\"{count} statements\""));
        if let Some(Ok(value)) = timing.map(HeaderValue::try_from) {
            headers.insert(SERVER_TIMING, value);
        }
        let status = response.status().as_u16();
        let line = Line {
            request_id: &id,
            method: &method,
            path: &path,
            status,
            statements,
            milliseconds,
        };
        serde_json::to_string(&line).unwrap_or_default()
    }
}

/// Method and path as they may be shown: without query, and without the token of a link.
pub(super) fn shown(method: &Method, uri: &Uri) -> (String, String) {
    let path = uri.path();
    let links = ["/v1/links/", "/v1/change-links/"];
    let linked = links.iter().find_map(|links| Some((*links, path.strip_prefix(links)?)));
    let path = match linked {
        Some((links, token)) => {
            let rest = token.split_once('/').map(|(_, rest)| format!("/{rest}"));
            format!("{links}…{}", rest.unwrap_or_default())
        }
        None => path.to_owned(),
    };
    (method.to_string(), path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_secret() {
        let request = Request::get("/v1/change-links/secret.token/invoices?cursor=secret")
            .header("authorization", "Bearer secret")
            .body(Body::empty())
            .unwrap();
        let mut response = Response::new(Body::empty());
        let line = Record::begin("r1".to_owned(), &request).end(&mut response, Some(3), 12);
        let expected = "{\"request_id\":\"r1\",\"method\":\"GET\",\
                        \"path\":\"/v1/change-links/…/invoices\",\"status\":200,\"statements\":3,\
                        \"milliseconds\":12}";
        assert_eq!(line, expected);
        assert_eq!(response.headers()["x-request-id"], "r1");
        assert_eq!(response.headers()["server-timing"], "db;desc=\"3 statements\"");
    }
}
