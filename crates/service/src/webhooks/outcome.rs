//! What came of the attempts to an endpoint, and what that changes. Pure.

use seikyu_calendar::Instant;
use serde::Serialize;

use crate::{
    audit::{Actor, Audited},
    events::{EventType, NewEvents},
    host::Context,
    id::{LeaseId, SellerId},
    refusal::Refusal,
    sql,
    store::{Statement, text},
    webhooks::{Answered, StoredEndpoint, Unanswered, schedule},
};

/// The status by which an endpoint says that it wants nothing more.
const GONE: u16 = 410;

/// Those by which it says that it is busy, and may say for how long.
const BUSY: [u16; 2] = [429, 503];

/// What came of one attempt.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// The event's place.
    pub(super) position: u64,
    /// Which attempt it was, from 1.
    pub(super) attempt: u64,
    /// How often it was tried since the last replay, this time included.
    pub(super) tries: usize,
    /// When it was sent.
    pub(super) at: Instant,
    /// How long it took, in milliseconds.
    pub(super) duration_ms: u64,
    /// The answer, or why there was none.
    pub(super) result: Result<Answered, Unanswered>,
}

/// The rows of an attempt and of its delivery.
#[derive(Serialize)]
struct Row {
    position: u64,
    attempt: u64,
    at: Instant,
    duration_ms: u64,
    status: Option<u16>,
    answer: Option<String>,
    error: Option<String>,
    delivery: &'static str,
    due_at: Option<Instant>,
}

impl Outcome {
    /// Whether the event has arrived.
    fn is_delivered(&self) -> bool {
        self.status().is_some_and(|status| (200..300).contains(&status))
    }

    fn status(&self) -> Option<u16> {
        self.result.as_ref().ok().map(|answered| answered.status)
    }

    /// The seconds for which an endpoint that is busy asks not to be sent anything; a date is not read.
    fn asked(&self) -> Option<i64> {
        let answered = self.result.as_ref().ok().filter(|answered| BUSY.contains(&answered.status));
        answered?.retry_after.as_deref()?.trim().parse().ok()
    }

    /// What is written of it, for an endpoint with an id.
    fn row(&self, endpoint: &str, now: Instant) -> Result<Row, Refusal> {
        let (delivery, due_at) = if self.is_delivered() {
            ("delivered", None)
        } else {
            let what = format!("{endpoint}.{}", self.position);
            match schedule::next_try((self.tries, self.asked()), &what, now)? {
                Some(due_at) => ("pending", Some(due_at)),
                None => ("failed", None),
            }
        };
        Ok(Row {
            position: self.position,
            attempt: self.attempt,
            at: self.at,
            duration_ms: self.duration_ms,
            status: self.status(),
            answer: self.result.as_ref().ok().map(|answered| readable(&answered.body)),
            error: self.result.as_ref().err().map(|Unanswered(why)| why.clone()),
            delivery,
            due_at,
        })
    }
}

/// The beginning of an answer as text that every database keeps as it is.
fn readable(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let plain = |letter: char| if letter.is_control() && letter != '\n' { ' ' } else { letter };
    text.chars().map(plain).collect()
}

/// The batch that records the outcomes of a lease and ends it. It is stale when the lease is another's by
/// now: then somebody else sends the events again.
pub(super) fn record(
    (seller, endpoint): (&SellerId, &StoredEndpoint),
    lease: &LeaseId,
    outcomes: &[Outcome],
    context: &Context,
) -> Result<Vec<Statement>, Refusal> {
    let now = context.clock;
    let rows = outcomes.iter().map(|outcome| outcome.row(endpoint.id.as_str(), now));
    let rows = rows.collect::<Result<Vec<Row>, Refusal>>()?;
    let given_up = rows.iter().any(|row| row.delivery == "failed");
    let failing_since = failing_since(endpoint.failing_since, outcomes);
    let gone = outcomes.iter().any(|outcome| outcome.status() == Some(GONE));
    let lasting = failing_since.is_some_and(|since| schedule::is_lasting(since, given_up, now));
    let reason = match (gone, lasting) {
        (true, _) => Some("gone"),
        (false, true) => Some("failing"),
        (false, false) => None,
    };
    let not_before = match failing_since {
        Some(_) => {
            now.plus_seconds(schedule::PROBE_SECONDS).map_err(Refusal::internal)?.to_string()
        }
        None => String::new(),
    };
    let of = |sql| Statement::new(sql).bind(seller).bind(&endpoint.id);
    let rows = rows.iter().map(|row| serde_json::to_string(row).map_err(Refusal::internal));
    let mut statements: Vec<Statement> = text::lists(rows.collect::<Result<Vec<_>, _>>()?)
        .into_iter()
        .flat_map(|list| {
            let moved = of(sql::webhooks::RECORD).bind(&list).bind(now);
            [moved, of(sql::webhooks::ADD_ATTEMPTS).bind(list)]
        })
        .collect();
    let release = of(sql::webhooks::RELEASE)
        .bind(lease)
        .bind(not_before)
        .bind_optional(failing_since)
        .bind_optional(reason)
        .bind(now);
    statements.extend([release, Statement::new(sql::GUARD_CHANGED_ONE)]);
    if let Some(reason) = reason {
        let disabled = StoredEndpoint {
            status: "disabled".to_owned(),
            disabled_reason: Some(reason.to_owned()),
            failing_since,
            updated_at: now,
            ..endpoint.clone()
        };
        let view = disabled.view(now)?;
        let audited = Audited::new("webhook_endpoint.disabled", &endpoint.id).after(&view)?;
        statements.push(audited.add(seller, &Actor::System("webhooks"), context));
        let event =
            NewEvents::one(EventType::WebhookEndpointDisabled, &endpoint.id, &view, context)?;
        statements.extend(event.statements(seller));
    }
    Ok(statements)
}

