//! Listing what was sent to an endpoint, with every attempt.

use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::{SellerId, WebhookEndpointId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Grouped, Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
    webhooks::StoredEndpoint,
};

/// A position beyond every event.
const BEYOND: &str = "9223372036854775807";

/// Lists the deliveries to an endpoint, the latest event first.
#[derive(Clone, Debug)]
pub struct ListDeliveries {
    /// Which endpoint.
    pub endpoint: WebhookEndpointId,
    /// Which page.
    pub page: Page,
}

/// An event on its way to an endpoint.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Delivery {
    event: String,
    #[serde(rename = "type")]
    event_type: String,
    object: String,
    sequence: u64,
    status: String,
    /// When it is tried next.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<String>,
    replays: u64,
    attempts: Vec<DeliveryAttempt>,
    created_at: String,
    updated_at: String,
}

/// One try to send it.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeliveryAttempt {
    at: String,
    duration_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl UseCase for ListDeliveries {
    type Snapshot = (Rows, Rows);

    type Answer = List<Delivery>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let before = Some(self.page.after()).filter(|after| !after.is_empty()).unwrap_or(BEYOND);
        let page = |sql| {
            let page = Statement::new(sql).bind(seller).bind(&self.endpoint);
            page.bind(before).bind(self.page.rows())
        };
        vec![
            StoredEndpoint::load(seller, &self.endpoint),
            page(sql::webhooks::DELIVERIES),
            page(sql::webhooks::ATTEMPTS),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        loaded.found("webhook endpoint")?;
        Ok((loaded.rows()?, loaded.rows()?))
    }

    fn decide(
        &self,
        (rows, attempts): Self::Snapshot,
        _: &SellerId,
        _: &Context,
    ) -> Result<Changes, Refusal> {
        let attempts = Grouped::by("position", &attempts)?;
        let key = |row: &Row| Ok(row.text("position")?.to_owned());
        let entry = |row: &Row| delivery(row, attempts.of(row.text("position")?));
        Ok(Changes::none(self.page.reply(&rows, key, entry)?))
    }
}

fn delivery(row: &Row, attempts: Vec<&Row>) -> Result<Delivery, Refusal> {
    Ok(Delivery {
        event: row.read("event_id")?,
        event_type: row.read("type")?,
        object: row.read("object_id")?,
        sequence: row.read("sequence")?,
        status: row.read("status")?,
        due_at: row.read_optional("due_at")?,
        replays: row.read("replays")?,
        attempts: attempts.into_iter().map(attempt).collect::<Result<_, _>>()?,
        created_at: row.read("created_at")?,
        updated_at: row.read("updated_at")?,
    })
}

fn attempt(row: &Row) -> Result<DeliveryAttempt, Refusal> {
    Ok(DeliveryAttempt {
        at: row.read("at")?,
        duration_ms: row.read("duration_ms")?,
        status: row.read_optional("status")?,
        answer: row.read_optional("answer")?,
        error: row.read_optional("error")?,
    })
}
