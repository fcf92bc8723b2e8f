//! Subscriptions and their invoices.

use super::seller_with_customer;
use crate::{
    catalog::{DRAFT, for_customer},
    door::Door,
    step::{Table, get, post},
};

const FIRST: &str = r#"{"through":"2026-11-30T15:00:00Z"}"#;
const MARCH: &str = r#"{"through":"2027-03-01T00:00:00Z"}"#;

pub async fn a_subscription_is_billed_as_a_difference(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table
        .run([
            post("/v1/subscriptions", &for_customer(DRAFT))
                .status(201)
                .json("/status", "active")
                .keep("subscription", "/id"),
            get("/v1/subscriptions/{subscription}").json("/started_at", "2026-11-30T15:00:00Z"),
            post("/v1/subscriptions/{subscription}/preview", FIRST)
                .json("/totals/gross", "253.52")
                .keep("preview", "/digest"),
            post("/v1/subscriptions/{subscription}/invoices", FIRST)
                .status(201)
                .json("/bill/digest", "{preview}")
                .json("/bill/totals/gross", "253.52")
                .keep("invoice", "/id"),
            get("/v1/invoices/{invoice}").json("/bill/digest", "{preview}"),
            post("/v1/subscriptions/{subscription}/invoices", FIRST)
                .json("/invoice", serde_json::Value::Null),
            // December is billed; January, February and March are due.
            post("/v1/subscriptions/{subscription}/preview", MARCH)
                .json("/totals/lines", "704.25")
                .keep("preview", "#body"),
            post("/v1/subscriptions/{subscription}/invoices", MARCH)
                .status(201)
                .json("/bill/totals/lines", "704.25")
                .json("/input/billed/0/line", "platform")
                .json("/input/billed/0/amount", "49.00"),
            post("/v1/subscriptions/{subscription}/preview", MARCH).json("/totals/lines", "0.00"),
            post("/v1/subscriptions/{subscription}/invoices", r#"{"through":"tomorrow"}"#)
                .status(422)
                .fault("invalid_time", "/through"),
        ])
        .await;
}

pub async fn previews_change_nothing(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table
        .run([
            post("/v1/subscriptions", &for_customer(DRAFT)).status(201).keep("subscription", "/id"),
            post("/v1/subscriptions/{subscription}/preview", MARCH).keep("first", "#body"),
            post("/v1/subscriptions/{subscription}/preview", MARCH).same("first"),
            get("/v1/subscriptions/{subscription}").json("/status", "active"),
            post("/v1/subscriptions/{subscription}/preview", "{}")
                .status(422)
                .fault("missing_field", ""),
        ])
        .await;
}