/// Since when nothing has arrived, once these attempts were made; `None` when something has.
fn failing_since(before: Option<Instant>, outcomes: &[Outcome]) -> Option<Instant> {
    if outcomes.iter().any(Outcome::is_delivered) {
        return None;
    }
    before.or_else(|| outcomes.iter().map(|outcome| outcome.at).min())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(result: Result<u16, &str>) -> Outcome {
        Outcome {
            position: 1,
            attempt: 1,
            tries: 1,
            at: Instant::from_unix(1_796_040_000).unwrap(),
            duration_ms: 12,
            result: match result {
                Ok(status) => Ok(Answered {
                    status,
                    retry_after: Some(" 7200 ".to_owned()),
                    body: b"ok\0\x1b[2J\n\xff".to_vec(),
                }),
                Err(why) => Err(Unanswered(why.to_owned())),
            },
        }
    }

    #[test]
    fn only_a_success_is_delivered() {
        for status in [200, 202, 204, 299] {
            assert!(outcome(Ok(status)).is_delivered(), "{status}");
        }
        for status in [100, 199, 300, 301, 302, 304, 400, 404, 410, 429, 500, 503] {
            assert!(!outcome(Ok(status)).is_delivered(), "{status}");
        }
        assert!(!outcome(Err("timed out")).is_delivered());
    }

    #[test]
    fn a_busy_endpoint_is_left_alone_as_long_as_it_asks() {
        assert_eq!(outcome(Ok(429)).asked(), Some(7_200));
        assert_eq!(outcome(Ok(503)).asked(), Some(7_200));
        assert_eq!(outcome(Ok(500)).asked(), None);
        let now = Instant::from_unix(1_796_040_000).unwrap();
        let due_at = outcome(Ok(429)).row("whe_a", now).unwrap().due_at;
        assert_eq!(due_at, now.plus_seconds(7_200).ok());
        let Ok(answered) = outcome(Ok(429)).result else { panic!("answered") };
        let retry_after = Some("Wed, 25 Nov 2026 00:00:00 GMT".to_owned());
        let dated =
            Outcome { result: Ok(Answered { retry_after, ..answered }), ..outcome(Ok(429)) };
        assert_eq!(dated.asked(), None);
    }

    #[test]
    fn an_answer_is_kept_as_plain_text() {
        let now = Instant::from_unix(1_796_040_001).unwrap();
        let row = outcome(Ok(500)).row("whe_a", now).unwrap();
        assert_eq!(row.answer.as_deref(), Some("ok  [2J\n\u{fffd}"));
        assert_eq!((row.status, row.error, row.delivery), (Some(500), None, "pending"));
        let row = outcome(Err("timed out")).row("whe_a", now).unwrap();
        assert_eq!((row.status, row.answer), (None, None));
        assert_eq!(row.error.as_deref(), Some("timed out"));
    }

    #[test]
    fn the_tenth_failure_is_the_last() {
        let now = Instant::from_unix(1_796_040_001).unwrap();
        let tried = |tries| Outcome { tries, ..outcome(Ok(500)) }.row("whe_a", now).unwrap();
        assert_eq!(tried(9).delivery, "pending");
        let last = tried(10);
        assert_eq!((last.delivery, last.due_at), ("failed", None));
    }

    #[test]
    fn failing_begins_with_the_first_failure_and_ends_with_a_success() {
        let earlier = Instant::from_unix(1_796_000_000).unwrap();
        let at = outcome(Ok(500)).at;
        assert_eq!(failing_since(None, &[outcome(Ok(500))]), Some(at));
        assert_eq!(failing_since(Some(earlier), &[outcome(Err("refused"))]), Some(earlier));
        assert_eq!(failing_since(Some(earlier), &[outcome(Ok(500)), outcome(Ok(204))]), None);
        assert_eq!(failing_since(None, &[]), None);
        assert_eq!(failing_since(Some(earlier), &[]), Some(earlier));
    }
}
