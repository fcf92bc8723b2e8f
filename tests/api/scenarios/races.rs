//! Requests that arrive at once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    changes::{CHANGES, PREVIEW, billed_subscription, running},
    seller_with_customer, sent, sent_quote, token,
};
use crate::{
    answer::Answer,
    catalog::{DRAFT, for_customer},
    door::{By, Door},
    step::{Step, Table, get, post},
};

const ACCEPT: &str = r#"{"digest":"{digest}"}"#;

/// Sends all at once.
pub(super) async fn at_once(table: &Table, steps: &[Step]) -> Vec<Answer> {
    let sending: Vec<_> = steps
        .iter()
        .map(|step| {
            let (door, request) = (table.door.clone(), table.request(step));
            tokio::spawn(async move { door.send(request).await })
        })
        .collect();
    let mut answers = Vec::with_capacity(sending.len());
    for answer in sending {
        answers.push(answer.await.unwrap());
    }
    answers
}

pub async fn one_quote_accepted_at_once_is_one_subscription(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    let accept = post("/v1/links/{token}/accept", ACCEPT).by(By::Nobody);
    let answers = at_once(&table, &vec![accept.clone(); 16]).await;
    for answer in &answers {
        table.check(&accept, answer);
    }
    let bodies: BTreeSet<&str> = answers.iter().map(|answer| answer.body.as_str()).collect();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    table.set("subscription", &answers[0].text("/subscription"));
    let due = r#"{"through":"2026-11-30T15:00:00Z"}"#;
    table
        .run([post("/v1/subscriptions/{subscription}/preview", due).json("/totals/gross", "0.00")])
        .await;
}

pub async fn many_quotes_accepted_at_once_are_numbered_without_a_gap(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let mut accepts = Vec::new();
    for index in 0..24 {
        table.run(sent_quote(DRAFT)).await;
        let (name, token) = (format!("token{index}"), token(table.kept("link")));
        table.set(&name, &token);
        accepts.push(post(&format!("/v1/links/{{{name}}}/accept"), ACCEPT).by(By::Nobody));
    }
    let answers = at_once(&table, &accepts).await;
    for (accept, answer) in accepts.iter().zip(&answers) {
        table.check(accept, answer);
    }
    let accepted: BTreeSet<String> = answers.iter().map(|answer| answer.text("/invoice")).collect();
    assert_eq!(accepted.len(), 24);
    check_series(&mut table).await;
}

/// The most documents that are read to check a chain.
const CHAIN: usize = 40;

