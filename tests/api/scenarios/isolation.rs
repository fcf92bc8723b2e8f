//! Sellers do not meet, and without a good key nothing is told.

use seikyu_service::store::Statement;

use super::{sent, token};
use crate::{
    catalog::{DRAFT, LIST, for_customer, of_draft},
    door::{By, Door},
    step::{Step, Table, get, method, post, put},
};

const COMMIT: &str = r#"{"change":[],"through":"2026-12-31T00:00:00Z","basis":{"engine":"","contract":"",
    "usage":"","billed":"","payment":"","change":"","result":""}}"#;

/// An endpoint to which nothing is sent.
const ENDPOINT: &str = r#"{"url":"https://example.com/hooks","enabled":false}"#;

/// Every route that needs a key, with a body that is good; `{…}` are things of the seller.
fn routes() -> Vec<Step> {
    let through = r#"{"through":"2026-12-31T00:00:00Z"}"#;
    vec![
        get("/v1/me"),
        get("/v1/price-lists"),
        post("/v1/price-lists", LIST),
        get("/v1/price-lists/acme-{unique}"),
        get("/v1/products"),
        get("/v1/plans"),
        get("/v1/customers"),
        post("/v1/customers", r#"{"name":"Ada"}"#),
        get("/v1/customers/{customer}"),
        get("/v1/quotes"),
        post("/v1/quotes", &for_customer(DRAFT)),
        post("/v1/quotes/preview", &of_draft(DRAFT)),
        get("/v1/quotes/{quote}"),
        put("/v1/quotes/{quote}", &of_draft(DRAFT)),
        post("/v1/quotes/{quote}/send", ""),
        get("/v1/subscriptions"),
        post("/v1/subscriptions", &for_customer(DRAFT)),
        get("/v1/subscriptions/{subscription}"),
        post("/v1/subscriptions/{subscription}/preview", through),
        post("/v1/subscriptions/{subscription}/invoices", through),
        post("/v1/subscriptions/{subscription}/changes", COMMIT),
        post("/v1/subscriptions/{subscription}/changes/preview", r#"{"change":[]}"#),
        post("/v1/subscriptions/{subscription}/change-link", ""),
        get("/v1/keys"),
        post("/v1/keys", r#"{"name":"x","role":"owner"}"#),
        get("/v1/keys/{me}"),
        post("/v1/keys/{me}/rotate", "{}"),
        post("/v1/keys/{me}/revoke", ""),
        get("/v1/audit-log"),
        get("/v1/bill-runs"),
        post("/v1/bill-runs", r#"{"through":"2000-01-01T00:00:00Z"}"#),
        get("/v1/bill-runs/{run}"),
        post("/v1/bill-runs/{run}/advance", ""),
        get("/v1/bill-runs/{run}/exceptions"),
        get("/v1/events"),
        get("/v1/events/{event}"),
        post("/v1/events/{event}/replay", ""),
        get("/v1/webhook-endpoints"),
        post("/v1/webhook-endpoints", ENDPOINT),
        get("/v1/webhook-endpoints/{endpoint}"),
        put("/v1/webhook-endpoints/{endpoint}", ENDPOINT),
        method("DELETE", "/v1/webhook-endpoints/{endpoint}"),
        post("/v1/webhook-endpoints/{endpoint}/rotate-secret", ""),
        get("/v1/webhook-endpoints/{endpoint}/deliveries"),
        get("/v1/invoices"),
        post("/v1/invoices/preview", "{}"),
        get("/v1/invoices/{invoice}"),
        get("/v1/invoices/{invoice}/verify"),
    ]
}

async fn with_everything(door: Door) -> Table {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    let accept = post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#)
        .by(By::Nobody)
        .keep("subscription", "/subscription")
        .keep("invoice", "/invoice");
    table.run([get("/v1/me").keep("me", "/key")]).await;
    let begin = post("/v1/bill-runs", r#"{"through":"2000-01-01T00:00:00Z"}"#);
    let event = get("/v1/events?object={invoice}").keep("event", "/data/0/id");
    let endpoint = post("/v1/webhook-endpoints", ENDPOINT).status(201).keep("endpoint", "/id");
    table.run([accept, begin.status(201).keep("run", "/id"), event, endpoint]).await;
    table
}

pub async fn without_a_good_key_nothing_is_told(door: Door) {
    let mut table = with_everything(door).await;
    let key = table.door.key(By::Seller).unwrap().to_owned();
    let other = table.door.key(By::Other).unwrap().to_owned();
    // The id of one key with the secret of another.
    let (id, _) = key.rsplit_once('_').unwrap();
    let (_, secret) = other.rsplit_once('_').unwrap();
    let bearers = [
        "Bearer".to_owned(),
        "Bearer sk_test_1_2".to_owned(),
        format!("Basic {key}"),
        format!("Bearer {id}_{secret}"),
        format!("Bearer {}", key.replace("sk_test_", "sk_live_")),
    ];
    for route in routes() {
        table.run([route.clone().by(By::Nobody).problem(401, "unauthorized")]).await;
        for bearer in &bearers {
            let refused = route.clone().by(By::Nobody).header("authorization", bearer);
            table.run([refused.problem(401, "unauthorized")]).await;
        }
    }
    // What else is wrong with a request is told to nobody without a key.
    let wrong = format!("Bearer {id}_{secret}");
    table
        .run([
            post("/v1/customers", "{").by(By::Nobody).problem(401, "unauthorized"),
            post("/v1/customers", "{")
                .by(By::Nobody)
                .header("authorization", &wrong)
                .problem(401, "unauthorized"),
        ])
        .await;
}

pub async fn another_seller_finds_nothing(door: Door) {
    let mut table = with_everything(door).await;
    let other = |step: Step| step.by(By::Other);
    let missing = |step: Step| step.by(By::Other).problem(404, "not-found");
    let through = r#"{"through":"2026-12-31T00:00:00Z"}"#;
    let reference = |step: Step, pointer: &'static str| {
        step.by(By::Other).status(422).fault("unknown_reference", pointer)
    };
    table
        .run([
            missing(get("/v1/keys/{me}")),
            missing(post("/v1/keys/{me}/rotate", "{}")),
            missing(post("/v1/keys/{me}/revoke", "")),
            missing(get("/v1/price-lists/acme-{unique}")),
            missing(get("/v1/customers/{customer}")),
            missing(get("/v1/quotes/{quote}")),
            missing(put("/v1/quotes/{quote}", &of_draft(DRAFT))),
            missing(post("/v1/quotes/{quote}/send", "")),
            missing(get("/v1/subscriptions/{subscription}")),
            missing(post("/v1/subscriptions/{subscription}/preview", through)),
            missing(post("/v1/subscriptions/{subscription}/invoices", through)),
            missing(post("/v1/subscriptions/{subscription}/changes", COMMIT)),
            missing(post("/v1/subscriptions/{subscription}/changes/preview", r#"{"change":[]}"#)),
            missing(get("/v1/invoices/{invoice}")),
            missing(get("/v1/invoices/{invoice}/verify")),
            missing(get("/v1/events/{event}")),
            missing(post("/v1/events/{event}/replay", "")),
            missing(get("/v1/webhook-endpoints/{endpoint}")),
            missing(put("/v1/webhook-endpoints/{endpoint}", ENDPOINT)),
            missing(method("DELETE", "/v1/webhook-endpoints/{endpoint}")),
            missing(post("/v1/webhook-endpoints/{endpoint}/rotate-secret", "")),
            missing(get("/v1/webhook-endpoints/{endpoint}/deliveries")),
            missing(get("/v1/bill-runs/{run}")),
            missing(post("/v1/bill-runs/{run}/advance", "")),
            missing(get("/v1/bill-runs/{run}/exceptions")),
            reference(post("/v1/quotes/preview", &of_draft(DRAFT)), "/draft/price_list"),
            reference(post("/v1/quotes", &for_customer(DRAFT)), "/customer"),
            reference(post("/v1/subscriptions", &for_customer(DRAFT)), "/customer"),
            // The other's price list of the same code is the other's.
            other(post("/v1/price-lists", &LIST.replace("\"49\"", "\"50\""))).status(201),
            get("/v1/price-lists/acme-{unique}").json("/plans/0/prices/0/charge/amount", "49"),
            reference(post("/v1/quotes", &for_customer(DRAFT)), "/customer"),
        ])
        .await;
    for list in [
        "price-lists",
        "products",
        "plans",
        "customers",
        "quotes",
        "subscriptions",
        "invoices",
        "bill-runs",
        "events",
        "webhook-endpoints",
    ] {
        let step = other(get(&format!("/v1/{list}?limit=100"))).keep("list", "#body");
        table.run([step]).await;
        for name in ["customer", "quote", "subscription", "invoice", "run", "event", "endpoint"] {
            assert!(!table.kept("list").contains(table.kept(name)), "{list} shows a {name}");
        }
    }
}

/// Keys are changed in the database: there is no route for them yet.
pub async fn a_key_allows_what_its_row_says(door: Door) {
    let store = door.store().unwrap().clone();
    let change = |sql: &'static str| store.run(&[Statement::new(sql)]).unwrap();
    let mut table = Table::new(door);
    let add = || post("/v1/customers", r#"{"name":"Ada"}"#);
    change("UPDATE api_keys SET scopes = '[\"read\"]'");
    // A preview only reads; a commit writes.
    let changes = "/v1/subscriptions/sub_00000000000000000000000000/changes";
    let preview = post(&format!("{changes}/preview"), r#"{"change":[]}"#);
    table
        .run([
            get("/v1/me"),
            add().problem(403, "forbidden"),
            preview.problem(404, "not-found"),
            post(changes, COMMIT).problem(403, "forbidden"),
        ])
        .await;
    change("UPDATE api_keys SET scopes = '[]'");
    table.run([get("/v1/me").problem(403, "forbidden")]).await;
    change(
        "UPDATE api_keys SET scopes = '[\"read\",\"sales\"]', expires_at = '2100-01-01T00:00:00Z'",
    );
    table.run([get("/v1/me"), add().status(201)]).await;
    change("UPDATE api_keys SET expires_at = '2026-01-01T00:00:00Z'");
    table.run([get("/v1/me").problem(401, "unauthorized")]).await;
    change("UPDATE api_keys SET expires_at = NULL, revoked_at = '2026-01-01T00:00:00Z'");
    table.run([get("/v1/me").problem(401, "unauthorized")]).await;
}
