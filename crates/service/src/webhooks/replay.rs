//! Sending an event again by hand.

use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::{EventId, SellerId, WebhookEndpointId},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement, text},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Sends an event again, under the same `webhook-id`, to one endpoint or to all that are enabled and want
/// its type. It does not hold up what happens to its object since, nor wait for what happened before.
#[derive(Clone, Debug)]
pub struct ReplayEvent {
    /// Which event.
    pub event: EventId,
    /// To where.
    pub form: ReplayEventForm,
}

/// The body of [`ReplayEvent`].
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplayEventForm {
    /// To this endpoint only, whether it wants the type or not.
    pub endpoint: Option<WebhookEndpointId>,
}

/// Where an event is sent again.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReplayedEvent<'a> {
    event: &'a EventId,
    /// To where it is sent again.
    endpoints: Vec<&'a str>,
    /// Where it has not been sent yet, for an earlier event of its object is on its way.
    waiting: Vec<&'a str>,
}

impl UseCase for ReplayEvent {
    type Snapshot = Rows;

    type Answer = ReplayedEvent<'static>;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(&self.event);
        let endpoint = self.form.endpoint.as_ref();
        vec![of(sql::events::EVENT), of(sql::webhooks::REPLAYABLE).bind_optional(endpoint)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        loaded.found("event")?;
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, seller: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        if let Some(endpoint) = &self.form.endpoint {
            require_enabled(endpoint, rows.first())?;
        }
        let (mut endpoints, mut waiting) = (Vec::new(), Vec::new());
        for row in &rows {
            let list = match row.optional("status")? {
                Some("waiting") => &mut waiting,
                _ => &mut endpoints,
            };
            list.push(row.text("id")?);
        }
        let list = text::json(&endpoints)?;
        let of_event = |sql| {
            let again = Statement::new(sql).bind(seller).bind(&self.event);
            again.bind(&list).bind(context.clock)
        };
        let replayed = ReplayedEvent { event: &self.event, endpoints, waiting };
        let reply = Reply::json(202, &replayed)?;
        if replayed.endpoints.is_empty() {
            return Ok(Changes::none(reply));
        }
        let wake = Statement::new(sql::webhooks::WAKE).bind(seller).bind(&list);
        let statements = vec![
            // Those that there are first, so that those that are new are not begun twice.
            of_event(sql::webhooks::REPLAY_AGAIN),
            of_event(sql::webhooks::REPLAY),
            wake.bind(context.clock),
        ];
        let audited = Audited::new("event.replayed", &self.event).after(&replayed)?;
        Ok(Changes::write(audited, statements, reply))
    }
}

/// Refuses an endpoint that is not there or gets nothing.
fn require_enabled(endpoint: &WebhookEndpointId, row: Option<&Row>) -> Result<(), Refusal> {
    let detail = match row {
        None => format!("There is no endpoint “{endpoint}”; accepted is one of this seller."),
        Some(row) if row.text("endpoint_status")? != "enabled" => {
            format!("The endpoint “{endpoint}” is disabled; accepted is one that is enabled.")
        }
        Some(_) => return Ok(()),
    };
    Err(Refusal::field("unknown_reference", "/endpoint", detail))
}
