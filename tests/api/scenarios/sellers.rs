//! The seller itself, the pages that may ask for it, and its clock.

use axum::http::Request;
use serde_json::Value;

use super::{books::cents, seller_with_customer};
use crate::{
    answer::Answer,
    catalog::{DRAFT, METERED, for_customer},
    door::{By, Door},
    step::{Step, Table, get, post, put},
};

const ORIGIN: &str = "https://app.example.com";

/// Replaces the seller as it was shown, with something else said of it.
fn replaced(shown: &str, change: &[(&str, Value)]) -> Step {
    let mut form: Value = serde_json::from_str(shown).unwrap();
    let fields = form.as_object_mut().unwrap();
    fields.remove("id");
    fields.remove("mode");
    for (name, value) in change {
        fields.insert((*name).to_owned(), value.clone());
    }
    put("/v1/seller", &form.to_string())
}

/// A seller is replaced by who knows its present state; its next invoice says so, the one before does not.
pub async fn a_seller_is_replaced_by_who_knows_it(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let subscribe =
        || post("/v1/subscriptions", &for_customer(DRAFT)).status(201).keep("subscription", "/id");
    let bill = || {
        post("/v1/subscriptions/{subscription}/invoices", r#"{"through":"2026-12-01T00:00:00Z"}"#)
            .status(201)
    };
    table
        .run([
            get("/v1/seller").keep("shown", "#body").keep("tag", "#etag").keep("name", "/name"),
            subscribe(),
            bill().json("/seller/name", "{name}").keep("before", "/id"),
            get("/v1/invoices/{before}").keep("document", "#body"),
        ])
        .await;
    let shown = table.kept("shown").to_owned();
    let change = [
        ("name", Value::from("Acme Nippon K.K.")),
        ("payment_days", Value::from(10)),
        ("credit_note_numbers", Value::from("GS-{seq:4}")),
    ];
    table
        .run([
            replaced(&shown, &change)
                .header("if-match", "\"0\"")
                .problem(412, "precondition-failed"),
            replaced(&shown, &change)
                .header("if-match", "{tag}")
                .json("/name", "Acme Nippon K.K.")
                .keep("next", "#etag"),
            replaced(&shown, &change)
                .header("if-match", "{tag}")
                .problem(412, "precondition-failed"),
            get("/v1/seller").has_header("etag", "{next}").json("/payment_days", 10),
            subscribe(),
            bill().json("/seller/name", "Acme Nippon K.K.").keep("after", "/id"),
            post(
                "/v1/credit-notes",
                r#"{"invoice":"{after}","credit":"invoice","reason":{"en":"Broken"}}"#,
            )
            .status(201)
            .keep("number", "/number"),
            get("/v1/invoices/{before}").same("document"),
            get("/v1/audit-log?limit=1").json("/data/0/action", "invoice.credited"),
            replaced(&shown, &[]).json("/name", "{name}"),
            replaced(&shown, &[("invoice_numbers", Value::from("INV"))])
                .status(422)
                .fault("out_of_range", "/invoice_numbers"),
            replaced(&shown, &[("origins", Value::from(vec!["https://x.example/"]))])
                .status(422)
                .fault("out_of_range", "/origins/0"),
            replaced(&shown, &[("origins", Value::from(vec![ORIGIN, ORIGIN]))])
                .status(422)
                .fault("out_of_range", "/origins/1"),
            replaced(&shown, &[("country", Value::from("jp"))])
                .status(422)
                .fault("out_of_range", "/country"),
            replaced(&shown, &[("payment_days", Value::from(366))])
                .status(422)
                .fault("out_of_range", "/payment_days"),
        ])
        .await;
    assert!(table.kept("number").starts_with("GS-"), "{}", table.kept("number"));
}

/// Pages of a listed origin may read answers to keys of the seller, and of nobody else.
pub async fn pages_of_listed_origins_may_ask(door: Door) {
    let mut table = Table::new(door);
    table.run([get("/v1/seller").keep("shown", "#body")]).await;
    let shown = table.kept("shown").to_owned();
    let asked = |by: By, origin: &'static str| get("/v1/me").by(by).header("origin", origin);
    let preflight = |origin: &str| {
        Request::options("/v1/me")
            .header("origin", origin)
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "authorization")
            .body(String::new())
            .unwrap()
    };
    let allowed = |answer: &Answer| answer.header("access-control-allow-origin").map(str::to_owned);
    table.run([replaced(&shown, &[("origins", Value::from(vec![ORIGIN]))])]).await;
    let answer = table.door.send(preflight(ORIGIN)).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert_eq!(allowed(&answer).as_deref(), Some(ORIGIN), "{answer:?}");
    assert!(answer.header("access-control-allow-headers").unwrap().contains("authorization"));
    let answer = table.send(&asked(By::Seller, ORIGIN)).await;
    assert_eq!(allowed(&answer).as_deref(), Some(ORIGIN), "{answer:?}");
    assert_eq!(answer.header("vary"), Some("origin"), "{answer:?}");
    // Another seller does not list it, and nobody lists another origin.
    assert_eq!(allowed(&table.send(&asked(By::Other, ORIGIN)).await), None);
    assert_eq!(allowed(&table.send(&asked(By::Seller, "https://evil.example")).await), None);
    assert_eq!(allowed(&table.door.send(preflight("https://evil.example")).await), None);
    // A refusal can be read as well.
    let refused = get("/v1/invoices/x").header("origin", ORIGIN).problem(404, "not-found");
    let answer = table.send(&refused).await;
    assert_eq!(allowed(&answer).as_deref(), Some(ORIGIN), "{answer:?}");
    // Without a preflight's headers it is a method that is not there.
    table.run([crate::step::method("OPTIONS", "/v1/me").problem(405, "method-not-allowed")]).await;
    table.run([replaced(&shown, &[])]).await;
    assert_eq!(allowed(&table.send(&asked(By::Seller, ORIGIN)).await), None);
}

