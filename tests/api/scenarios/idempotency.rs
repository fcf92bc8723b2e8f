//! Idempotency keys.

use super::seller_with_customer;
use crate::{
    catalog::{DRAFT, LIST, for_customer},
    door::{By, Door},
    step::{Step, Table, get, post},
};

fn add(name: &str) -> Step {
    post("/v1/customers", &format!(r#"{{"name":"{name}"}}"#))
        .header("idempotency-key", "k-{unique}")
}

pub async fn the_same_request_gives_the_same_answer(door: Door) {
    let mut table = Table::new(door);
    let again = |step: Step| step.has_header("idempotent-replayed", "true");
    table
        .run([
            add("Ada").status(201).keep("made", "#body").keep("location", "#location"),
            again(add("Ada")).status(201).same("made").has_header("location", "{location}"),
            add("Bo").problem(422, "idempotency-key-reused"),
            // Another path is another request; another seller has other keys.
            post("/v1/price-lists", LIST)
                .header("idempotency-key", "k-{unique}")
                .problem(422, "idempotency-key-reused"),
            add("Bo").by(By::Other).status(201),
            again(add("Ada")).status(201).same("made"),
        ])
        .await;
    table.run(seller_with_customer()).await;
    let keyed = |path: &str, body: &str, key: &str| {
        post(path, body).header("idempotency-key", key).status(201)
    };
    let issue = |key: &str| {
        let path = "/v1/subscriptions/{subscription}/invoices";
        keyed(path, r#"{"through":"2026-11-30T15:00:00Z"}"#, key)
    };
    let subscribe = || keyed("/v1/subscriptions", &for_customer(DRAFT), "s-{unique}");
    table
        .run([
            subscribe().keep("subscription", "/id").keep("made", "#body"),
            again(subscribe()).same("made"),
            issue("i-{unique}").keep("invoice", "#body").keep("etag", "#etag"),
            again(issue("i-{unique}")).same("invoice").has_header("etag", "{etag}"),
            // With another key it is another request, and nothing is due.
            issue("j-{unique}").status(200).json("/invoice", serde_json::Value::Null),
            get("/v1/subscriptions?limit=2").json("/data/0/id", "{subscription}"),
        ])
        .await;
}

pub async fn refusals_are_not_kept(door: Door) {
    let long = "k".repeat(256);
    let keyed = |body: &str, key: &str| post("/v1/customers", body).header("idempotency-key", key);
    Table::new(door)
        .run([
            keyed("{}", "r-{unique}").status(422).fault("missing_field", ""),
            keyed(r#"{"name":"Ada"}"#, "r-{unique}").status(201),
            keyed(r#"{"name":"Ada"}"#, &long).status(422).fault("invalid_header", ""),
            keyed(r#"{"name":"Ada"}"#, "with space").status(422).fault("invalid_header", ""),
        ])
        .await;
}

pub async fn an_answer_is_kept_for_a_day(door: Door) {
    let mut table = Table::new(door);
    table.run([add("Ada").status(201).keep("first", "/id")]).await;
    assert!(table.door.wait(24 * 60 * 60 - 60));
    table.run([add("Ada").status(201).json("/id", "{first}")]).await;
    assert!(table.door.wait(120));
    table.run([add("Ada").status(201).keep("second", "/id")]).await;
    assert_ne!(table.kept("first"), table.kept("second"));
}
