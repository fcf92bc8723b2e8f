//! Sellers do not meet, and without a good key or link nothing is told: every operation of the API, asked
//! for by everyone who may not.

use seikyu_cli::sqlite::SqliteStore;
use seikyu_service::{
    access::Scope,
    http::{Access, Operation, ParameterKind, openapi::document, operations},
    store::Statement,
};
use serde_json::Value;

use super::{sent, sent_quote, token};
use crate::{
    catalog::{DRAFT, LIST, for_customer, of_draft},
    door::{By, Door},
    step::{Step, Table, get, method, post, request},
};

const COMMIT: &str = r#"{"change":[],"through":"2026-12-31T00:00:00Z","basis":{"engine":"","contract":"",
    "usage":"","billed":"","payment":"","change":"","result":""}}"#;

/// An endpoint to which nothing is sent.
const ENDPOINT: &str = r#"{"url":"https://example.com/hooks","enabled":false}"#;

/// What needs no right at all.
const OPEN: &[&str] = &["/healthz", "/v1/zones/{*name}"];

/// The object that a path with an id is about, by what the path begins with.
const OBJECTS: &[(&str, &str)] = &[
    ("/v1/keys/", "me"),
    ("/v1/customers/", "customer"),
    ("/v1/quotes/", "quote"),
    ("/v1/subscriptions/", "subscription"),
    ("/v1/bill-runs/", "run"),
    ("/v1/events/", "event"),
    ("/v1/webhook-endpoints/", "endpoint"),
    ("/v1/invoices/", "invoice"),
    ("/v1/credit-notes/", "credit_note"),
    ("/v1/change-links/", "invoice"),
    ("/v1/payments/", "payment"),
    ("/v1/refunds/", "refund"),
    ("/v1/write-offs/", "write_off"),
];

/// What a seller has that nobody else may learn of.
const SECRETS: &[&str] = &[
    "me",
    "customer",
    "quote",
    "subscription",
    "run",
    "event",
    "endpoint",
    "invoice",
    "credit_note",
    "payment",
    "refund",
    "write_off",
];

/// The request of an operation, well-formed, about what the table has kept; `token` names the link.
fn asked(operation: &Operation, described: &Value, token: &str) -> Step {
    let object = || {
        let known = OBJECTS.iter().find(|(prefix, _)| operation.path.starts_with(prefix));
        let (_, name) = known.unwrap_or_else(|| panic!("no object for {}", operation.path));
        format!("{{{name}}}")
    };
    let mut path = operation.path.replace("{code}", "acme-{unique}");
    path = path.replace("{token}", &format!("{{{token}}}"));
    if path.contains("{id}") {
        path = path.replace("{id}", &object());
    }
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    for (index, parameter) in required.enumerate() {
        assert_eq!(parameter.kind, ParameterKind::Day);
        let mark = if index == 0 { '?' } else { '&' };
        path.push_str(&format!("{mark}{}=2026-12-31", parameter.name));
    }
    let example = &described["requestBody"]["content"]["application/json"]["example"];
    let body = if example.is_null() { String::new() } else { example.to_string() };
    request(operation.method.name(), &path, &body).by(By::Nobody)
}

/// Every operation with its description.
fn described() -> Vec<(Operation, Value)> {
    let document = document::<SqliteStore>();
    let operations = operations::<SqliteStore>().into_iter().map(|operation| {
        let path = operation.path.replace("{*", "{");
        let method = operation.method.name().to_lowercase();
        let described = document["paths"][path.as_str()][method.as_str()].clone();
        assert!(described.is_object(), "{method} {path} is not described");
        (operation, described)
    });
    operations.collect()
}