/// A year of billing in seconds: the clock is put forward month by month, and each month is billed by its
/// own time.
pub async fn a_year_is_billed_in_seconds(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let advance = |to: &str| post("/v1/test-clock/advance", &format!(r#"{{"to":"{to}"}}"#));
    table
        .run([
            get("/v1/test-clock").json("/ahead_seconds", 0),
            post("/v1/subscriptions", &for_customer(DRAFT)).status(201).keep("subscription", "/id"),
            advance("2020-01-01T00:00:00Z").status(422).fault("out_of_range", "/to"),
        ])
        .await;
    for month in 0..12 {
        let (year, month) = (2026 + (11 + month) / 12, (11 + month) % 12 + 1);
        let to = format!("{year}-{month:02}-02T00:00:00Z");
        table
            .run([
                advance(&to).json("/now", to.as_str()),
                post("/v1/bill-runs", &format!(r#"{{"through":"{to}"}}"#))
                    .status(201)
                    .keep("run", "/id"),
                post("/v1/bill-runs/{run}/advance", "").json("/status", "done").json("/billed", 1),
                get("/v1/invoices?limit=1").keep("issued", "/data/0/issued_at"),
            ])
            .await;
        assert!(table.kept("issued").starts_with(&format!("{year}-{month:02}-02")));
    }
    let answer = table.send(&get("/v1/invoices?limit=100")).await.json();
    let invoices = answer["data"].as_array().unwrap();
    assert_eq!(invoices.len(), 12, "{answer}");
    assert!(invoices.iter().all(|invoice| cents(&invoice["gross"]) == 25_352), "{answer}");
    // The eldest is overdue by the clock, and its number is of its year.
    assert_eq!(invoices[11]["state"], "overdue");
    assert_eq!(invoices[0]["number"], "INV-2027-000012");
    assert_eq!(invoices[11]["number"], "INV-2026-000001");
    table
        .run([
            advance("2027-11-01T00:00:00Z").status(422).fault("out_of_range", "/to"),
            advance("2327-11-01T00:00:00Z").status(422).fault("out_of_range", "/to"),
            // Events say when it really was.
            get("/v1/events?type=invoice.finalized&limit=1").keep("told", "/data/0/created_at"),
            // A key that ends tomorrow has not ended.
            post("/v1/keys", r#"{"name":"x","role":"read_only"}"#).status(201).keep("key", "/id"),
            post("/v1/keys/{key}/rotate", r#"{"overlap_hours":1}"#).status(201),
        ])
        .await;
    assert!(!table.kept("told").starts_with("2027-11"), "{}", table.kept("told"));
    // Another seller's clock is its own.
    table.run([get("/v1/test-clock").by(By::Other).json("/ahead_seconds", 0)]).await;
}

/// What is due waits for its grace, is listed as a draft, and takes in usage that comes late.
pub async fn a_draft_waits_for_its_grace(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let advance = |to: &str| post("/v1/test-clock/advance", &format!(r#"{{"to":"{to}"}}"#));
    let usage = |at: &str| {
        let event = format!(
            r#"{{"events":[{{"id":"{at}","subscription":"{{subscription}}","meter":"calls","at":"{at}","quantity":"100000"}}]}}"#
        );
        post("/v1/usage-events", &event).json("/accepted", 1)
    };
    let none = get("/v1/invoices").json("/data", Value::Array(Vec::new()));
    table
        .run([
            post("/v1/subscriptions", &for_customer(METERED))
                .status(201)
                .keep("subscription", "/id"),
            put("/v1/billing-settings", r#"{"automatic":true,"grace_hours":721}"#)
                .status(422)
                .fault("out_of_range", "/grace_hours"),
            put("/v1/billing-settings", r#"{"automatic":true,"grace_hours":48}"#)
                .json("/grace_hours", 48),
            advance("2026-12-15T00:00:00Z"),
            usage("2026-12-10T00:00:00Z"),
        ])
        .await;
    table.door.bill().await;
    // The month in Paris ends at 23:00 UTC; two days later is 2 January, 23:00.
    table.run([none.clone(), advance("2027-01-02T22:00:00Z")]).await;
    table.door.wait(60 * 60 + 1);
    table
        .run([get("/v1/draft-invoices")
            .json("/data/0/subscription", "{subscription}")
            .json("/data/0/due_at", "2026-12-31T23:00:00Z")
            .json("/data/0/finalizes_at", "2027-01-02T23:00:00Z")])
        .await;
    // An hour of real time has passed as well: just about to be finalised.
    table.run([usage("2026-12-20T00:00:00Z")]).await;
    table
        .run([post(
            "/v1/subscriptions/{subscription}/preview",
            r#"{"through":"2026-12-31T23:00:00Z"}"#,
        )
        .json("/totals/net", "24.60")])
        .await;
    table.run([advance("2027-01-02T23:00:02Z")]).await;
    table.door.bill().await;
    table
        .run([
            get("/v1/invoices").json("/data/0/net", "24.60"),
            get("/v1/draft-invoices").json("/data", Value::Array(Vec::new())),
        ])
        .await;
}
