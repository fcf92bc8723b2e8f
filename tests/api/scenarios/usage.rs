//! Usage events: accepted once each, billed at the end of their period.

use super::seller_with_customer;
use crate::{
    catalog::{METERED, for_customer},
    door::{By, Door},
    step::{Table, get, post},
};

/// A million calls of December at 0.000123 are 123.00, with 20 % tax 147.60.
pub async fn usage_is_billed_at_the_end_of_its_period(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let events = r#"{"events":[
        {"id":"{unique}-1","subscription":"{subscription}","meter":"calls","at":"2026-12-01T00:00:00Z","quantity":"400000"},
        {"id":"{unique}-2","subscription":"{subscription}","meter":"calls","at":"2026-12-31T22:59:59Z","quantity":"600000"},
        {"id":"{unique}-3","subscription":"{subscription}","meter":"calls","at":"2026-12-31T23:00:00Z","quantity":"10000"}
    ]}"#;
    let late = r#"{"events":[
        {"id":"{unique}-4","subscription":"{subscription}","meter":"calls","at":"2026-12-15T12:00:00Z","quantity":"100000"}
    ]}"#;
    table
        .run([
            post("/v1/subscriptions", &for_customer(METERED))
                .status(201)
                .keep("subscription", "/id"),
            post("/v1/usage-events", events)
                .json("/accepted", 3)
                .json("/duplicates", 0)
                .json("/rejected", serde_json::json!([])),
            post("/v1/usage-events", events).json("/accepted", 0).json("/duplicates", 3),
            post(
                "/v1/subscriptions/{subscription}/invoices",
                r#"{"through":"2026-12-31T23:00:00Z"}"#,
            )
            .status(201)
            .json("/bill/lines/0/quantity", "1000000")
            .json("/bill/totals/net", "123.00")
            .json("/bill/totals/gross", "147.60"),
            // What comes late is the difference: 100,000 calls more are 12.30.
            post("/v1/usage-events", late).json("/accepted", 1),
            post(
                "/v1/subscriptions/{subscription}/invoices",
                r#"{"through":"2026-12-31T23:00:00Z"}"#,
            )
            .status(201)
            .json("/bill/totals/net", "12.30"),
            get("/v1/subscriptions/{subscription}/usage-events?limit=2")
                .json("/data/0/id", "{unique}-1")
                .json("/data/1/id", "{unique}-4")
                .keep("cursor", "/next"),
            get("/v1/subscriptions/{subscription}/usage-events?limit=2&cursor={cursor}")
                .json("/data/0/id", "{unique}-2")
                .json("/data/1/quantity", "10000")
                .json("/next", serde_json::Value::Null),
        ])
        .await;
}

pub async fn a_bad_event_is_rejected_and_the_others_are_not(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let events = r#"{"events":[
        {"id":"{unique}-ok","subscription":"{subscription}","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":"1"},
        {"id":"{unique}-ok","subscription":"{subscription}","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":"2"},
        {"id":"{unique}-a","subscription":"{subscription}","meter":"cals","at":"2026-12-02T00:00:00Z","quantity":"1"},
        {"id":"{unique}-b","subscription":"{subscription}","meter":"calls","at":"2026-11-02T00:00:00Z","quantity":"1"},
        {"id":"{unique}-c","subscription":"{subscription}","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":1},
        {"id":"{unique}-d","subscription":"sub_00000000000000000000000000","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":"1"},
        {"id":"two words","subscription":"{subscription}","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":"1"},
        {"subscription":"{subscription}","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":"1"},
        {"id":7,"subscription":"{subscription}","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":"1"},
        {"id":"{unique}-e","subscription":"{subscription}","meter":"calls","at":"2026-12-02T00:00:00Z","quantity":"1","colour":"red"}
    ]}"#;
    table
        .run([
            post("/v1/subscriptions", &for_customer(METERED))
                .status(201)
                .keep("subscription", "/id"),
            post("/v1/usage-events", events)
                .json("/accepted", 1)
                .json("/rejected/0/index", 1)
                .json("/rejected/0/errors/0/code", "event_differs")
                .json("/rejected/1/errors/0/pointer", "/meter")
                .json("/rejected/2/errors/0/pointer", "/at")
                .json("/rejected/3/errors/0/pointer", "/quantity")
                .json("/rejected/4/errors/0/pointer", "/subscription")
                .json("/rejected/5/errors/0/pointer", "/id")
                .json("/rejected/6/errors/0/code", "missing_field")
                .json("/rejected/7/errors/0/code", "wrong_type")
                .json("/rejected/8/errors/0/code", "unknown_field"),
            post("/v1/usage-events", r#"{"events":[]}"#)
                .status(422)
                .fault("out_of_range", "/events"),
            post("/v1/usage-events", r#"{"events":["x"]}"#)
                .status(422)
                .fault("wrong_type", "/events/0"),
            post("/v1/usage-events", events).by(By::Nobody).problem(401, "unauthorized"),
            get("/v1/subscriptions/{subscription}/usage-events")
                .json("/data/0/quantity", "1")
                .json("/next", serde_json::Value::Null),
        ])
        .await;
}
