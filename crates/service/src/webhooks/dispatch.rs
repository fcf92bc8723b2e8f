//! The dispatcher: leases endpoints that are due, sends, and writes what came of it. Any number of them may
//! run at once; an endpoint is served by one at a time.

use futures_util::{StreamExt as _, stream};
use seikyu_calendar::Instant;

use crate::{
    access::Mode,
    events::EventView,
    host::{Host, Platform},
    id::{LeaseId, SellerId},
    refusal::Refusal,
    sql,
    store::{Grouped, Row, Statement, Store, StoreError},
    use_case::Loaded,
    webhooks::{
        Message, Reach, Sender, StoredEndpoint, Unanswered,
        address::check,
        outcome::{Outcome, record},
    },
};

/// The most endpoints of a lease, and the most events that are sent to one of them under it.
const ENDPOINTS: usize = 4;
const EVENTS: usize = 12;

/// The most messages at once: what a Worker may have open.
const AT_ONCE: usize = 6;

/// How long a lease is. 48 messages, 6 at once, with 15 seconds each, are two minutes.
const LEASE_SECONDS: i64 = 180;

/// An endpoint under a lease, and what is due to it.
struct Claimed {
    seller: SellerId,
    mode: Mode,
    endpoint: StoredEndpoint,
    due: Vec<Due>,
}

/// A delivery that is due.
#[derive(Clone)]
struct Due {
    position: u64,
    tries: usize,
    attempts: u64,
    event: String,
    /// The event as JSON: the body.
    body: String,
}

/// Serves the endpoints that have been due for longest, once, and says how many they were; to be repeated
/// while there are any.
///
/// # Errors
/// [`Refusal::Unavailable`] or [`Refusal::Internal`] when the database did not answer as expected; what was
/// not recorded is sent again when its lease has ended.
pub async fn dispatch<S: Store>(host: &Host<S>, sender: &dyn Sender) -> Result<usize, Refusal> {
    let context = host.context()?;
    let lease: LeaseId = context.id(0);
    let until = context.clock.plus_seconds(LEASE_SECONDS).map_err(Refusal::internal)?;
    let of = |sql| Statement::new(sql).bind(&lease).bind(context.clock);
    let statements = vec![
        of(sql::webhooks::CLAIM).bind(until).bind(ENDPOINTS),
        of(sql::webhooks::CLAIMED),
        of(sql::webhooks::CLAIMED_DELIVERIES).bind(EVENTS),
    ];
    let claimed = read(&mut Loaded::new(host.store.batch(statements).await?))?;
    let outcomes = send(host, sender, &claimed).await;
    for (index, claimed) in claimed.iter().enumerate() {
        let of_this = outcomes.iter().filter(|(of, _)| *of == index);
        let outcomes: Vec<Outcome> = of_this.map(|(_, outcome)| outcome.clone()).collect();
        let party = (&claimed.seller, &claimed.endpoint);
        let statements = record(party, &lease, &outcomes, &host.context()?)?;
        match host.store.batch(statements).await {
            // The endpoint was deleted meanwhile, or the lease is another's.
            Ok(_) | Err(StoreError::Guard { .. }) => {}
            Err(error) => {
                host.platform.report(&format!("webhooks of {}: {error}", claimed.endpoint.id));
            }
        }
    }
    Ok(claimed.len())
}

fn read(loaded: &mut Loaded) -> Result<Vec<Claimed>, Refusal> {
    loaded.rows()?;
    let (endpoints, deliveries) = (loaded.rows()?, loaded.rows()?);
    let deliveries = Grouped::by("endpoint_id", &deliveries)?;
    let claimed = |row: &Row| {
        let endpoint = StoredEndpoint::read(row)?;
        // While an endpoint fails, one event at a time is tried until one arrives.
        let most = if endpoint.failing_since.is_some() { 1 } else { EVENTS };
        let due = deliveries.of(endpoint.id.as_str()).into_iter().take(most).map(Due::read);
        Ok(Claimed {
            seller: row.read("seller_id")?,
            mode: row.read("mode")?,
            due: due.collect::<Result<_, Refusal>>()?,
            endpoint,
        })
    };
    endpoints.iter().map(claimed).collect()
}

impl Due {
    fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            position: row.read("position")?,
            tries: row.read("tries")?,
            attempts: row.read("attempts")?,
            event: row.read("id")?,
            body: EventView::read(row)?.text()?,
        })
    }
}

/// Sends everything that is due, some at once, in turns of the endpoints, so that a slow one holds up the
/// others least. Each outcome is with the index of its endpoint.
async fn send<S: Store>(
    host: &Host<S>,
    sender: &dyn Sender,
    claimed: &[Claimed],
) -> Vec<(usize, Outcome)> {
    let mut turns: Vec<(usize, usize)> = Vec::new();
    for (index, claimed) in claimed.iter().enumerate() {
        turns.extend((0..claimed.due.len()).map(|turn| (turn, index)));
    }
    turns.sort_unstable();
    let attempts = turns.into_iter().filter_map(|(turn, index)| {
        let claimed = claimed.get(index)?;
        let due = claimed.due.get(turn)?;
        Some(async move { (index, attempt(host, sender, claimed, due).await) })
    });
    // Collected first: the stream then owns its futures, and borrows nothing from this closure.
    let attempts: Vec<_> = attempts.collect();
    stream::iter(attempts).buffer_unordered(AT_ONCE).collect().await
}

/// Sends one event.
async fn attempt<S: Store>(
    host: &Host<S>,
    sender: &dyn Sender,
    claimed: &Claimed,
    due: &Due,
) -> Outcome {
    let platform = &*host.platform;
    let began = platform.unix_millis();
    let at = instant(began);
    let result = match message(claimed, due, host.webhook_reach, at) {
        Ok(message) => sender.send(message).await,
        Err(refusal) => {
            report(platform, &claimed.endpoint, &refusal);
            Err(Unanswered("the address is not one to which events are sent".to_owned()))
        }
    };
    Outcome {
        position: due.position,
        attempt: due.attempts.saturating_add(1),
        tries: due.tries.saturating_add(1),
        at,
        duration_ms: platform.unix_millis().saturating_sub(began),
        result,
    }
}

fn report(platform: &dyn Platform, endpoint: &StoredEndpoint, refusal: &Refusal) {
    platform.report(&format!("webhook to {}: {refusal}", endpoint.id));
}

fn instant(unix_millis: u64) -> Instant {
    let seconds = i64::try_from(unix_millis.wrapping_div(1000)).unwrap_or_default();
    Instant::from_unix(seconds).unwrap_or(Instant::EPOCH)
}

/// The signed message of an event. The address is checked again: what is allowed may have changed.
fn message(claimed: &Claimed, due: &Due, reach: Reach, at: Instant) -> Result<Message, Refusal> {
    let endpoint = &claimed.endpoint;
    let local = reach.is_local(claimed.mode);
    let url = check(&endpoint.url, local)?;
    let previous = endpoint.previous.as_ref().map(|(secret, _)| secret);
    let signatures = [Some(&endpoint.secret), previous]
        .into_iter()
        .flatten()
        .map(|secret| secret.sign(&due.event, at, &due.body))
        .collect::<Result<Vec<String>, Refusal>>()?;
    Ok(Message {
        url,
        local,
        headers: vec![
            ("content-type", "application/json".to_owned()),
            ("user-agent", concat!("seikyu/", env!("CARGO_PKG_VERSION")).to_owned()),
            ("webhook-id", due.event.clone()),
            ("webhook-timestamp", at.unix().to_string()),
            ("webhook-signature", signatures.join(" ")),
        ],
        body: due.body.clone(),
    })
}
