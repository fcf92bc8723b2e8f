//! Subscriptions and their invoices.

use seikyu_service::store::Statement;
use serde_json::Value;

use super::seller_with_customer;
use crate::{
    catalog::{DRAFT, for_customer},
    door::{By, Door},
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
            get("/v1/invoices/{invoice}/verify")
                .json("/verified", true)
                .json("/checks/0/check", "hash")
                .json("/checks/1/check", "bill"),
            get("/v1/invoices/{invoice}/verify?deep=yes")
                .status(422)
                .fault("unknown_parameter", "/deep"),
            post("/v1/subscriptions/{subscription}/invoices", FIRST).json("/invoice", Value::Null),
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

/// What was changed behind the program's back is found: by the hash of the document, and by the
/// documents next to it.
pub async fn a_changed_document_is_not_verified(door: Door) {
    let store = door.store().unwrap().clone();
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    for name in ["first", "second", "third"] {
        table
            .run([
                post("/v1/subscriptions", &for_customer(DRAFT))
                    .status(201)
                    .keep("subscription", "/id"),
                post("/v1/subscriptions/{subscription}/invoices", FIRST)
                    .status(201)
                    .keep(name, "/id"),
            ])
            .await;
    }
    let verify = |name| get(&format!("/v1/invoices/{{{name}}}/verify"));
    table.run(["first", "second", "third"].map(|name| verify(name).json("/verified", true))).await;
    let second = table.kept("second").to_owned();
    store
        .run(&[
            Statement::new("DROP TRIGGER invoice_parts_update"),
            Statement::new(
                "UPDATE invoice_parts SET text = replace(text, '\"253.52\"', '\"253.51\"') \
                 WHERE invoice_id = ?1",
            )
            .bind(second),
        ])
        .unwrap();
    table
        .run([
            verify("first").json("/verified", true),
            verify("second")
                .json("/verified", false)
                .json("/checks/0/holds", false)
                .json("/checks/1/holds", false)
                .json("/checks/2/holds", true)
                .json("/checks/3/holds", false),
        ])
        .await;
}

pub async fn a_coupon_is_not_redeemed_too_late_or_uncounted(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let with =
        |coupon: &str| for_customer(&DRAFT.replace(r#"["ten"]"#, &format!(r#"["{coupon}"]"#)));
    table
        .run([
            post("/v1/subscriptions", &with("old"))
                .status(422)
                .fault("coupon_expired", "/draft/coupons"),
            post("/v1/subscriptions", &with("few"))
                .status(422)
                .fault("coupon_limit_not_counted", "/draft/coupons"),
            post("/v1/subscriptions", &with("five")).status(201),
        ])
        .await;
}

/// Lines that are charged once are an invoice like any other, and nothing more comes of it.
pub async fn an_invoice_is_made_of_lines(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let invoice = |lines: &str| {
        format!(
            r#"{{"customer":"{{customer}}","price_list":"acme-{{unique}}","zone":"Asia/Tokyo","lines":[{lines}]}}"#
        )
    };
    let workshop =
        r#"{"name":{"en":"Workshop"},"quantity":"1.5","unit_price":"900","taxes":["standard"]}"#;
    let travel =
        r#"{"name":{"en":"Travel"},"quantity":"1","unit_price":"33.335","taxes":["standard"]}"#;
    let line = |name: &str, value: &str| {
        let mut line: Value = serde_json::from_str(workshop).unwrap();
        line[name] = serde_json::from_str(value).unwrap();
        post("/v1/invoices", &invoice(&line.to_string())).status(422)
    };
    table
        .run([
            // 1,350.00 and 33.34 are 1,383.34; 20 % of it 276.668.
            post("/v1/invoices", &invoice(&format!("{workshop},{travel}")))
                .header("idempotency-key", "l-{unique}")
                .status(201)
                .json("/bill/lines/0/amount", "1350.00")
                .json("/bill/totals/net", "1383.34")
                .json("/bill/totals/gross", "1660.01")
                .keep("invoice", "/id")
                .keep("subscription", "/subscription")
                .keep("made", "#body"),
            post("/v1/invoices", &invoice(&format!("{workshop},{travel}")))
                .header("idempotency-key", "l-{unique}")
                .status(201)
                .same("made"),
            get("/v1/invoices/{invoice}").same("made"),
            get("/v1/invoices/{invoice}/verify").json("/verified", true),
            get("/v1/invoices/{invoice}/payments").json("/state", "open").json("/open", "1660.01"),
            // A year on nothing more is due.
            post("/v1/subscriptions/{subscription}/preview", r#"{"through":"2028-01-01T00:00:00Z"}"#)
                .json("/lines", Value::Array(Vec::new())),
            post("/v1/credit-notes", r#"{"invoice":"{invoice}","credit":{"lines":[{"line":"line-1","quantity":"0.5"}]},"reason":{"en":"Shorter"}}"#)
                .status(201)
                .json("/note/totals/gross", "540.00"),
            // One that is void is not billed again.
            post("/v1/invoices", &invoice(workshop))
                .status(201)
                .keep("wrong", "/id")
                .keep("its", "/subscription"),
            post("/v1/invoices/{wrong}/void", r#"{"reason":{"en":"Not held"}}"#)
                .status(201)
                .json("/note/totals/gross", "1620.00"),
            get("/v1/invoices/{wrong}/payments").json("/state", "void").json("/open", "0.00"),
            post("/v1/subscriptions/{its}/preview", r#"{"through":"2028-01-01T00:00:00Z"}"#)
                .json("/lines", Value::Array(Vec::new())),
            line("taxes", r#"["reduced"]"#).fault("unknown_reference", "/lines/0/taxes/0"),
            line("quantity", r#""-1""#).fault("out_of_range", "/lines/0/quantity"),
            line("unit_price", r#""x""#).fault("not_a_number", "/lines/0/unit_price"),
            line("name", "{}").fault("wrong_type", "/lines/0/name"),
            post("/v1/invoices", &invoice("")).status(422).fault("out_of_range", "/lines"),
            post("/v1/invoices", &invoice(workshop).replace("acme-", "other-"))
                .status(422)
                .fault("unknown_reference", "/price_list"),
            post("/v1/invoices", &invoice(workshop).replace("Asia/Tokyo", "Asia/Edo"))
                .status(422)
                .fault("unknown_zone", "/zone"),
            post("/v1/invoices", &invoice(workshop))
                .by(By::Other)
                .status(422)
                .fault("unknown_reference", "/customer"),
        ])
        .await;
}
