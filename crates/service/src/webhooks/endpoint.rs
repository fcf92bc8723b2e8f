//! An endpoint as it is kept and shown.

use seikyu_calendar::Instant;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    id::{SellerId, WebhookEndpointId},
    refusal::Refusal,
    sql,
    store::{Row, Statement},
    use_case::Reply,
    webhooks::Secret,
};

/// An endpoint.
#[derive(Clone)]
pub struct StoredEndpoint {
    pub(super) id: WebhookEndpointId,
    pub(super) version: u64,
    pub(super) url: String,
    pub(super) description: Option<String>,
    /// A JSON list of types; every type where there is none.
    pub(super) types: Option<String>,
    pub(super) status: String,
    /// `asked`, `gone` (it answered 410) or `failing`.
    pub(super) disabled_reason: Option<String>,
    pub(super) secret: Secret,
    /// The secret before, until it no longer signs.
    pub(super) previous: Option<(Secret, Instant)>,
    pub(super) failing_since: Option<Instant>,
    pub(super) created_at: Instant,
    pub(super) updated_at: Instant,
}

/// An endpoint as the API shows it.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "WebhookEndpoint"))]
pub struct EndpointView<'a> {
    id: &'a WebhookEndpointId,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    /// `null` for every type.
    #[cfg_attr(feature = "openapi", schemars(with = "Option<Vec<String>>"))]
    types: Option<Box<RawValue>>,
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled_reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failing_since: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_secret_ends_at: Option<Instant>,
    created_at: Instant,
    updated_at: Instant,
    /// Shown once, when it is made; `null` where that answer is given again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(with = "ShownOnce"))]
    secret: Option<Option<String>>,
}

/// A secret where it is shown; `null` where the answer that showed it is given again.
#[cfg(feature = "openapi")]
#[derive(schemars::JsonSchema)]
#[schemars(rename = "SecretShownOnce")]
#[expect(dead_code, reason = "it is read by its schema alone")]
struct ShownOnce(Option<String>);

impl StoredEndpoint {
    /// The statement that loads it.
    pub(super) fn load(seller: &SellerId, id: &WebhookEndpointId) -> Statement {
        Statement::new(sql::webhooks::ENDPOINT).bind(seller).bind(id)
    }

    /// The endpoint of a row.
    pub(super) fn read(row: &Row) -> Result<Self, Refusal> {
        let previous = row.read_optional("previous_secret")?;
        Ok(Self {
            id: row.read("id")?,
            version: row.read("version")?,
            url: row.read("url")?,
            description: row.read_optional("description")?,
            types: row.read_optional("types")?,
            status: row.read("status")?,
            disabled_reason: row.read_optional("disabled_reason")?,
            secret: row.read("secret")?,
            previous: previous.zip(row.read_optional("previous_ends_at")?),
            failing_since: row.read_optional("failing_since")?,
            created_at: row.read("created_at")?,
            updated_at: row.read("updated_at")?,
        })
    }

    /// What is shown of it, without its secrets.
    pub(super) fn view(&self, now: Instant) -> Result<EndpointView<'_>, Refusal> {
        let types = self.types.clone().map(RawValue::from_string).transpose();
        let previous = self.previous.as_ref().map(|(_, ends_at)| *ends_at);
        Ok(EndpointView {
            id: &self.id,
            url: &self.url,
            description: self.description.as_deref(),
            types: types.map_err(Refusal::internal)?,
            enabled: self.status == "enabled",
            disabled_reason: self.disabled_reason.as_deref(),
            failing_since: self.failing_since,
            previous_secret_ends_at: previous.filter(|ends_at| *ends_at > now),
            created_at: self.created_at,
            updated_at: self.updated_at,
            secret: None,
        })
    }

    /// The answer that shows it.
    pub(super) fn reply(&self, status: u16, now: Instant) -> Result<Reply, Refusal> {
        Reply::json(status, &self.view(now)?)
    }

    /// The answer that shows it with its new secret, this once: what an idempotency key keeps has none.
    pub(super) fn reply_with_secret(&self, status: u16, now: Instant) -> Result<Reply, Refusal> {
        let secret = Some(Some(self.secret.text()));
        let reply = Reply::json(status, &EndpointView { secret, ..self.view(now)? })?;
        reply.keeping(&EndpointView { secret: Some(None), ..self.view(now)? })
    }
}
