//! Requests that arrive at once.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{seller_with_customer, sent, sent_quote, token};
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

pub async fn one_idempotency_key_at_once_is_one_effect(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let subscribe = post("/v1/subscriptions", &for_customer(DRAFT))
        .header("idempotency-key", "race-{unique}")
        .status(201);
    let answers = at_once(&table, &vec![subscribe.clone(); 16]).await;
    for answer in &answers {
        table.check(&subscribe, answer);
    }
    let bodies: BTreeSet<&str> = answers.iter().map(|answer| answer.body.as_str()).collect();
    assert_eq!(bodies.len(), 1);
    let fresh = answers.iter().filter(|answer| answer.header("idempotent-replayed").is_none());
    assert_eq!(fresh.count(), 1);
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
