//! Keys and roles, and the log of who did what.

use serde_json::Value;

use super::seller_with_customer;
use crate::{
    catalog::{DRAFT, LIST, for_customer},
    door::{By, Door},
    step::{Step, Table, get, post},
};

/// A step by a key that an earlier step made and kept.
fn with(step: Step, key: &str) -> Step {
    step.by(By::Nobody).header("authorization", &format!("Bearer {{{key}}}"))
}

pub async fn a_key_is_shown_once_rotated_and_revoked(door: Door) {
    let mut table = Table::new(door);
    let make = || {
        post("/v1/keys", r#"{"name":"Books","role":"finance"}"#)
            .header("idempotency-key", "key-{unique}")
            .status(201)
    };
    let rotate =
        |hours: &str| post("/v1/keys/{id}/rotate", &format!(r#"{{"overlap_hours":{hours}}}"#));
    table
        .run([
            make()
                .json("/scopes", serde_json::json!(["read", "billing"]))
                .keep("key", "/key")
                .keep("id", "/id"),
            // Its answer is kept without the key.
            make().json("/id", "{id}").json("/key", Value::Null),
            with(get("/v1/me"), "key").json("/key", "{id}"),
            get("/v1/keys/{id}").json("/name", "Books").json("/role", "finance"),
            get("/v1/keys").keep("keys", "#body"),
            rotate("200").status(422).fault("out_of_range", "/overlap_hours"),
            rotate("1").status(201).keep("new", "/key").keep("new_id", "/id"),
            // For an hour both are good.
            with(get("/v1/me"), "key").json("/key", "{id}"),
            with(get("/v1/me"), "new").json("/key", "{new_id}"),
            get("/v1/keys/{id}").json("/replaced_by", "{new_id}"),
            rotate("1").problem(409, "key-rotated"),
            post("/v1/keys/{new_id}/revoke", "").keep("revoked", "#body"),
            post("/v1/keys/{new_id}/revoke", "").same("revoked"),
            with(get("/v1/me"), "new").problem(401, "unauthorized"),
            post("/v1/keys/{new_id}/rotate", "{}").problem(409, "key-ended"),
        ])
        .await;
    for kept in ["keys", "revoked"] {
        let shown = table.kept(kept);
        assert!(!shown.contains("sk_test_") && !shown.contains("hash"), "{shown}");
    }
    if table.door.wait(60 * 60) {
        table.run([with(get("/v1/me"), "key").problem(401, "unauthorized")]).await;
    }
}

/// A request for each scope, and the roles that may make it.
pub async fn a_role_allows_what_it_says(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let roles = ["owner", "finance", "sales", "support", "read_only"];
    for role in roles {
        let form = format!(r#"{{"name":"{role}","role":"{role}"}}"#);
        table.run([post("/v1/keys", &form).status(201).keep(role, "/key")]).await;
    }
    let run = r#"{"through":"2000-01-01T00:00:00Z"}"#;
    let usage = r#"{"events":[{}]}"#;
    let requests: [(Step, u16, &[&str]); 8] = [
        (get("/v1/customers"), 200, &roles),
        (post("/v1/price-lists", LIST), 200, &["owner"]),
        (post("/v1/customers", r#"{"name":"Ada"}"#), 201, &["owner", "sales"]),
        (post("/v1/subscriptions", &for_customer(DRAFT)), 201, &["owner", "sales", "support"]),
        (post("/v1/usage-events", usage), 200, &["owner"]),
        (post("/v1/bill-runs", run), 201, &["owner", "finance"]),
        (get("/v1/keys"), 200, &["owner"]),
        (get("/v1/audit-log"), 200, &["owner"]),
    ];
    for (step, status, allowed) in requests {
        for role in roles {
            let step = with(step.clone(), role);
            let step = if allowed.contains(&role) {
                step.status(status)
            } else {
                step.problem(403, "forbidden")
            };
            table.run([step]).await;
        }
    }
}

pub async fn a_key_names_the_field(door: Door) {
    let mut table = Table::new(door);
    let refused =
        |body: &str, code, pointer| post("/v1/keys", body).status(422).fault(code, pointer);
    table
        .run([
            refused(r#"{"name":"x"}"#, "one_of", ""),
            refused(r#"{"name":"x","role":"owner","scopes":["read"]}"#, "one_of", ""),
            refused(r#"{"name":"x","scopes":[]}"#, "out_of_range", "/scopes"),
            refused(r#"{"name":"x","scopes":["all"]}"#, "wrong_type", "/scopes/0"),
            refused(r#"{"name":"x","role":"boss"}"#, "wrong_type", "/role"),
            refused(r#"{"name":" ","role":"owner"}"#, "out_of_range", "/name"),
            refused(
                r#"{"name":"x","role":"owner","expires_at":"2020-01-01T00:00:00Z"}"#,
                "out_of_range",
                "/expires_at",
            ),
            get("/v1/keys/none").problem(404, "not-found"),
            post("/v1/keys/none/revoke", "").problem(404, "not-found"),
        ])
        .await;
}

/// Who, what, before and after; of one object or of all, and only for its seller.
pub async fn every_change_is_in_the_log(door: Door) {
    let mut table = Table::new(door);
    table.run(super::sent()).await;
    table.set("token", &super::token(table.kept("link")));
    table
        .run([
            get("/v1/me").keep("me", "/key"),
            get("/v1/audit-log?object={quote}")
                .json("/data/0/action", "quote.sent")
                .json("/data/0/actor/kind", "key")
                .json("/data/0/actor/id", "{me}")
                .json("/data/0/before/status", "draft")
                .json("/data/0/after/status", "sent")
                .json("/data/1/action", "quote.created")
                .json("/data/1/after/version", 1),
            post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#)
                .by(By::Nobody)
                .keep("subscription", "/subscription"),
            get("/v1/audit-log?object={quote}&limit=1")
                .json("/data/0/action", "quote.accepted")
                .json("/data/0/actor/kind", "link")
                .json("/data/0/before/status", "sent")
                .json("/data/0/after/subscription", "{subscription}")
                .keep("cursor", "/next"),
            get("/v1/audit-log?object={quote}&limit=1&cursor={cursor}")
                .json("/data/0/action", "quote.sent"),
            get("/v1/audit-log?object={quote}").by(By::Other).json("/data", serde_json::json!([])),
            get("/v1/audit-log").json("/data/0/action", "quote.accepted"),
            get("/v1/audit-log?actor=x").status(422).fault("unknown_parameter", "/actor"),
        ])
        .await;
    let log = table.kept("token").to_owned();
    table.run([get("/v1/audit-log?limit=100").keep("log", "#body")]).await;
    assert!(!table.kept("log").contains(&log), "the log tells a link");
}

/// The last key that can manage keys stays.
pub async fn the_last_key_of_an_owner_stays(door: Door) {
    let mut table = Table::new(door);
    table
        .run([
            get("/v1/me").keep("me", "/key"),
            post("/v1/keys/{me}/revoke", "").problem(409, "last-admin-key"),
            get("/v1/me"),
            post("/v1/keys", r#"{"name":"Next","scopes":["admin","read"]}"#)
                .status(201)
                .keep("next", "/key"),
            with(post("/v1/keys/{me}/revoke", ""), "next"),
            get("/v1/me").problem(401, "unauthorized"),
            with(get("/v1/keys/{me}"), "next").keep("shown", "/last_used_at"),
        ])
        .await;
}
