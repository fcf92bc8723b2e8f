//! Requests: read strictly, refused with the field that is wrong.

use std::str::FromStr;

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::{HeaderMap, Method, Uri, header, request::Parts, uri::Authority},
};
use http_body_util::LengthLimitError;
use seikyu_calendar::Date;
use seikyu_engine::wire::{BODY_MAX_BYTES, Faults, digest, read};
use serde::de::DeserializeOwned;

use crate::{
    access::Claim,
    host::{Host, day_of, instant_of},
    http::{
        cross_origin::foreign_origin,
        query::Query,
        record::shown,
        route::{BodyRule, Rules},
    },
    id::SellerId,
    idempotency::IdempotencyKey,
    list::Page,
    refusal::Refusal,
    store::Store,
    use_case::Entry,
};

/// By how many digits of its SHA-256 a link is known.
const LINK_DIGITS: usize = 16;

/// A request, before anything of it is believed.
pub(super) struct ApiRequest {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    parameters: Result<Vec<(String, String)>, Refusal>,
    body: Result<String, Refusal>,
    query: Query,
    /// When it arrived, in milliseconds since 1970.
    arrived: u64,
}

impl<S: Store> FromRequest<Host<S>> for ApiRequest {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, host: &Host<S>) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let parameters = match RawPathParams::from_request_parts(&mut parts, host).await {
            Ok(parameters) => {
                let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
                Ok(parameters.iter().map(owned).collect())
            }
            Err(_) => Err(Refusal::NotFound { what: "path" }),
        };
        let has_body = matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
        let body = if has_body { read_body(&parts, body).await } else { Ok(String::new()) };
        let Parts { method, uri, headers, .. } = parts;
        Ok(Self {
            method,
            uri,
            headers,
            parameters,
            body,
            query: Query::default(),
            arrived: host.platform.unix_millis(),
        })
    }
}

async fn read_body(parts: &Parts, body: Body) -> Result<String, Refusal> {
    let bytes = axum::body::to_bytes(body, BODY_MAX_BYTES).await.map_err(|error| {
        if std::error::Error::source(&error).is_some_and(|source| source.is::<LengthLimitError>()) {
            let detail = format!(
                "The body has more than {BODY_MAX_BYTES} bytes; accepted are at most that."
            );
            Faults::whole("too_large", detail).into()
        } else {
            Refusal::from(Faults::whole("malformed_json", "The body broke off."))
        }
    })?;
    if !bytes.is_empty() {
        require_json(&parts.headers)?;
    }
    String::from_utf8(bytes.into())
        .map_err(|_| Faults::whole("malformed_json", "The body is not UTF-8.").into())
}

fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let found =
        headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or("unreadable"));
    let essence = found.and_then(|text| text.split(';').next()).map(str::trim);
    let json = essence.is_some_and(|essence| {
        let essence = essence.to_ascii_lowercase();
        essence == "application/json"
            || (essence.starts_with("application/") && essence.ends_with("+json"))
    });
    if json {
        return Ok(());
    }
    let found = found.map_or_else(|| "missing".to_owned(), |text| format!("“{text}”"));
    Err(Refusal::UnsupportedMediaType { found })
}

impl ApiRequest {
    /// What the request's key claims.
    pub(super) fn claim(&self) -> Result<Claim, Refusal> {
        let missing = "There is no key; accepted is Authorization: Bearer sk_test_… or sk_live_….";
        let wrong = "The key is not of the form; accepted is Bearer sk_test_… or sk_live_….";
        let header = self.headers.get(header::AUTHORIZATION);
        let text = header.ok_or(Refusal::Unauthorized { detail: missing })?.to_str().ok();
        text.and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .and_then(|(_, key)| Claim::read(key.trim()))
            .ok_or(Refusal::Unauthorized { detail: wrong })
    }

    /// By what right the request asks.
    pub(super) fn entry(&self, claim: Claim) -> Result<Entry, Refusal> {
        Ok(Entry::Key { claim, idempotency: self.idempotency()? })
    }

    /// By what right the request asks, whose link of a seller has been verified.
    pub(super) fn link_entry(&self, seller: SellerId, token: &str) -> Result<Entry, Refusal> {
        let idempotency = self.idempotency()?.map(|key| key.of_link(token));
        let link = digest(token).chars().take(LINK_DIGITS).collect();
        Ok(Entry::Link { seller, link, idempotency })
    }

