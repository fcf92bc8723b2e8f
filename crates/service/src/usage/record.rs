//! Recording usage events: each is accepted, known already, or rejected with the reason; one bad event
//! never holds up the others.

use std::collections::{BTreeMap, btree_map};

use seikyu_calendar::Instant;
use seikyu_engine::{
    billing::UsageRecord,
    catalog::Meter,
    wire::{Fault, Faults, canonical, read},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::{SellerId, SubscriptionId},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// The most events of one request.
pub const EVENTS_MAX: usize = 1_000;

/// The most characters of an event's id.
const ID_MAX: usize = 128;

/// Records usage events: `{"events": [{"id", "subscription", …the engine's usage record…}]}`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordUsage {
    /// The events, each read by itself.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1, max = 1000)))]
    pub events: Vec<Map<String, Value>>,
}

/// An event that has the right form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct UsageEvent {
    id: String,
    subscription: SubscriptionId,
    record: UsageRecord,
}

/// What is known about the events' subscriptions and ids.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    subscriptions: BTreeMap<String, Metered>,
    known: BTreeMap<String, (String, String)>,
}

#[derive(Clone, Debug)]
struct Metered {
    started_at: Instant,
    meters: Vec<Meter>,
}

/// What became of usage events.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RecordedUsage {
    accepted: usize,
    duplicates: usize,
    rejected: Vec<RejectedUsage>,
}

/// What the audit log says of what was recorded.
#[derive(Serialize)]
struct Counts {
    accepted: usize,
    duplicates: usize,
    rejected: usize,
}

/// A usage event that was not accepted, with the reasons.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RejectedUsage {
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    errors: Vec<Fault>,
}

fn text<'e>(event: &'e Map<String, Value>, name: &str) -> Option<&'e str> {
    event.get(name).and_then(Value::as_str)
}

fn fault(code: &'static str, pointer: &str, detail: String) -> Vec<Fault> {
    vec![Fault { code, pointer: pointer.to_owned(), detail }]
}

impl UsageEvent {
    fn read(event: &Map<String, Value>) -> Result<Self, Vec<Fault>> {
        let id = required(event, "id")?;
        let fine =
            (1..=ID_MAX).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
        if !fine {
            let shown: String = id.chars().take(60).collect();
            let detail =
                format!("“{shown}” is no id; accepted are 1 to {ID_MAX} visible ASCII characters.");
            return Err(fault("out_of_range", "/id", detail));
        }
        let subscription = required(event, "subscription")?;
        let subscription = subscription.parse().map_err(|error: crate::id::NotAnId| {
            fault("wrong_type", "/subscription", format!("{error}."))
        })?;
        let mut record = event.clone();
        record.remove("id");
        record.remove("subscription");
        let record = read::<UsageRecord>(&Value::Object(record).to_string());
        let record = record.map_err(|faults: Faults| faults.list().to_vec())?;
        Ok(Self { id: id.to_owned(), subscription, record })
    }
}

fn required<'e>(event: &'e Map<String, Value>, name: &str) -> Result<&'e str, Vec<Fault>> {
    text(event, name).ok_or_else(|| {
        let pointer = format!("/{name}");
        match event.get(name) {
            None => fault("missing_field", "", format!("missing field `{name}`.")),
            Some(_) => fault("wrong_type", &pointer, "This is no text; accepted is a text.".into()),
        }
    })
}

impl Snapshot {
    /// Whether the event can be billed; otherwise why not.
    fn admit(&self, event: &UsageEvent) -> Result<(), Vec<Fault>> {
        let Some(subscription) = self.subscriptions.get(event.subscription.as_str()) else {
            let detail = format!("There is no subscription “{}” here.", event.subscription);
            return Err(fault("unknown_reference", "/subscription", detail));
        };
        if !subscription.meters.iter().any(|meter| meter.code == event.record.meter) {
            let meters: Vec<&str> =
                subscription.meters.iter().map(|meter| meter.code.as_str()).collect();
            let accepted = if meters.is_empty() { "none".to_owned() } else { meters.join(", ") };
            let detail = format!(
                "The subscription has no meter “{}”; accepted is {accepted}.",
                event.record.meter
            );
            return Err(fault("unknown_reference", "/meter", detail));
        }
        if event.record.at < subscription.started_at {
            let detail = format!(
                "The subscription begins at {}; accepted is an instant from then on.",
                subscription.started_at
            );
            return Err(fault("out_of_range", "/at", detail));
        }
        Ok(())
    }
}

