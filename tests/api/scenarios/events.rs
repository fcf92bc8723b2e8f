//! Events: each in the transaction of its effect, in the order of commits.

use serde_json::{Value, json};

use super::{seller_with_customer, sent, token};
use crate::{
    catalog::{DRAFT, for_customer, of_draft},
    door::{By, Door},
    step::{Table, get, post, put},
};

/// The types of an object's events, the earliest first, with their numbers.
async fn course(table: &mut Table, object: &str) -> Vec<(String, u64)> {
    let list = get(&format!("/v1/events?object={{{object}}}&limit=100")).keep("course", "#body");
    table.run([list]).await;
    let page: Value = serde_json::from_str(table.kept("course")).unwrap();
    let event = |event: &Value| {
        (event["type"].as_str().unwrap().to_owned(), event["sequence"].as_u64().unwrap())
    };
    page["data"].as_array().unwrap().iter().rev().map(event).collect()
}

#[track_caller]
fn expect(found: &[(String, u64)], types: &[&str]) {
    let expected: Vec<(String, u64)> =
        types.iter().map(|name| (*name).to_owned()).zip(1..).collect();
    assert_eq!(found, expected);
}

/// What the event of an invoice says is what the invoice says, to the digit.
pub async fn every_effect_has_its_event(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    // A quote that is sent again while its link is good was not sent anew.
    table.run([post("/v1/quotes/{quote}/send", "")]).await;
    table.run([put("/v1/quotes/{quote}", &of_draft(DRAFT))]).await;
    table
        .run([
            post("/v1/quotes/{quote}/send", "").keep("link", "/link"),
            get("/v1/quotes/{quote}").keep("digest", "/digest"),
        ])
        .await;
    table.set("token", &token(table.kept("link")));
    let accept = post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#)
        .by(By::Nobody)
        .keep("subscription", "/subscription")
        .keep("invoice", "/invoice");
    // An acceptance that is sent again has no effect, so it has no event.
    table.run([accept.clone(), accept]).await;
    let change = r#"[{"type":"quantity_changed","at":"2027-06-01T00:00:00Z","key":"seats","quantity":"30"}]"#;
    let preview = post(
        "/v1/subscriptions/{subscription}/changes/preview",
        &format!(r#"{{"change":{change}}}"#),
    );
    table.run([preview.keep("through", "/at").keep("preview", "#body")]).await;
    let preview: Value = serde_json::from_str(table.kept("preview")).unwrap();
    let commit =
        format!(r#"{{"change":{change},"through":"{{through}}","basis":{}}}"#, preview["basis"]);
    table.run([post("/v1/subscriptions/{subscription}/changes", &commit)]).await;

    expect(&course(&mut table, "customer").await, &["customer.created"]);
    let quote = ["quote.created", "quote.sent", "quote.revised", "quote.sent", "quote.accepted"];
    expect(&course(&mut table, "quote").await, &quote);
    table
        .run([get("/v1/events?object={quote}&limit=1")
            .json("/data/0/object", "{quote}")
            .json("/data/0/data/status", "accepted")
            .json("/data/0/data/version", 2)
            .json("/data/0/data/subscription", "{subscription}")
            .json("/data/0/data/invoice", "{invoice}")])
        .await;
    let subscription = ["subscription.created", "subscription.changed"];
    expect(&course(&mut table, "subscription").await, &subscription);
    expect(&course(&mut table, "invoice").await, &["invoice.finalized"]);
    let invoice = table.send(&get("/v1/invoices/{invoice}")).await.json();
    let totals = &invoice["bill"]["totals"];
    table
        .run([get("/v1/events?object={invoice}")
            .json("/data/0/data/id", "{invoice}")
            .json("/data/0/data/number", invoice["number"].clone())
            .json("/data/0/data/gross", totals["gross"].clone())
            .json("/data/0/data/tax", totals["tax"].clone())
            .json("/data/0/data/currency", "EUR")
            .keep("event", "/data/0/id")])
        .await;
    table
        .run([
            get("/v1/events/{event}").json("/type", "invoice.finalized").json("/sequence", 1),
            get("/v1/events/{event}").by(By::Other).problem(404, "not-found"),
        ])
        .await;
}

/// A refused request has no effect and no event; one that is repeated with its idempotency key has one.
pub async fn what_has_no_effect_has_no_event(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let latest = get("/v1/events?limit=1");
    let body = r#"{"name":"Ada {unique}"}"#;
    let add = post("/v1/customers", body).header("idempotency-key", "{unique}-ada").status(201);
    table.run([add.clone().keep("ada", "/id"), add]).await;
    expect(&course(&mut table, "ada").await, &["customer.created"]);
    table.run([latest.clone().keep("before", "#body")]).await;
    table
        .run([
            post("/v1/customers", r#"{"name":""}"#).status(422),
            post("/v1/quotes/preview", &of_draft(DRAFT)),
            latest.same("before"),
        ])
        .await;
}

pub async fn events_are_listed_and_filtered(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let add = |name| post("/v1/customers", &format!(r#"{{"name":"{name}"}}"#)).status(201);
    table.run([add("Ada").keep("ada", "/id"), add("Bo").keep("bo", "/id")]).await;
    table
        .run([
            post("/v1/subscriptions", &for_customer(DRAFT)).status(201).keep("subscription", "/id"),
            // The latest first, in the order of commits.
            get("/v1/events?limit=2")
                .json("/data/0/object", "{subscription}")
                .json("/data/1/object", "{bo}")
                .keep("next", "/next"),
            get("/v1/events?limit=1&cursor={next}").json("/data/0/object", "{ada}"),
            get("/v1/events?type=customer.created&limit=1").json("/data/0/object", "{bo}"),
            get("/v1/events?object={ada}&type=customer.created").json("/data/0/object", "{ada}"),
            get("/v1/events?object={ada}&type=quote.created").json("/data", json!([])),
            get("/v1/events?object={ada}").by(By::Other).json("/data", json!([])),
            get("/v1/events?object={ada}").keep("first", "/data/0/id"),
            // What came after an event, the earliest first.
            get("/v1/events?after={first}&limit=1")
                .json("/data/0/object", "{bo}")
                .keep("later", "/next"),
            get("/v1/events?after={first}&limit=1&cursor={later}")
                .json("/data/0/object", "{subscription}")
                .json("/next", Value::Null),
            get("/v1/events?after={first}&type=subscription.created")
                .json("/data/0/object", "{subscription}"),
            get("/v1/events?after={first}&object={bo}").json("/data/0/object", "{bo}"),
            get("/v1/events?after={first}")
                .by(By::Other)
                .status(422)
                .fault("unknown_reference", "/after"),
            get("/v1/events?after=1").status(422).fault("unknown_reference", "/after"),
            get("/v1/events?type=customer.vanished")
                .status(422)
                .fault("unknown_reference", "/type"),
            get("/v1/events?kind=x").status(422).fault("unknown_parameter", "/kind"),
            get("/v1/events/evt_00000000000000000000000000").problem(404, "not-found"),
            get("/v1/events/1").problem(404, "not-found"),
        ])
        .await;
}

/// The end of the run and the three invoices of its page, committed together; the invoices in the order of
/// their numbers.
pub async fn a_page_of_a_run_writes_its_events_as_a_set(door: Door) {
    let mut table = Table::new(door);
    let subscribe = || post("/v1/subscriptions", &for_customer(DRAFT)).status(201);
    let through = r#"{"through":"2027-01-01T00:00:00Z"}"#;
    table.run(seller_with_customer()).await;
    table
        .run([
            subscribe(),
            subscribe(),
            subscribe(),
            post("/v1/bill-runs", through).status(201).keep("run", "/id"),
            post("/v1/bill-runs/{run}/advance", "").json("/billed", 3),
            // A run that is done stays as it is, and is done once.
            post("/v1/bill-runs/{run}/advance", "").json("/billed", 3),
            get("/v1/events?limit=4")
                .json("/data/0/type", "invoice.finalized")
                .json("/data/2/type", "invoice.finalized")
                .json("/data/3/type", "bill_run.done")
                .json("/data/3/object", "{run}")
                .json("/data/3/data/billed", 3)
                .keep("events", "#body"),
        ])
        .await;
    let events: Value = serde_json::from_str(table.kept("events")).unwrap();
    let number =
        |index: usize| events["data"][index]["data"]["number"].as_str().unwrap().to_owned();
    assert!(number(2) < number(1) && number(1) < number(0), "{events}");
}

/// 120 events of a seller and 12 of an object, listed in pages of 50, are in the order of numbers: 9, 10,
/// 99, 100.
pub async fn the_order_is_that_of_numbers(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    let revise = put("/v1/quotes/{quote}", &of_draft(DRAFT));
    table.run(vec![revise; 10]).await;
    let types: Vec<&str> = ["quote.created", "quote.sent"]
        .into_iter()
        .chain(std::iter::repeat_n("quote.revised", 10))
        .collect();
    expect(&course(&mut table, "quote").await, &types);
    let mut made = Vec::new();
    for index in 0..107 {
        let add = post("/v1/customers", &format!(r#"{{"name":"Customer {index}"}}"#));
        let added = table.send(&add).await;
        made.insert(0, added.text("/id"));
    }
    let mut listed = Vec::new();
    let mut cursor = String::new();
    for _ in 0..3 {
        let page = table.send(&get(&format!("/v1/events?limit=50{cursor}"))).await.json();
        let object = |event: &Value| event["object"].as_str().unwrap().to_owned();
        listed.extend(page["data"].as_array().unwrap().iter().map(object));
        cursor = format!("&cursor={}", page["next"].as_str().unwrap_or_default());
    }
    // The customer of the quote, twelve events of the quote, and 107 customers.
    assert_eq!((listed.len(), cursor.as_str()), (120, "&cursor="));
    assert_eq!(listed[..107], made);
}
