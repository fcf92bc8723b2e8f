//! Sellers that are billed without being asked.

use std::collections::BTreeSet;

use super::seller_with_customer;
use crate::{
    catalog::{DRAFT, for_customer},
    door::Door,
    step::{Step, Table, get, post, put},
};

const ON: &str = r#"{"automatic":true}"#;
const OFF: &str = r#"{"automatic":false}"#;

/// A subscription that is due since 1 November 2026.
fn subscribe() -> Step {
    post("/v1/subscriptions", &for_customer(&DRAFT.replace("2026-12-01", "2026-11-01")))
        .status(201)
        .keep("subscription", "/id")
}

/// What is due is billed by one run; nothing is billed twice, and nothing of who does not want it.
pub async fn what_is_due_is_billed_without_being_asked(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table.run([subscribe(), put("/v1/billing-settings", OFF).json("/automatic", false)]).await;
    table.door.bill().await;
    let due = r#"{"through":"2026-11-24T00:00:00Z"}"#;
    let preview = || post("/v1/subscriptions/{subscription}/preview", due);
    table.run([preview().json("/totals/gross", "253.52")]).await;
    table.run([put("/v1/billing-settings", ON).json("/automatic", true)]).await;
    table.door.bill().await;
    table.eventually(&preview(), "/totals/gross", "0.00").await;
    table.run([get("/v1/billing-settings").json("/automatic", true).keep("run", "/run")]).await;
    table.eventually(&get("/v1/bill-runs/{run}"), "/status", "done").await;
    let log = table.send(&get("/v1/audit-log?object={run}")).await.json();
    let actors: BTreeSet<&str> = log["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["actor"]["id"].as_str())
        .collect();
    assert_eq!(actors, BTreeSet::from(["automatic_billing", "bill_run"]), "{log}");
    table
        .run([
            // The next run is an hour away.
            subscribe(),
        ])
        .await;
    table.door.bill().await;
    table.run([preview().json("/totals/gross", "253.52")]).await;
    if table.door.wait(60 * 60 + 1) {
        table.door.bill().await;
        table.run([preview().json("/totals/gross", "0.00")]).await;
        // With nothing due there is no run.
        table.run([get("/v1/billing-settings").keep("run", "/run")]).await;
        table.door.wait(60 * 60 + 1);
        table.door.bill().await;
        table.run([get("/v1/billing-settings").json("/run", "{run}")]).await;
    }
    table.run([put("/v1/billing-settings", OFF)]).await;
}

/// Two crons at once begin one run.
pub async fn crons_at_once_begin_one_run(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table.run([subscribe(), put("/v1/billing-settings", ON)]).await;
    let doors: Vec<Door> = vec![table.door.clone(); 8];
    let running: Vec<_> =
        doors.into_iter().map(|door| tokio::spawn(async move { door.bill().await })).collect();
    for one in running {
        one.await.unwrap();
    }
    table
        .run([
            get("/v1/bill-runs").json("/next", serde_json::Value::Null).json("/data/0/billed", 1),
            get("/v1/invoices").json("/data/0/number", "INV-2026-000001").keep("all", "#body"),
        ])
        .await;
    assert_eq!(table.kept("all").matches("\"number\"").count(), 1);
}