/// Reads the invoices of the seller: numbers follow each other from 1, and each document names the hash
/// of the one before.
pub(super) async fn check_series(table: &mut Table) {
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
    let mut entries: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        table.run([get(&format!("/v1/invoices?limit=100{cursor}")).keep("page", "#body")]).await;
        let page: Value = serde_json::from_str(table.kept("page")).unwrap();
        entries.extend(page["data"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    entries.sort_by_key(|entry| text(entry, "number"));
    for (index, entry) in entries.iter().enumerate() {
        let sequence: usize = text(entry, "number").rsplit('-').next().unwrap().parse().unwrap();
        assert_eq!(sequence, index + 1, "{entry}");
    }
    for index in entries.len().saturating_sub(CHAIN)..entries.len() {
        table.set("entry", &text(&entries[index], "id"));
        let hash = text(&entries[index], "hash");
        let step = get("/v1/invoices/{entry}").has_header("etag", &format!("\"{hash}\""));
        let step = match index.checked_sub(1) {
            Some(before) => step.json("/previous", text(&entries[before], "hash")),
            None => step,
        };
        table.run([step]).await;
    }
}

/// Sends a step with an idempotency key so often at once: one is new, the others are given its answer.
async fn made_once(table: &mut Table, step: &Step, count: usize) {
    let answers = at_once(table, &vec![step.clone(); count]).await;
    for answer in &answers {
        table.check(step, answer);
    }
    let bodies: BTreeSet<&str> = answers.iter().map(|answer| answer.body.as_str()).collect();
    assert_eq!(bodies.len(), 1);
    let fresh = answers.iter().filter(|answer| answer.header("idempotent-replayed").is_none());
    assert_eq!(fresh.count(), 1);
}

pub async fn one_idempotency_key_at_once_is_one_effect(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let subscribe = post("/v1/subscriptions", &for_customer(DRAFT))
        .header("idempotency-key", "race-{unique}")
        .status(201);
    made_once(&mut table, &subscribe, 16).await;
}

pub async fn one_subscription_billed_at_once_is_billed_once(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table
        .run([post("/v1/subscriptions", &for_customer(DRAFT))
            .status(201)
            .keep("subscription", "/id")])
        .await;
    let path = "/v1/subscriptions/{subscription}/invoices";
    let issue = post(path, r#"{"through":"2026-11-30T15:00:00Z"}"#);
    let answers = at_once(&table, &vec![issue; 16]).await;
    let issued = answers.iter().filter(|answer| answer.status == 201).count();
    let nothing = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((issued, nothing), (1, 15), "{answers:?}");
    check_series(&mut table).await;
}

/// Previews a change and commits what was previewed; again, when another was faster.
async fn commit_in_the_end(table: Table, change: Value) {
    let now = table.kept("now").to_owned();
    for _ in 0..=CHANGERS {
        let body = json!({"change": [change.clone()], "through": now});
        let preview = table.send(&post(PREVIEW, &body.to_string())).await;
        assert_eq!(preview.status, 200, "{preview:?}");
        let body = json!({"change": [change], "through": now, "basis": preview.json()["basis"]});
        let committed = table.send(&post(CHANGES, &body.to_string())).await;
        match committed.status {
            200 => return,
            409 => assert_eq!(
                committed.text("/type"),
                "https://seikyu.dev/problems/preview-stale",
                "{committed:?}"
            ),
            _ => panic!("{committed:?}"),
        }
    }
    panic!("{change} never came in");
}

/// How many change a subscription at once.
const CHANGERS: usize = 64;

/// The contract's events after its creation, and what was billed of it altogether, in minor units.
async fn events_and_sum(table: &mut Table) -> (Vec<Value>, i64) {
    table
        .run([
            get("/v1/subscriptions/{subscription}").keep("shown", "#body"),
            post("/v1/subscriptions/{subscription}/change-link", "").keep("link", "/link"),
        ])
        .await;
    let shown: Value = serde_json::from_str(table.kept("shown")).unwrap();
    let events = shown["contract"]["events"].as_array().unwrap()[1..].to_vec();
    let token = table.kept("link").split_once('#').unwrap().1.to_owned();
    table.set("token", &token);
    let (mut sum, mut cursor) = (0, String::new());
    loop {
        let page = get(&format!("/v1/change-links/{{token}}/invoices?limit=100{cursor}"));
        table.run([page.by(By::Nobody).keep("page", "#body")]).await;
        let page: Value = serde_json::from_str(table.kept("page")).unwrap();
        for invoice in page["data"].as_array().unwrap() {
            let gross = invoice["gross"].as_str().unwrap().replace('.', "");
            sum += gross.parse::<i64>().unwrap();
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (events, sum),
        }
    }
}

/// Changes at once leave what the same changes leave one after another, in the order they came in.
pub async fn different_changes_at_once_have_a_serial_order(door: Door) {
    let mut table = running(door).await;
    let at = table.kept("now").to_owned();
    table.run([get("/v1/subscriptions/{subscription}").keep("shown", "#body")]).await;
    let shown: Value = serde_json::from_str(table.kept("shown")).unwrap();
    let item = &shown["contract"]["events"][0]["items"][0];
    let change = |index: usize| {
        if index.is_multiple_of(4) {
            let mut item = item.clone();
            item["key"] = json!(format!("extra-{index}"));
            json!({"type": "item_added", "at": at, "item": item})
        } else {
            json!({"type": "quantity_changed", "at": at, "key": "seats",
                "quantity": (26 + index).to_string()})
        }
    };
    let running: Vec<_> = (0..CHANGERS)
        .map(|index| tokio::spawn(commit_in_the_end(table.clone(), change(index))))
        .collect();
    for one in running {
        one.await.unwrap();
    }
    let (events, sum) = events_and_sum(&mut table).await;
    let wanted: BTreeSet<String> = (0..CHANGERS).map(|index| change(index).to_string()).collect();
    let made: BTreeSet<String> = events.iter().map(Value::to_string).collect();
    assert_eq!(made, wanted);
    assert_eq!(events.len(), CHANGERS);
    // The same, one after another.
    table.run(billed_subscription()).await;
    for event in &events {
        commit_in_the_end(table.clone(), event.clone()).await;
    }
    assert_eq!(events_and_sum(&mut table).await, (events, sum));
    let due = r#"{"through":"{now}"}"#;
    table
        .run([post("/v1/subscriptions/{subscription}/preview", due).json("/totals/gross", "0.00")])
        .await;
    check_series(&mut table).await;
}

pub async fn one_idempotency_key_at_once_is_one_invoice(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table
        .run([post("/v1/subscriptions", &for_customer(DRAFT))
            .status(201)
            .keep("subscription", "/id")])
        .await;
    let due = r#"{"through":"2026-11-30T15:00:00Z"}"#;
    let issue = post("/v1/subscriptions/{subscription}/invoices", due)
        .header("idempotency-key", "invoice-{unique}")
        .status(201);
    made_once(&mut table, &issue, 64).await;
    check_series(&mut table).await;
}