    fn idempotency(&self) -> Result<Option<IdempotencyKey>, Refusal> {
        let header = self.headers.get("idempotency-key").filter(|_| self.method == Method::POST);
        let idempotency = header.map(|key| {
            // A key that is not visible ASCII is refused by its length of zero.
            let key = key.to_str().unwrap_or_default();
            let target = self.uri.path_and_query().map_or("", |target| target.as_str());
            IdempotencyKey::new(key, self.method.as_str(), target, self.body_text()?)
        });
        idempotency.transpose()
    }

    /// Method and path as they may be shown, for the log.
    pub(super) fn line(&self) -> String {
        let (method, path) = shown(&self.method, &self.uri);
        format!("{method} {path}")
    }

    fn body_text(&self) -> Result<&str, Refusal> {
        self.body.as_deref().map_err(Clone::clone)
    }

    /// Holds the request to the rules of its route: the parameters of its query, and that there is no
    /// body where none is taken.
    pub(super) fn keep_to(&mut self, rules: Rules) -> Result<(), Refusal> {
        self.query = Query::read(self.uri.query().unwrap_or_default(), rules.parameters)?;
        if rules.body == BodyRule::Empty { self.no_form() } else { Ok(()) }
    }

    /// The body as a form.
    pub(super) fn form<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        Ok(read(self.body_text()?)?)
    }

    /// The body as a form, which may be left out.
    pub(super) fn form_or_default<T: DeserializeOwned + Default>(&self) -> Result<T, Refusal> {
        let text = self.body_text()?;
        if text.is_empty() { Ok(T::default()) } else { Ok(read(text)?) }
    }

    /// The body as text, for forms that read themselves.
    pub(super) fn document(&self) -> Result<&str, Refusal> {
        self.body_text()
    }

    /// The body is empty or `{}`.
    fn no_form(&self) -> Result<(), Refusal> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Empty {}

        let text = self.body_text()?;
        if text.is_empty() {
            return Ok(());
        }
        Ok(read::<Empty>(text).map(|Empty {}| ())?)
    }

    /// The page of a list that is asked for.
    pub(super) fn page(&self) -> Result<Page, Refusal> {
        self.query.page()
    }

    /// The parameters of the query.
    pub(super) const fn query(&self) -> &Query {
        &self.query
    }

    /// The day of the request, by UTC.
    pub(super) fn today(&self) -> Result<Date, Refusal> {
        day_of(instant_of(self.arrived)?)
    }

    /// The origin of the page that asks, where it is another than that of the API.
    pub(super) fn foreign_origin(&self) -> Option<String> {
        foreign_origin(&self.headers, self.uri.authority().map(Authority::as_str))
    }

    /// A parameter of the path as text.
    pub(super) fn parameter(&self, name: &str) -> Result<&str, Refusal> {
        let parameters = self.parameters.as_ref().map_err(Clone::clone)?;
        let found = parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).ok_or(Refusal::NotFound { what: "path" })
    }

    /// The id in the path; what is not of its form is not there either.
    pub(super) fn id<T: FromStr>(&self, what: &'static str) -> Result<T, Refusal> {
        self.parameter("id")?.parse().map_err(|_| Refusal::NotFound { what })
    }

    /// The entity tags of `If-Match`, without quotes; `None` when the header is not there or `*`.
    pub(super) fn if_match(&self) -> Option<Vec<String>> {
        tags(&self.headers, header::IF_MATCH)
    }

    /// Whether the client has what the entity tag names.
    pub(super) fn has_current(&self, etag: &str) -> bool {
        let named = self.headers.contains_key(header::IF_NONE_MATCH);
        let tags = tags(&self.headers, header::IF_NONE_MATCH);
        let current = etag.trim_matches('"');
        named && tags.is_none_or(|tags| tags.iter().any(|tag| tag == current))
    }
}

fn tags(headers: &HeaderMap, name: header::HeaderName) -> Option<Vec<String>> {
    let values: Vec<&str> =
        headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    let all = values.join(",");
    if all.is_empty() || all.trim() == "*" {
        return None;
    }
    let tag = |text: &str| text.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    Some(all.split(',').map(tag).collect())
}
