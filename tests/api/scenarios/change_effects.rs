//! What changes do to bills, bill runs and what is shown of a subscription.

use seikyu_calendar::Zones;
use seikyu_engine::catalog::PriceList;
use serde_json::{Value, json};

use super::{changes::now, races::check_series, seller_with_customer, sent_quote, token};
use crate::{
    catalog::{DRAFT, LIST, METERED, for_customer},
    door::{By, Door},
    step::{Step, Table, get, post},
};

const PREVIEW: &str = "/v1/subscriptions/{subscription}/changes/preview";
const CHANGES: &str = "/v1/subscriptions/{subscription}/changes";

/// A draft from today on, in a zone in which it is neither early nor late.
fn from_today(draft: &str) -> String {
    let now = now();
    let zone = if (6..18).contains(&(now.unix() / 3600 % 24)) { "UTC" } else { "Asia/Tokyo" };
    let today = Zones::iana().date_of(&zone.parse().unwrap(), now).unwrap();
    let draft = draft.replace("2026-12-01", &today.to_string());
    draft.replace("Asia/Tokyo", zone).replace("Europe/Paris", zone)
}

/// A table with a subscription from today on, whose first period is billed. Kept are `now`, `soon` (two
/// days from now) and `later` (five).
pub async fn subscribed(door: Door, draft: &str) -> Table {
    let mut table = Table::new(door);
    let now = now();
    let plus = |days: i64| now.plus_seconds(days * 24 * 60 * 60).unwrap().to_string();
    for (name, days) in [("now", 0), ("soon", 2), ("later", 5)] {
        table.set(name, &plus(days));
    }
    table.run(seller_with_customer()).await;
    table
        .run([post("/v1/subscriptions", &for_customer(&from_today(draft)))
            .status(201)
            .keep("subscription", "/id")])
        .await;
    let issue = post("/v1/subscriptions/{subscription}/invoices", r#"{"through":"{now}"}"#);
    let answer = table.send(&issue).await;
    assert!([200, 201].contains(&answer.status), "{answer:?}");
    table.run([get("/v1/subscriptions/{subscription}").keep("subscribed", "#body")]).await;
    table
}

pub fn seats(quantity: &str, at: &str) -> String {
    format!(
        r#"[{{"type":"quantity_changed","at":"{at}","id":"more","key":"seats","quantity":"{quantity}"}}]"#
    )
}

/// Previews a change through the kept `now`, and keeps its basis.
pub fn preview(change: &str) -> Step {
    post(PREVIEW, &format!(r#"{{"change":{change},"through":"{{now}}"}}"#)).keep("basis", "/basis")
}

/// Commits a change on the kept basis.
pub fn commit(change: &str) -> Step {
    post(CHANGES, &format!(r#"{{"change":{change},"through":"{{now}}","basis":{{basis}}}}"#))
}

/// 5 seats more are 5 × 7.45 = 37.25, less 10 % (3.73), with 20 % tax on 33.52: 40.22.
pub async fn what_was_previewed_is_billed(door: Door) {
    let mut table = subscribed(door, DRAFT).await;
    let change = seats("30", "{now}");
    let keyed = || commit(&change).header("idempotency-key", "change-{unique}");
    table
        .run([
            preview(&change)
                .json("/at", "{now}")
                .json("/due_now/totals/lines", "37.25")
                .json("/due_now/totals/gross", "40.22")
                .json("/recurring/before/per_month", "253.52")
                .keep("digest", "/due_now/digest")
                .keep("previewed", "#body"),
            // Nothing is saved by it.
            preview(&change).same("previewed"),
            get("/v1/subscriptions/{subscription}").same("subscribed"),
        ])
        .await;
    let absent = post(PREVIEW, &format!(r#"{{"change":{change}}}"#));
    table
        .run([
            absent.json("/due_now/totals/gross", "40.22"),
            keyed()
                .json("/subscription", "{subscription}")
                .keep("invoice", "/invoice")
                .keep("committed", "#body"),
            keyed().same("committed").has_header("idempotent-replayed", "true"),
            get("/v1/invoices/{invoice}")
                .json("/bill/digest", "{digest}")
                .json("/bill/totals/due", "40.22")
                .json("/input/billed/0/taxes", json!(["standard"]))
                .json("/subscription", "{subscription}"),
            get("/v1/invoices/{invoice}/verify").json("/verified", true),
            get("/v1/subscriptions/{subscription}")
                .json("/contract/events/1/type", "quantity_changed")
                .json("/contract/events/1/quantity", "30"),
            post("/v1/subscriptions/{subscription}/preview", r#"{"through":"{now}"}"#)
                .json("/totals/lines", "0.00"),
            commit(&change)
                .problem(409, "preview-stale")
                .fault("stale", "/basis/contract")
                .fault("stale", "/basis/billed"),
        ])
        .await;
}

/// 5 seats fewer: what was billed of them goes back, with its discount.
pub async fn a_credit_has_its_discount_and_taxes(door: Door) {
    let mut table = subscribed(door, DRAFT).await;
    let change = seats("20", "{now}");
    table
        .run([
            preview(&change)
                .json("/due_now/totals/lines", "-37.25")
                .json("/due_now/totals/due", "0.00")
                .keep("credit", "/due_now/totals/credit"),
            commit(&change).keep("invoice", "/invoice"),
            get("/v1/invoices/{invoice}").json("/bill/totals/credit", "{credit}"),
            get("/v1/invoices/{invoice}/verify").json("/verified", true),
        ])
        .await;
    assert_eq!(table.kept("credit"), "40.22");
}

pub async fn a_stale_basis_is_named(door: Door) {
    let mut table = subscribed(door, METERED).await;
    let events = r#"{"events":[{"id":"{unique}-stale","subscription":"{subscription}","meter":"calls","at":"{now}","quantity":"1000"}]}"#;
    let cancel = r#"[{"type":"cancelled","at":"{now}"}]"#;
    let pause = r#"[{"type":"paused","at":"{now}","credit":true}]"#;
    let stale = |step: Step| step.problem(409, "preview-stale");
    table
        .run([
            preview(cancel),
            post("/v1/usage-events", events).json("/accepted", 1),
            stale(commit(cancel)).fault("stale", "/basis/usage"),
            get("/v1/subscriptions/{subscription}").json("/status", "active"),
            // Another change than the one that was previewed, and a basis that nobody computed.
            preview(cancel),
            stale(commit(pause)).fault("stale", "/basis/change"),
        ])
        .await;
    let mut forged: Value = serde_json::from_str(table.kept("basis")).unwrap();
    forged["result"] = Value::String("0".repeat(64));
    let basis = std::mem::replace(&mut forged["engine"], json!("0.0.0"));
    table.set("forged", &forged.to_string());
    forged["engine"] = basis;
    table.set("result", &forged.to_string());
    let with = |basis: &str| {
        let body = format!(r#"{{"change":{cancel},"through":"{{now}}","basis":{{{basis}}}}}"#);
        post(CHANGES, &body)
    };
    table
        .run([
            stale(with("forged")).fault("stale", "/basis/engine"),
            stale(with("result")).fault("stale", "/basis/result"),
            commit(cancel).keep("invoice", "/invoice"),
            get("/v1/invoices/{invoice}").json("/bill/totals/lines", "0.12"),
            get("/v1/subscriptions/{subscription}").json("/status", "cancelled"),
            // Who commits again is told that it has changed, not that it is cancelled twice.
            stale(commit(cancel)).fault("stale", "/basis/contract"),
        ])
        .await;
}

pub async fn a_coupon_is_redeemed_by_a_change_as_by_a_draft(door: Door) {
    let mut table = subscribed(door, DRAFT).await;
    for (code, more, fault) in [
        ("late", r#","expires_on":"2025-12-31""#, "coupon_expired"),
        ("few", r#","redemptions_max":3"#, "coupon_limit_not_counted"),
    ] {
        let change = format!(
            r#"[{{"type":"coupon_applied","at":"{{now}}","coupon":{{"code":"{code}","name":{{"en":"Late"}},"percent":"5"{more}}}}}]"#
        );
        let refused = commit(&change).status(422).fault(fault, "/change/0/coupon");
        table.run([preview(&change), refused]).await;
    }
    let many = vec![r#"{"type":"resumed","at":"{now}"}"#; 51].join(",");
    table
        .run([
            post(PREVIEW, &format!(r#"{{"change":[{many}]}}"#))
                .status(422)
                .fault("out_of_range", "/change"),
            get("/v1/subscriptions/{subscription}").same("subscribed"),
        ])
        .await;
}

/// Another 10.00 a month from an instant on.
fn support(at: &str) -> String {
    format!(
        r#"[{{"type":"item_added","at":"{at}","id":"more","item":{{"key":"support","name":{{"en":"Support"}},"taxes":["standard"],"charge":{{"model":"flat","amount":"10"}},"quantity":"1","interval":{{"unit":"month","count":1}},"timing":"in_advance"}}}}]"#
    )
}

/// The subscription is due again when its change is, not a month after its last invoice; the run then
/// bills the change, and the next one nothing.
pub async fn a_run_bills_what_was_scheduled_once(door: Door) {
    let mut table = subscribed(door, DRAFT).await;
    let change = support("{soon}");
    let run = |name: &str| {
        post("/v1/bill-runs", &format!(r#"{{"through":"{{{name}}}"}}"#))
            .status(201)
            .keep("run", "/id")
    };
    let advance = || post("/v1/bill-runs/{run}/advance", "").json("/status", "done");
    table
        .run([
            run("later"),
            advance().json("/looked_at", 0),
            preview(&change).keep("part", "/next/bill/totals/gross"),
            commit(&change).json("/invoice", Value::Null),
            run("now"),
            advance().json("/looked_at", 0),
            run("later"),
            advance().json("/billed", 1).json("/totals/0/gross", "{part}"),
            run("later"),
            advance().json("/looked_at", 0),
            get("/v1/invoices?limit=1").json("/data/0/gross", "{part}"),
        ])
        .await;
    check_series(&mut table).await;
}

pub async fn a_subscription_says_how_it_stands(door: Door) {
    let mut table = subscribed(door, DRAFT).await;
    let list = LIST.replace("{unique}", &table.door.unique);
    let list = PriceList::read(&list).unwrap();
    let price = &list.plan(&"metered".parse().unwrap()).unwrap().prices[0];
    let item = json!({
        "key": "calls", "product": "call", "name": {"en": "API calls"}, "taxes": ["standard"],
        "charge": price.charge, "usage": "calls", "interval": {"unit": "month", "count": 1},
        "timing": "in_arrears",
    });
    let plan = json!({"price_list": list.code, "code": "metered", "version": 1});
    let changed = json!([{"type": "plan_changed", "at": "{now}", "plan": plan, "items": [item]}]);
    let pause = r#"[{"type":"paused","at":"{now}","credit":true}]"#;
    let shown = |status: &str, plan: &str| {
        get("/v1/subscriptions?limit=1")
            .json("/data/0/id", "{subscription}")
            .json("/data/0/status", status)
            .json("/data/0/plan", plan)
            .json("/data/0/price_list", "acme-{unique}")
    };
    table
        .run([
            shown("active", "team"),
            // The whole first invoice goes back.
            preview(&changed.to_string()).json("/due_now/totals/credit", "253.52"),
            commit(&changed.to_string()),
            shown("active", "metered"),
            preview(pause),
            commit(pause).json("/invoice", Value::Null),
            shown("paused", "metered"),
            get("/v1/subscriptions/{subscription}").json("/status", "paused"),
        ])
        .await;
}

/// A coupon of 5.00 for one period takes 5.00 off the first invoice, and nothing off the change.
pub async fn a_coupon_takes_no_more_than_its_periods(door: Door) {
    let mut table = subscribed(door, &DRAFT.replace("\"ten\"", "\"once\"")).await;
    let change = seats("30", "{now}");
    table
        .run([
            get("/v1/invoices?limit=1").json("/data/0/net", "229.75"),
            preview(&change)
                .json("/due_now/totals/lines", "37.25")
                .json("/due_now/totals/net", "37.25"),
            commit(&change).keep("invoice", "/invoice"),
            get("/v1/invoices/{invoice}")
                .json("/input/discounted", json!([{"coupon": "once", "amount": "5.00"}]))
                .json("/bill/totals/discounts", "0.00"),
        ])
        .await;
}

/// What was billed ahead, here the first period of a contract that has not begun, stays billed when a
/// change is made before.
pub async fn what_was_accepted_ahead_stays_billed(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let ahead = DRAFT.replace("2026-12-01", "2099-12-01");
    table.run(sent_quote(&ahead)).await;
    table.set("token", &token(table.kept("link")));
    table.set("now", &now().to_string());
    let change = seats("30", "2100-01-10T00:00:00Z");
    table
        .run([
            post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#)
                .by(By::Nobody)
                .keep("subscription", "/subscription"),
            post("/v1/subscriptions/{subscription}/preview", r#"{"through":"{now}"}"#)
                .json("/through", "2099-11-30T15:00:00Z")
                .json("/totals/lines", "0.00"),
            preview(&change)
                .json("/at", "2099-11-30T15:00:00Z")
                .json("/due_now/totals/lines", "0.00"),
            commit(&change).json("/invoice", Value::Null),
        ])
        .await;
}

pub async fn a_preview_is_good_for_an_hour(door: Door) {
    let mut table = subscribed(door, DRAFT).await;
    let change = seats("30", "{now}");
    table.run([preview(&change)]).await;
    assert!(table.door.wait(61 * 60));
    table.run([commit(&change).status(422).fault("out_of_range", "/through")]).await;
}