/// One object of every kind, and links to a quote and to a plan, of two customers.
async fn with_everything(door: Door) -> Table {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("quote_link", &token(table.kept("link")));
    let accept = post("/v1/links/{quote_link}/accept", r#"{"digest":"{digest}"}"#)
        .by(By::Nobody)
        .keep("subscription", "/subscription")
        .keep("invoice", "/invoice");
    let through = r#"{"through":"2000-01-01T00:00:00Z"}"#;
    let pay = r#"{"customer":"{customer}","currency":"EUR","amount":"10"}"#;
    table
        .run([
            get("/v1/me").keep("me", "/key"),
            accept,
            post("/v1/subscriptions/{subscription}/change-link", "").keep("change_link", "/link"),
            post("/v1/bill-runs", through).status(201).keep("run", "/id"),
            get("/v1/events?object={invoice}").keep("event", "/data/0/id"),
            post("/v1/webhook-endpoints", ENDPOINT).status(201).keep("endpoint", "/id"),
            post("/v1/payments", pay).status(201).keep("payment", "/id"),
            post("/v1/refunds", r#"{"payment":"{payment}","amount":"1"}"#)
                .status(201)
                .keep("refund", "/id"),
            post("/v1/invoices/{invoice}/write-off", r#"{"amount":"1"}"#)
                .status(201)
                .keep("write_off", "/id"),
            post(
                "/v1/credit-notes",
                r#"{"invoice":"{invoice}","credit":"invoice","reason":{"en":"Broken"}}"#,
            )
            .status(201)
            .keep("credit_note", "/id"),
        ])
        .await;
    table.set("change_link", &after_hash(table.kept("change_link")));
    let first: Vec<(&str, String)> = ["customer", "quote", "subscription"]
        .map(|name| (name, table.kept(name).to_owned()))
        .into();
    table
        .run([post("/v1/customers", r#"{"name":"Südlicht GmbH"}"#)
            .status(201)
            .keep("customer", "/id")])
        .await;
    table.run(sent_quote(DRAFT)).await;
    table.set("other_quote_link", &token(table.kept("link")));
    table
        .run([
            post("/v1/subscriptions", &for_customer(DRAFT)).status(201).keep("subscription", "/id"),
            post("/v1/subscriptions/{subscription}/change-link", "").keep("link", "/link"),
        ])
        .await;
    table.set("other_change_link", &after_hash(table.kept("link")));
    for (name, value) in first {
        table.set(name, &value);
    }
    table
}

fn after_hash(link: &str) -> String {
    link.split_once('#').expect("a link to a page").1.to_owned()
}

/// A key of the seller with every scope but one, as `key_without_…`.
async fn key_without(table: &mut Table, missing: Scope) -> String {
    let held: Vec<String> = Scope::ALL
        .into_iter()
        .filter(|scope| *scope != missing)
        .map(|scope| format!("\"{}\"", scope.name()))
        .collect();
    let form = format!(r#"{{"name":"x","scopes":[{}]}}"#, held.join(","));
    table.run([post("/v1/keys", &form).status(201).keep("less", "/key")]).await;
    table.kept("less").to_owned()
}

#[track_caller]
fn tells_nothing(table: &Table, step: &Step, body: &str) {
    for name in SECRETS {
        assert!(!body.contains(table.kept(name)), "{step:?} tells of the {name}: {body}");
    }
}

/// Every operation × no key, a wrong key, a key without the scope, another seller's key.
pub async fn every_operation_is_kept_from_who_has_no_right(door: Door) {
    let mut table = with_everything(door).await;
    let key = table.door.key(By::Seller).unwrap().to_owned();
    let other = table.door.key(By::Other).unwrap().to_owned();
    // The id of one key with the secret of another.
    let (id, _) = key.rsplit_once('_').unwrap();
    let (_, secret) = other.rsplit_once('_').unwrap();
    let wrong = [
        "Bearer".to_owned(),
        "Bearer sk_test_1_2".to_owned(),
        format!("Basic {key}"),
        format!("Bearer {id}_{secret}"),
        format!("Bearer {}", key.replace("sk_test_", "sk_live_")),
    ];
    let mut less = Vec::new();
    for scope in Scope::ALL {
        less.push((scope, key_without(&mut table, scope).await));
    }
    let mut open = Vec::new();
    for (operation, described) in described() {
        let step = asked(&operation, &described, "change_link");
        let scope = match operation.access {
            Access::Key(scope) => scope,
            Access::Link | Access::ChangeLink => continue,
            Access::Anyone => {
                open.push(operation.path);
                continue;
            }
        };
        table.run([step.clone().problem(401, "unauthorized")]).await;
        for bearer in &wrong {
            let refused = step.clone().header("authorization", bearer);
            table.run([refused.problem(401, "unauthorized")]).await;
        }
        let (_, less) = less.iter().find(|(missing, _)| *missing == scope).unwrap();
        let forbidden = step.clone().header("authorization", &format!("Bearer {less}"));
        table.run([forbidden.problem(403, "forbidden")]).await;
        let foreign = step.by(By::Other);
        if operation.path.contains('{') {
            table.run([foreign.problem(404, "not-found")]).await;
        } else {
            let answer = table.send(&foreign).await;
            assert!(![401, 403].contains(&answer.status), "{foreign:?} {answer:?}");
            tells_nothing(&table, &foreign, &answer.body);
        }
    }
    assert_eq!(open, OPEN);
    // What else is wrong with a request is told to nobody without a key.
    let wrong = format!("Bearer {id}_{secret}");
    let broken = || post("/v1/customers", "{").by(By::Nobody);
    table
        .run([
            broken().problem(401, "unauthorized"),
            broken().header("authorization", &wrong).problem(401, "unauthorized"),
        ])
        .await;
}

/// Every operation of a link × a wrong signature, the other kind of link, another customer's link.
pub async fn every_link_is_good_for_its_own_only(door: Door) {
    let mut table = with_everything(door).await;
    let mut linked = 0;
    for (operation, described) in described() {
        let (own, kind, other) = match operation.access {
            Access::Link => ("quote_link", "change_link", "other_quote_link"),
            Access::ChangeLink => ("change_link", "quote_link", "other_change_link"),
            Access::Key(_) | Access::Anyone => continue,
        };
        linked += 1;
        let token = table.kept(own).to_owned();
        let (said, signature) = token.rsplit_once('.').unwrap();
        let turned: String = signature.chars().rev().collect();
        table.set("forged", &format!("{said}.{turned}"));
        for bad in ["forged", kind] {
            table.run([asked(&operation, &described, bad).problem(404, "not-found")]).await;
        }
        let step = asked(&operation, &described, other);
        let answer = table.send(&step).await;
        if operation.path.contains("{id}") {
            table.check(&step.problem(404, "not-found"), &answer);
        } else {
            assert!(answer.status < 500, "{answer:?}");
            tells_nothing(&table, &step, &answer.body);
        }
    }
    assert!(linked >= 7);
}

/// Every operation of a link × a link that has expired. The clock is put forward, natively.
pub async fn every_link_ends(door: Door) {
    let mut table = with_everything(door).await;
    assert!(table.door.wait(30 * 24 * 60 * 60 + 60));
    for (operation, described) in described() {
        let own = match operation.access {
            Access::Link => "quote_link",
            Access::ChangeLink => "change_link",
            Access::Key(_) | Access::Anyone => continue,
        };
        table.run([asked(&operation, &described, own).problem(403, "link-expired")]).await;
    }
}

/// What a form names of another seller is not there either.
pub async fn another_seller_finds_nothing(door: Door) {
    let mut table = with_everything(door).await;
    let other = |step: Step| step.by(By::Other);
    let missing = |step: Step| step.by(By::Other).problem(404, "not-found");
    let through = r#"{"through":"2026-12-31T00:00:00Z"}"#;
    let reference = |step: Step, pointer: &'static str| {
        step.by(By::Other).status(422).fault("unknown_reference", pointer)
    };
    let pay = r#"{"customer":"{customer}","currency":"EUR","amount":"10"}"#;
    table
        .run([
            missing(method("DELETE", "/v1/webhook-endpoints/{endpoint}")),
            missing(post("/v1/subscriptions/{subscription}/invoices", through)),
            missing(post("/v1/subscriptions/{subscription}/changes", COMMIT)),
            reference(post("/v1/quotes/preview", &of_draft(DRAFT)), "/draft/price_list"),
            reference(post("/v1/quotes", &for_customer(DRAFT)), "/customer"),
            reference(post("/v1/subscriptions", &for_customer(DRAFT)), "/customer"),
            reference(post("/v1/payments", pay), "/customer"),
            reference(post("/v1/refunds", r#"{"payment":"{payment}","amount":"1"}"#), "/payment"),
            reference(post("/v1/refunds", r#"{"invoice":"{invoice}","amount":"1"}"#), "/invoice"),
            // The other's price list of the same code is the other's.
            other(post("/v1/price-lists", &LIST.replace("\"49\"", "\"50\""))).status(201),
            get("/v1/price-lists/acme-{unique}").json("/plans/0/prices/0/charge/amount", "49"),
            reference(post("/v1/quotes", &for_customer(DRAFT)), "/customer"),
        ])
        .await;
}

/// Keys are changed in the database, as no route can.
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