impl UseCase for RecordUsage {
    type Snapshot = Snapshot;

    type Answer = RecordedUsage;

    const SCOPE: Scope = Scope::Usage;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = |name| {
            let mut texts: Vec<&str> =
                self.events.iter().filter_map(|event| text(event, name)).collect();
            texts.sort_unstable();
            texts.dedup();
            canonical(&texts)
        };
        let of = |sql, texts: String| Statement::new(sql).bind(seller).bind(texts);
        vec![
            of(sql::usage::METERED_SUBSCRIPTIONS, list("subscription")),
            of(sql::usage::KNOWN_EVENTS, list("id")),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        let mut snapshot = Snapshot::default();
        for row in &loaded.rows()? {
            let meters = serde_json::from_str(row.text("meters")?).map_err(Refusal::internal)?;
            let metered = Metered { started_at: row.read("started_at")?, meters };
            snapshot.subscriptions.insert(row.text("id")?.to_owned(), metered);
        }
        for row in &loaded.rows()? {
            let known = (row.text("subscription_id")?.to_owned(), row.text("record")?.to_owned());
            snapshot.known.insert(row.text("id")?.to_owned(), known);
        }
        Ok(snapshot)
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let count = self.events.len();
        if count == 0 || count > EVENTS_MAX {
            let detail = format!("There are {count} events; accepted are 1 to {EVENTS_MAX}.");
            return Err(Refusal::field("out_of_range", "/events", detail));
        }
        let mut recorded = RecordedUsage { accepted: 0, duplicates: 0, rejected: Vec::new() };
        let mut known = snapshot.known.clone();
        let mut added: Vec<UsageEvent> = Vec::new();
        for (index, form) in self.events.iter().enumerate() {
            let event = UsageEvent::read(form);
            let admitted = event.and_then(|event| snapshot.admit(&event).map(|()| event));
            let event = match admitted {
                Ok(event) => event,
                Err(errors) => {
                    let id = text(form, "id").map(|id| id.chars().take(ID_MAX).collect());
                    recorded.rejected.push(RejectedUsage { index, id, errors });
                    continue;
                }
            };
            let content = (event.subscription.to_string(), canonical(&event.record));
            match known.entry(event.id.clone()) {
                btree_map::Entry::Vacant(entry) => {
                    entry.insert(content);
                    added.push(event);
                    recorded.accepted = recorded.accepted.saturating_add(1);
                }
                btree_map::Entry::Occupied(entry) if *entry.get() == content => {
                    recorded.duplicates = recorded.duplicates.saturating_add(1);
                }
                btree_map::Entry::Occupied(_) => {
                    let detail = "An event of this id was accepted with other content; accepted is \
                                  the same content, or another id.";
                    let errors = fault("event_differs", "/id", detail.to_owned());
                    recorded.rejected.push(RejectedUsage { index, id: Some(event.id), errors });
                }
            }
        }
        let reply = Reply::json(200, &recorded)?;
        if added.is_empty() {
            return Ok(Changes::none(reply));
        }
        let add = Statement::new(sql::usage::ADD_EVENTS).bind(seller).bind(context.now);
        let audited = Audited::new("usage_events.recorded", "usage_events").after(&Counts {
            accepted: recorded.accepted,
            duplicates: recorded.duplicates,
            rejected: recorded.rejected.len(),
        })?;
        Ok(Changes::write(audited, vec![add.bind(canonical(&added))], reply))
    }
}
