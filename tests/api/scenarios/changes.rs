//! Changes of subscriptions: previewed, committed once, by the seller and by the customer's link.

use std::time::{SystemTime, UNIX_EPOCH};

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    billing::BillRequest,
    catalog::PriceList,
    preview::{ChangePreview, ChangeRequest, preview_change},
    quote::{PlanChoice, plan_change},
    wire::{ChangeRequestVersion, canonical, read},
};
use serde_json::{Value, json};

use super::{races::at_once, seller_with_customer, sent_quote};
use crate::{
    catalog::{DRAFT, for_customer},
    door::{By, Door},
    step::{Step, Table, get, post},
};

pub(super) const PREVIEW: &str = "/v1/subscriptions/{subscription}/changes/preview";
pub(super) const CHANGES: &str = "/v1/subscriptions/{subscription}/changes";

#[allow(clippy::disallowed_methods, reason = "the service keeps real time")]
pub(super) fn now() -> Instant {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    Instant::from_unix(i64::try_from(now).unwrap()).unwrap()
}

/// A seller with a subscription of 25 seats that began on 1 November 2026 and is billed until now.
pub(super) async fn running(door: Door) -> Table {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table.set("now", &now().to_string());
    table.run(billed_subscription()).await;
    table
}

/// Steps that open such a subscription.
pub(super) fn billed_subscription() -> [Step; 2] {
    let draft = DRAFT.replace("2026-12-01", "2026-11-01");
    [
        post("/v1/subscriptions", &for_customer(&draft)).status(201).keep("subscription", "/id"),
        post("/v1/subscriptions/{subscription}/invoices", r#"{"through":"{now}"}"#).status(201),
    ]
}

fn seats(quantity: u32) -> String {
    format!(
        r#"[{{"type":"quantity_changed","at":"{{now}}","key":"seats","quantity":"{quantity}"}}]"#
    )
}

/// Previews a change and keeps its `basis` and the digest of its bill as `due`.
async fn previewed(table: &mut Table, change: &str) {
    let body = format!(r#"{{"change":{change},"through":"{{now}}"}}"#);
    table.run([post(PREVIEW, &body).keep("preview", "#body").keep("due", "/due_now/digest")]).await;
    let preview: Value = serde_json::from_str(table.kept("preview")).unwrap();
    table.set("basis", &preview["basis"].to_string());
}

fn commit(change: &str) -> Step {
    post(CHANGES, &format!(r#"{{"change":{change},"through":"{{now}}","basis":{{basis}}}}"#))
}

/// What is previewed is what is billed; the same once more is stale, for the contract is another now.
pub async fn a_change_is_committed_as_it_was_previewed(door: Door) {
    let mut table = running(door).await;
    previewed(&mut table, &seats(30)).await;
    table
        .run([
            commit(&seats(30)).keep("invoice", "/invoice"),
            get("/v1/invoices/{invoice}").json("/bill/digest", "{due}"),
            get("/v1/invoices/{invoice}/verify").json("/verified", true),
            commit(&seats(30)).problem(409, "preview-stale").fault("stale", "/basis/contract"),
            post("/v1/subscriptions/{subscription}/preview", r#"{"through":"{now}"}"#)
                .json("/lines", json!([])),
            get("/v1/subscriptions/{subscription}")
                .json("/contract/events/1/type", "quantity_changed"),
        ])
        .await;
}

/// A change that is scheduled is billed when its time comes, and once; taken back, it is not.
pub async fn what_is_scheduled_is_billed_in_its_time(door: Door) {
    let mut table = running(door).await;
    let later = now().plus_seconds(40 * 86_400).unwrap();
    table.set("later", &later.to_string());
    let scheduled =
        r#"[{"type":"quantity_changed","at":"{later}","id":"more","key":"seats","quantity":"40"}]"#;
    previewed(&mut table, scheduled).await;
    let through = r#"{"through":"{later}"}"#;
    table
        .run([
            commit(scheduled).json("/invoice", Value::Null),
            post("/v1/subscriptions/{subscription}/preview", through).keep("with", "/totals/lines"),
        ])
        .await;
    let back = r#"[{"type":"unscheduled","at":"{now}","event":"more"}]"#;
    previewed(&mut table, back).await;
    table
        .run([
            commit(back).json("/invoice", Value::Null),
            post("/v1/subscriptions/{subscription}/preview", through)
                .keep("without", "/totals/lines"),
        ])
        .await;
    let amount = |name: &str| table.kept(name).parse::<seikyu_money::Number>().unwrap();
    assert!(amount("with") > amount("without"));
    previewed(&mut table, &scheduled.replace("more", "again")).await;
    table
        .run([
            commit(&scheduled.replace("more", "again")).json("/invoice", Value::Null),
            post("/v1/subscriptions/{subscription}/invoices", through)
                .status(201)
                .json("/bill/totals/lines", "{with}"),
            post("/v1/subscriptions/{subscription}/invoices", through)
                .json("/invoice", Value::Null),
        ])
        .await;
}

/// What was billed ahead is not taken back by a bill of an earlier instant, nor by a change, which is
/// previewed at the instant through which it was billed.
pub async fn what_was_billed_ahead_stays_billed(door: Door) {
    let mut table = running(door).await;
    let ahead = now().plus_seconds(70 * 86_400).unwrap();
    table.set("ahead", &ahead.to_string());
    let now = r#"{"through":"{now}"}"#;
    table
        .run([
            post("/v1/subscriptions/{subscription}/invoices", r#"{"through":"{ahead}"}"#)
                .status(201),
            post("/v1/subscriptions/{subscription}/invoices", now).json("/invoice", Value::Null),
            post("/v1/subscriptions/{subscription}/preview", now).json("/lines", json!([])),
        ])
        .await;
    let body = format!(r#"{{"change":{},"through":"{{now}}"}}"#, seats(30));
    table.run([post(PREVIEW, &body).json("/at", "{ahead}").keep("preview", "#body")]).await;
    let preview: Value = serde_json::from_str(table.kept("preview")).unwrap();
    table.set("basis", &preview["basis"].to_string());
    let due = preview["due_now"]["totals"]["due"].as_str().unwrap();
    assert!(due.parse::<seikyu_money::Number>().is_ok_and(|due| !due.is_negative()));
    let commit = format!(r#"{{"change":{},"through":"{{ahead}}","basis":{{basis}}}}"#, seats(30));
    table.run([post(CHANGES, &commit).keep("invoice", "/invoice")]).await;
}

pub async fn a_change_names_the_field(door: Door) {
    let mut table = running(door).await;
    let previews = |change: &str| post(PREVIEW, &format!(r#"{{"change":{change}}}"#)).status(422);
    previewed(&mut table, &seats(30)).await;
    let old = now().plus_seconds(-7200).unwrap();
    table.set("old", &old.to_string());
    let early = format!(r#"{{"change":{},"through":"{{old}}","basis":{{basis}}}}"#, seats(30));
    table
        .run([
            previews("[]").fault("empty", "/change"),
            previews(r#"[{"type":"resumed","at":"{now}"}]"#).fault("not_paused", "/change/0"),
            previews(r#"[{"type":"created","at":"{now}","items":[],"coupons":[]}]"#)
                .fault("created_twice", "/change/0"),
            previews(r#"[{"type":"quantity_changed","at":"{now}","key":"seats"}]"#)
                .fault("missing_field", "/change/0"),
            post(PREVIEW, "{}").status(422).fault("missing_field", ""),
            post(CHANGES, &early).status(422).fault("out_of_range", "/through"),
            commit(&seats(31)).problem(409, "preview-stale").fault("stale", "/basis/change"),
            post(CHANGES, &format!(r#"{{"change":{},"through":"{{now}}"}}"#, seats(30)))
                .status(422)
                .fault("missing_field", ""),
        ])
        .await;
}

/// What the customer's browser computes from the answer of a link.
fn chosen(shown: &str, choice: &str) -> ChangePreview {
    let shown: Value = serde_json::from_str(shown).unwrap();
    let list = PriceList::read(&shown["price_list"].to_string()).unwrap();
    let current = BillRequest::read(&shown["request"].to_string()).unwrap();
    let choice: PlanChoice = read(choice).unwrap();
    let zones = Zones::iana();
    let change = plan_change(&list, &current.contract, &choice, current.through, &zones).unwrap();
    let version = ChangeRequestVersion::V1;
    preview_change(&ChangeRequest { version, current, change, assumed: None }, &zones).unwrap()
}

/// A link to the plan of a subscription, kept as `token`, and what it shows as `shown`.
async fn linked(table: &mut Table) {
    table
        .run([post("/v1/subscriptions/{subscription}/change-link", "").keep("link", "/link")])
        .await;
    let token = table.kept("link").strip_prefix("/plan.html#").unwrap().to_owned();
    table.set("token", &token);
    table
        .run([get("/v1/change-links/{token}")
            .by(By::Nobody)
            .json("/customer/name", "Nordlicht GmbH")
            .keep("shown", "#body")])
        .await;
}

fn choose(table: &mut Table, choice: &str) -> Step {
    let preview = chosen(table.kept("shown"), choice);
    table.set("due", preview.due_now.digest.as_deref().unwrap());
    let body = json!({"choice": serde_json::from_str::<Value>(choice).unwrap(),
        "through": preview.at, "basis": serde_json::to_value(&preview.basis).unwrap()});
    post("/v1/change-links/{token}/commit", &body.to_string()).by(By::Nobody)
}

/// The customer chooses, sees and commits; the invoice holds what the browser computed.
pub async fn a_customer_chooses_by_a_link(door: Door) {
    let mut table = running(door).await;
    linked(&mut table).await;
    let commit = choose(&mut table, r#"{"plan":"team","quantities":{"seats":"40"}}"#);
    let keyed = |commit: &Step| commit.clone().header("idempotency-key", "choice-{unique}");
    table
        .run([
            keyed(&commit).keep("invoice", "/invoice").keep("committed", "#body"),
            keyed(&commit).same("committed").has_header("idempotent-replayed", "true"),
            // The seller's key of the same name is another.
            post("/v1/customers", r#"{"name":"Ada"}"#)
                .header("idempotency-key", "choice-{unique}")
                .status(201),
            get("/v1/invoices/{invoice}").json("/bill/digest", "{due}").keep("issued", "#body"),
            get("/v1/change-links/{token}/invoices/{invoice}").by(By::Nobody).same("issued"),
            get("/v1/change-links/{token}/invoices")
                .by(By::Nobody)
                .json("/data/0/id", "{invoice}")
                .json("/next", Value::Null),
            commit.problem(409, "preview-stale").fault("stale", "/basis/contract"),
        ])
        .await;
    linked(&mut table).await;
    let other = choose(&mut table, r#"{"plan":"metered","when":"period_end"}"#);
    table
        .run([
            other.json("/invoice", Value::Null),
            get("/v1/subscriptions/{subscription}")
                .json("/contract/events/2/type", "plan_changed")
                .json("/contract/events/2/plan/code", "metered"),
        ])
        .await;
}

/// A customer sends a choice, never a price, and holds a link to one subscription.
pub async fn a_link_allows_a_choice_and_nothing_else(door: Door) {
    let mut table = running(door).await;
    linked(&mut table).await;
    let good = table.kept("token").to_owned();
    let (said, mac) = good.split_once('.').unwrap();
    table.set("wrong", &format!("{}.{mac}", said.replace('d', "e")));
    let choice = r#"{"plan":"team","quantities":{"seats":"40"}}"#;
    let commit = choose(&mut table, choice);
    let basis = canonical(&chosen(table.kept("shown"), choice).basis);
    table.set("basis", &basis);
    let with = |choice: &str| {
        let body = format!(r#"{{"choice":{choice},"through":"{{now}}","basis":{{basis}}}}"#);
        post("/v1/change-links/{token}/commit", &body).by(By::Nobody).status(422)
    };
    table
        .run([
            get("/v1/change-links/{wrong}").by(By::Nobody).problem(404, "not-found"),
            get("/v1/links/{token}").by(By::Nobody).problem(404, "not-found"),
            get("/v1/change-links/{wrong}/invoices").by(By::Nobody).problem(404, "not-found"),
            get("/v1/change-links/{token}/invoices?page=2")
                .by(By::Nobody)
                .status(422)
                .fault("unknown_parameter", "/page"),
            post("/v1/subscriptions/{subscription}/change-link", "")
                .by(By::Other)
                .problem(404, "not-found"),
            with(r#"{"plan":"none"}"#).fault("unknown_reference", "/choice/plan"),
            with(r#"{"plan":"team","quantities":{"seats":"-1"}}"#)
                .fault("out_of_range", "/choice/quantities/seats"),
            with(r#"{"plan":"team","unit_price":"0"}"#)
                .fault("unknown_field", "/choice/unit_price"),
        ])
        .await;
    // Once the seller has changed something, the customer's preview is stale.
    previewed(&mut table, &seats(26)).await;
    table
        .run([
            self::commit(&seats(26)),
            commit.problem(409, "preview-stale").fault("stale", "/basis/contract"),
        ])
        .await;
}

/// The invoice of another subscription of the same seller is none of the link's.
pub async fn a_link_shows_the_invoices_of_its_subscription_only(door: Door) {
    let mut table = running(door).await;
    linked(&mut table).await;
    table.run(sent_quote(DRAFT)).await;
    let quoted = table.kept("link").strip_prefix("/quote.html#").unwrap().to_owned();
    table.set("quoted", &quoted);
    table
        .run([
            post("/v1/links/{quoted}/accept", r#"{"digest":"{digest}"}"#)
                .by(By::Nobody)
                .keep("other", "/invoice"),
            get("/v1/invoices/{other}"),
            get("/v1/change-links/{token}/invoices/{other}")
                .by(By::Nobody)
                .problem(404, "not-found"),
        ])
        .await;
}

/// A link is good for 30 days, and one to a quote is none to a plan.
pub async fn a_link_to_a_plan_ends(door: Door) {
    let mut table = running(door).await;
    table.run(sent_quote(DRAFT)).await;
    let quoted = table.kept("link").strip_prefix("/quote.html#").unwrap().to_owned();
    table.set("quoted", &quoted);
    linked(&mut table).await;
    let commit = choose(&mut table, r#"{"plan":"team","quantities":{"seats":"40"}}"#);
    table.run([get("/v1/change-links/{quoted}").by(By::Nobody).problem(404, "not-found")]).await;
    assert!(table.door.wait(30 * 24 * 60 * 60 - 60));
    table.run([get("/v1/change-links/{token}").by(By::Nobody)]).await;
    assert!(table.door.wait(120));
    table
        .run([
            get("/v1/change-links/{token}").by(By::Nobody).problem(403, "link-expired"),
            get("/v1/change-links/{token}/invoices").by(By::Nobody).problem(403, "link-expired"),
            commit.problem(403, "link-expired"),
            get("/v1/subscriptions/{subscription}").json("/contract/events/0/type", "created"),
        ])
        .await;
}

/// Of many commits at once one is made; the others find the contract changed.
pub async fn one_change_committed_at_once_is_made_once(door: Door) {
    let mut table = running(door).await;
    previewed(&mut table, &seats(33)).await;
    let step = commit(&seats(33));
    let answers = at_once(&table, &vec![step.clone(); 16]).await;
    let made = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(made, 1);
    assert!(answers.iter().all(|answer| [200, 409].contains(&answer.status)));
    table
        .run([
            post("/v1/subscriptions/{subscription}/preview", r#"{"through":"{now}"}"#)
                .json("/lines", json!([])),
            get("/v1/subscriptions/{subscription}").json("/contract/events/1/quantity", "33"),
        ])
        .await;
}
