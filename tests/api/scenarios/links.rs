//! Signed links.

use super::{seller_with_customer, sent, sent_quote, token};
use crate::{
    catalog::{DRAFT, METERED, of_draft},
    door::{By, Door},
    step::{Table, get, post, put},
};

const ACCEPT: &str = r#"{"digest":"{digest}"}"#;

pub async fn a_link_shows_what_was_sent_and_nothing_else(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    let good = token(table.kept("link"));
    let (said, mac) = good.split_once('.').unwrap();
    let wrong = [
        "x".to_owned(),
        format!("{said}."),
        format!("{said}.{}", mac.to_lowercase().to_uppercase()),
        format!("{}.{mac}", said.replace('d', "e")),
        format!("{said}.{mac}.{mac}"),
    ];
    for (index, wrong) in wrong.iter().enumerate() {
        let name = format!("wrong{index}");
        table.set(&name, wrong);
        let path = |rest: &str| format!("/v1/links/{{{name}}}{rest}");
        table
            .run([
                get(&path("")).by(By::Nobody).problem(404, "not-found"),
                get(&path("/invoice")).by(By::Nobody).problem(404, "not-found"),
                post(&path("/accept"), ACCEPT).by(By::Nobody).problem(404, "not-found"),
            ])
            .await;
    }
}

pub async fn what_was_not_shown_is_not_accepted(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    let accept = |body: &str| post("/v1/links/{token}/accept", body).by(By::Nobody);
    let zeros = format!(r#"{{"digest":"{}"}}"#, "0".repeat(64));
    table
        .run([
            accept(&zeros).problem(409, "quote-changed").fault("changed", "/digest"),
            accept(r#"{"digest":""}"#).problem(409, "quote-changed"),
            accept("{}").status(422).fault("missing_field", ""),
            accept(r#"{"digest":1}"#).status(422).fault("wrong_type", "/digest"),
            accept(r#"{"digest":"{digest}","price":"1"}"#)
                .status(422)
                .fault("unknown_field", "/price"),
            get("/v1/quotes/{quote}").json("/status", "sent"),
            accept(ACCEPT).keep("accepted", "#body"),
            accept(&zeros).problem(409, "quote-changed"),
            accept(ACCEPT).same("accepted"),
        ])
        .await;
}

pub async fn with_nothing_due_there_is_no_invoice(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table.run(sent_quote(METERED)).await;
    table.set("token", &token(table.kept("link")));
    table
        .run([
            post("/v1/links/{token}/accept", ACCEPT)
                .by(By::Nobody)
                .json("/invoice", serde_json::Value::Null)
                .keep("subscription", "/subscription")
                .keep("accepted", "#body"),
            post("/v1/links/{token}/accept", ACCEPT).by(By::Nobody).same("accepted"),
            get("/v1/links/{token}/invoice").by(By::Nobody).problem(404, "not-found"),
            get("/v1/subscriptions/{subscription}").json("/started_at", "2026-11-30T23:00:00Z"),
        ])
        .await;
}

pub async fn a_link_ends(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    assert!(table.door.wait(30 * 24 * 60 * 60 - 60));
    table.run([get("/v1/links/{token}").by(By::Nobody)]).await;
    assert!(table.door.wait(120));
    table
        .run([
            get("/v1/links/{token}").by(By::Nobody).problem(403, "link-expired"),
            post("/v1/links/{token}/accept", ACCEPT).by(By::Nobody).problem(403, "link-expired"),
            post("/v1/quotes/{quote}/send", "").keep("link", "/link"),
        ])
        .await;
    table.set("token", &token(table.kept("link")));
    table.run([post("/v1/links/{token}/accept", ACCEPT).by(By::Nobody)]).await;
}

/// That a link was opened is noted once, and of each version anew.
pub async fn a_quote_says_when_it_was_first_viewed(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    let open = || get("/v1/links/{token}").by(By::Nobody);
    table.run([get("/v1/quotes/{quote}").keep("tag", "#etag")]).await;
    let answers = super::races::at_once(&table, &vec![open(); 8]).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    let events = table.send(&get("/v1/events?object={quote}")).await.json();
    let viewed =
        events["data"].as_array().unwrap().iter().filter(|event| event["type"] == "quote.viewed");
    assert_eq!(viewed.count(), 1, "{events}");
    table
        .run([
            get("/v1/quotes/{quote}").keep("viewed", "/viewed_at"),
            get("/v1/quotes?customer={customer}").json("/data/0/viewed_at", "{viewed}"),
            get("/v1/audit-log?object={quote}&limit=1")
                .json("/data/0/action", "quote.viewed")
                .json("/data/0/actor/kind", "link"),
            // Whoever revises it has still seen its present version.
            put("/v1/quotes/{quote}", &of_draft(DRAFT))
                .header("if-match", "{tag}")
                .json("/version", 2),
        ])
        .await;
    let revised = table.send(&get("/v1/quotes/{quote}")).await.json();
    assert!(revised.get("viewed_at").is_none(), "{revised}");
}
