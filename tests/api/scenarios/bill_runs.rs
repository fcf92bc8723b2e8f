//! Bill runs: everything due, page by page, each due period once.

use std::{collections::BTreeSet, time::Instant};

use serde_json::{Value, json};

use super::{
    races::{at_once, check_series},
    seller_with_customer,
};
use crate::{
    catalog::{DRAFT, METERED, for_customer},
    door::Door,
    step::{Step, Table, get, post},
};

const JANUARY: &str = r#"{"through":"2027-01-01T00:00:00Z"}"#;

/// A price list on which a quantity costs more than an amount can hold.
const DEAR: &str = r#"{
  "version": "seikyu.price-list.v1",
  "code": "dear-{unique}",
  "name": {"en": "Dear"},
  "currency": "EUR",
  "tax": {"behavior": "exclusive", "rates": [
    {"code": "standard", "category": "S", "percent": "20", "name": {"en": "VAT"}}
  ]},
  "meters": [{"code": "calls", "name": {"en": "Calls"}, "unit": {"en": "call"}, "aggregation": "sum"}],
  "products": [{"code": "call", "name": {"en": "API calls"}, "taxes": ["standard"]}],
  "plans": [
    {"code": "dear", "name": {"en": "Dear"}, "version": 1, "prices": [
      {"code": "calls", "product": "call", "usage": "calls",
       "charge": {"model": "per_unit", "unit_price": "1000000000"},
       "interval": {"unit": "month", "count": 1}}
    ]}
  ]
}"#;

/// Steps to a subscription, kept as `unbillable`, whose usage of December cannot be billed.
pub fn unbillable() -> [Step; 3] {
    let draft = METERED.replace("acme-", "dear-").replace("metered", "dear");
    let events = r#"{"events":[{"id":"{unique}-dear","subscription":"{unbillable}","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":"1000000000000000"}]}"#;
    [
        post("/v1/price-lists", DEAR).status(201),
        post("/v1/subscriptions", &for_customer(&draft)).status(201).keep("unbillable", "/id"),
        post("/v1/usage-events", events).json("/accepted", 1),
    ]
}

fn begin(body: &str) -> Step {
    post("/v1/bill-runs", body).status(201).json("/status", "running").keep("run", "/id")
}

fn advance() -> Step {
    post("/v1/bill-runs/{run}/advance", "")
}

/// Advances the kept run until it is done.
async fn finish(table: &mut Table) -> Value {
    for _ in 0..1_000 {
        let answer = table.send(&advance()).await;
        table.check(&advance(), &answer);
        if answer.json()["status"] == "done" {
            return answer.json();
        }
    }
    panic!("the run does not end");
}

fn subscribe(draft: &str) -> Step {
    post("/v1/subscriptions", &for_customer(draft)).status(201).keep("subscription", "/id")
}

/// Other scenarios may share the seller, so only what is this one's is looked at.
pub async fn a_run_bills_what_is_due(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table
        .run([
            subscribe(DRAFT),
            post("/v1/subscriptions/{subscription}/preview", JANUARY)
                .json("/totals/lines", "469.50"),
            begin(JANUARY).json("/pages", 0).json("/dry_run", false),
            get("/v1/bill-runs/{run}").json("/status", "running"),
        ])
        .await;
    let run = finish(&mut table).await;
    assert!(run["billed"].as_u64() >= Some(1), "{run}");
    table
        .run([
            get("/v1/bill-runs/{run}").json("/status", "done").keep("done", "#body"),
            // A run that is done stays as it is.
            advance().same("done"),
            get("/v1/bill-runs?limit=1").json("/data/0/id", "{run}"),
            post("/v1/subscriptions/{subscription}/preview", JANUARY).json("/totals/lines", "0.00"),
        ])
        .await;
}

