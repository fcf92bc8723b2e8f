//! Quotes before they are accepted.

use super::{seller_with_customer, sent, token};
use crate::{
    catalog::{DRAFT, LIST, for_customer, of_draft},
    door::{By, Door},
    step::{Table, get, post, put},
};

pub async fn a_quote_is_revised_until_it_is_accepted(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    let more = of_draft(&DRAFT.replace(r#""25""#, r#""26""#));
    table
        .run([
            get("/v1/quotes/{quote}").has_header("etag", "\"1.sent\"").json("/version", 1),
            put("/v1/quotes/{quote}", &more)
                .header("if-match", "\"1.draft\"")
                .problem(412, "precondition-failed"),
            put("/v1/quotes/{quote}", &more)
                .header("if-match", "\"1.sent\"")
                .json("/version", 2)
                .json("/status", "draft")
                .json("/link", serde_json::Value::Null)
                .json("/first/totals/lines", "242.20")
                .keep("revised", "/digest"),
            get("/v1/links/{token}").by(By::Nobody).problem(410, "quote-revised"),
            post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#)
                .by(By::Nobody)
                .problem(409, "quote-changed")
                .fault("changed", "/quote"),
            // The version of the price list is the one it was made from, until it is revised.
            post("/v1/price-lists", &LIST.replace("\"49\"", "\"59\"")).status(201),
            get("/v1/quotes/{quote}").json("/digest", "{revised}").json("/price_list_version", 1),
            put("/v1/quotes/{quote}", &more)
                .json("/version", 3)
                .json("/price_list_version", 2)
                .json("/first/totals/lines", "252.20")
                .keep("digest", "/digest"),
            post("/v1/quotes/{quote}/send", "").keep("link", "/link"),
            post("/v1/quotes/{quote}/send", "").json("/link", "{link}"),
        ])
        .await;
    table.set("token", &token(table.kept("link")));
    table
        .run([
            post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#).by(By::Nobody),
            put("/v1/quotes/{quote}", &more).problem(409, "quote-closed"),
            post("/v1/quotes/{quote}/send", "").problem(409, "quote-closed"),
            get("/v1/links/{token}/invoice").by(By::Nobody).json("/bill/totals/lines", "252.20"),
        ])
        .await;
}

/// Four thousand free lines: the documents are larger than a row of the database may be.
pub async fn a_large_quote_goes_through(door: Door) {
    let line = |index: usize| {
        format!(
            r#"{{"key":"line-{index}","name":{{"en":"Installation, position {index}","ja":"設置作業 {index}"}},"quantity":"{index}","unit_price":"1.01","taxes":["standard"]}}"#
        )
    };
    let lines: Vec<String> = (1..=4000).map(line).collect();
    let draft = DRAFT.replace(
        r#""coupons":["ten"]"#,
        &format!(r#""coupons":["ten","five"],"lines":[{}]"#, lines.join(",")),
    );
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table
        .run([
            post("/v1/quotes", &for_customer(&draft))
                .header("idempotency-key", "large-{unique}")
                .status(201)
                .json("/first/totals/lines", "8082254.75")
                .keep("quote", "/id")
                .keep("digest", "/digest")
                .keep("made", "#body"),
            post("/v1/quotes", &for_customer(&draft))
                .header("idempotency-key", "large-{unique}")
                .status(201)
                .has_header("idempotent-replayed", "true")
                .same("made"),
            post("/v1/quotes/{quote}/send", "").keep("link", "/link"),
        ])
        .await;
    table.set("token", &token(table.kept("link")));
    table
        .run([
            post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#).by(By::Nobody),
            get("/v1/links/{token}/invoice")
                .by(By::Nobody)
                .json("/bill/digest", "{digest}")
                .json("/bill/lines/4001/key", "line-4000")
                .keep("document", "#body"),
        ])
        .await;
    assert!(table.kept("document").len() > 2_000_000, "{}", table.kept("document").len());
}

/// Declined by its link, a quote is closed until it is revised; with its time over it reads as expired.
pub async fn a_quote_is_declined_and_revived(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    let long = format!(r#"{{"reason":"{}"}}"#, "x".repeat(501));
    let decline = || post("/v1/links/{token}/decline", r#"{"reason":"too dear"}"#).by(By::Nobody);
    table
        .run([
            post("/v1/links/{token}/decline", &long)
                .by(By::Nobody)
                .status(422)
                .fault("out_of_range", "/reason"),
            decline().json("/quote", "{quote}").json("/status", "declined"),
            decline().json("/status", "declined"),
            get("/v1/links/{token}").by(By::Nobody).json("/status", "declined"),
            get("/v1/quotes/{quote}").json("/status", "declined"),
            get("/v1/quotes?limit=1").json("/data/0/status", "declined"),
            get("/v1/events?object={quote}&limit=1").json("/data/0/type", "quote.declined"),
            get("/v1/audit-log?object={quote}&limit=1").json("/data/0/after/reason", "too dear"),
            post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#)
                .by(By::Nobody)
                .problem(409, "quote-closed"),
            post("/v1/quotes/{quote}/send", "").problem(409, "quote-closed"),
            put("/v1/quotes/{quote}", &of_draft(DRAFT)).json("/status", "draft"),
            post("/v1/quotes/{quote}/send", "").keep("link", "/link"),
            get("/v1/quotes/{quote}").json("/status", "sent"),
        ])
        .await;
    table.set("token", &token(table.kept("link")));
    if table.door.wait(30 * 24 * 60 * 60) {
        table
            .run([
                get("/v1/quotes/{quote}").json("/status", "expired"),
                get("/v1/quotes?limit=1").json("/data/0/status", "expired"),
                post("/v1/quotes/{quote}/send", "").keep("link", "/link"),
                get("/v1/quotes/{quote}").json("/status", "sent"),
            ])
            .await;
        table.set("token", &token(table.kept("link")));
    }
    table
        .run([
            post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#).by(By::Nobody),
            post("/v1/quotes/{quote}/decline", "").problem(409, "quote-closed"),
        ])
        .await;
}