pub async fn a_run_names_the_field(door: Door) {
    let mut table = Table::new(door);
    let refused = |body| post("/v1/bill-runs", body).status(422);
    let run = "run_00000000000000000000000000";
    table
        .run([
            refused("{}").fault("missing_field", ""),
            refused(r#"{"through":"soon"}"#).fault("invalid_time", "/through"),
            refused(r#"{"through":"2027-01-01T00:00:00Z","dry_run":"yes"}"#)
                .fault("wrong_type", "/dry_run"),
            refused(r#"{"through":"2027-01-01T00:00:00Z","page":1}"#)
                .fault("unknown_field", "/page"),
            get(&format!("/v1/bill-runs/{run}")).problem(404, "not-found"),
            post(&format!("/v1/bill-runs/{run}/advance"), "").problem(404, "not-found"),
            get(&format!("/v1/bill-runs/{run}/exceptions")).problem(404, "not-found"),
            get("/v1/bill-runs/1").problem(404, "not-found"),
            begin(r#"{"through":"2000-01-01T00:00:00Z"}"#),
            post("/v1/bill-runs/{run}/advance", r#"{"pages":2}"#)
                .status(422)
                .fault("unknown_field", "/pages"),
            advance().json("/status", "done").json("/looked_at", 0).json("/totals", json!([])),
        ])
        .await;
}

/// December and January of 234.75 less 10 % with 20 % tax: per month 211.275 → coupons are rounded
/// once per document: 469.50 − 46.95 = 422.55, tax 84.51, gross 507.06; three times 1521.18.
pub async fn a_dry_run_says_what_a_run_then_bills(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let dry = r#"{"through":"2027-01-01T00:00:00Z","dry_run":true}"#;
    let billed = |step: Step| {
        step.json("/status", "done")
            .json("/pages", 1)
            .json("/looked_at", 4)
            .json("/billed", 3)
            .json("/not_due", 1)
            .json("/failed", 0)
            .json("/totals/0/currency", "EUR")
            .json("/totals/0/invoices", 3)
            .json("/totals/0/net", "1267.65")
            .json("/totals/0/tax", "253.53")
            .json("/totals/0/gross", "1521.18")
            .json("/totals/0/due", "1521.18")
            .json("/totals/0/credit", "0.00")
    };
    table
        .run([
            subscribe(DRAFT),
            subscribe(METERED),
            subscribe(DRAFT),
            subscribe(DRAFT),
            begin(dry),
            billed(advance()).json("/dry_run", true),
            get("/v1/invoices").json("/data", json!([])),
            begin(JANUARY),
            billed(advance()).json("/dry_run", false),
            get("/v1/invoices").json("/data/2/gross", "507.06").keep("invoice", "/data/0/id"),
            get("/v1/invoices/{invoice}").json("/bill/totals/gross", "507.06"),
            // Nothing is due twice, and what is not due is not even looked at.
            begin(JANUARY),
            advance().json("/status", "done").json("/looked_at", 0),
            begin(r#"{"through":"2027-01-31T15:00:00Z"}"#),
            advance().json("/billed", 3).json("/totals/0/gross", "760.56"),
        ])
        .await;
    check_series(&mut table).await;
}

pub async fn what_cannot_be_billed_is_recorded_and_tried_again(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table.run(unbillable()).await;
    let failed = |step: Step, billed| step.json("/failed", 1).json("/billed", billed);
    table
        .run([
            post("/v1/subscriptions", &for_customer(DRAFT)).status(201),
            begin(JANUARY),
            failed(advance(), 1),
            get("/v1/bill-runs/{run}/exceptions")
                .json("/data/0/subscription", "{unbillable}")
                .json("/next", Value::Null)
                .keep("exceptions", "#body"),
            begin(JANUARY),
            failed(advance(), 0),
            get("/v1/bill-runs/{run}/exceptions").same("exceptions"),
        ])
        .await;
    let exceptions: Value = serde_json::from_str(table.kept("exceptions")).unwrap();
    assert_ne!(exceptions["data"][0]["errors"][0]["code"], Value::Null, "{exceptions}");
}

/// 300 subscriptions are two pages; each of two runs is advanced four times, all at once.
pub async fn two_runs_at_once_bill_nothing_twice(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    subscribe_many(&table, DRAFT, 300).await;
    let mut steps = Vec::new();
    for name in ["one", "two"] {
        let keep = post("/v1/bill-runs", JANUARY).status(201).keep(name, "/id");
        table.run([keep]).await;
        let step = post(&format!("/v1/bill-runs/{{{name}}}/advance"), "");
        steps.extend(vec![step; 4]);
    }
    for (step, answer) in steps.iter().zip(&at_once(&table, &steps).await) {
        table.check(step, answer);
    }
    let mut billed = 0;
    for name in ["one", "two"] {
        let run = table.kept(name).to_owned();
        table.set("run", &run);
        billed += finish(&mut table).await["billed"].as_u64().unwrap();
    }
    assert_eq!(billed, 300);
    check_series(&mut table).await;
    let mut subscriptions = BTreeSet::new();
    let mut cursor = String::new();
    for _ in 0..3 {
        let page = get(&format!("/v1/invoices?limit=100{cursor}"));
        let page = table.send(&page).await.json();
        for invoice in page["data"].as_array().unwrap() {
            assert!(subscriptions.insert(invoice["subscription"].to_string()), "billed twice");
        }
        cursor = format!("&cursor={}", page["next"].as_str().unwrap_or_default());
    }
    assert_eq!((subscriptions.len(), cursor.as_str()), (300, "&cursor="));
}

/// At most 0.2 statements an invoice.
pub async fn a_page_takes_a_handful_of_statements(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    subscribe_many(&table, DRAFT, 250).await;
    table.run([begin(JANUARY)]).await;
    let before = table.door.statements();
    let keyed = advance().header("idempotency-key", "{unique}-page").json("/billed", 250);
    table.run([keyed]).await;
    let statements = table.door.statements() - before;
    assert!(statements <= 50, "{statements} statements for 250 invoices");
}

/// A million calls of December are billed by the run; 100,000 that are told later are due at once.
pub async fn late_usage_is_due_at_once(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let calls = |id: &str, quantity: &str| {
        let events = format!(
            r#"{{"events":[{{"id":"{{unique}}-{id}","subscription":"{{subscription}}","meter":"calls","at":"2026-12-05T00:00:00Z","quantity":"{quantity}"}}]}}"#
        );
        post("/v1/usage-events", &events).json("/accepted", 1)
    };
    table
        .run([
            subscribe(METERED),
            calls("early", "1000000"),
            begin(JANUARY),
            advance().json("/billed", 1).json("/totals/0/net", "123.00"),
            begin(JANUARY),
            advance().json("/looked_at", 0),
            calls("late", "100000"),
            begin(JANUARY),
            advance().json("/billed", 1).json("/totals/0/net", "12.30"),
        ])
        .await;
}

async fn subscribe_many(table: &Table, draft: &str, count: usize) {
    let step = post("/v1/subscriptions", &for_customer(draft)).status(201);
    for _ in 0..count {
        assert_eq!(table.send(&step).await.status, 201);
    }
}

/// Says how long a run over many subscriptions takes: `cargo test --release -p seikyu-tests --test api
/// -- --ignored at_scale`.
#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement is printed")]
pub async fn at_scale(_: Door) {
    for count in [100, 1_000, 10_000] {
        let mut table = Table::new(Door::native());
        table.run(seller_with_customer()).await;
        subscribe_many(&table, DRAFT, count).await;
        table.run([begin(JANUARY)]).await;
        let (began, before) = (Instant::now(), table.door.statements());
        let run = finish(&mut table).await;
        let took = began.elapsed();
        assert_eq!(run["billed"].as_u64(), Some(count as u64));
        let statements = table.door.statements() - before;
        println!(
            "{count} subscriptions: {} ms, {} µs and {}.{:02} statements an invoice",
            took.as_millis(),
            took.as_micros() / count as u128,
            statements / count as u64,
            statements * 100 / count as u64 % 100,
        );
    }
}

/// A run in the background is billed without being advanced: by the queue, or, where there is none, once it
/// has stood still.
pub async fn a_run_in_the_background_goes_on_by_itself(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    // Before anything that other scenarios subscribe to.
    let draft = DRAFT.replace("2026-12-01", "2001-12-01");
    let through = r#"{"through":"2001-12-02T00:00:00Z","background":true}"#;
    table
        .run([
            post("/v1/subscriptions", &for_customer(&draft))
                .status(201)
                .keep("subscription", "/id"),
            post("/v1/bill-runs", through)
                .status(201)
                .json("/background", true)
                .json("/status", "running")
                .keep("run", "/id"),
        ])
        .await;
    let show = get("/v1/bill-runs/{run}");
    if table.door.wait(59) {
        table.door.bill().await;
        table.run([show.clone().json("/status", "running")]).await;
        table.door.wait(2);
        table.door.bill().await;
    }
    let answer = table.eventually(&show, "/status", "done").await;
    assert_eq!(answer["billed"], 1, "{answer}");
    table
        .run([
            get("/v1/audit-log?object={run}&limit=1")
                .json("/data/0/actor/kind", "system")
                .json("/data/0/actor/id", "bill_run"),
            post(
                "/v1/subscriptions/{subscription}/preview",
                r#"{"through":"2001-12-02T00:00:00Z"}"#,
            )
            .json("/totals/gross", "0.00"),
        ])
        .await;
}
