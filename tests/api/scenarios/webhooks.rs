//! Webhooks: what arrives at a receiver, in which order, how often, and signed by what.

use std::time::Duration;

use serde_json::{Value, json};

use super::races::at_once;
use crate::{
    catalog::{DRAFT, for_customer, of_draft},
    door::{By, Door},
    receiver::{Behaviour, Received, Receiver, verification_accepts_the_published_example},
    step::{Step, Table, get, method, post, put},
};

/// A table with an endpoint at a receiver, kept as `endpoint`, `secret` and `url`.
pub(super) async fn with_endpoint(door: Door, types: &str) -> (Table, Receiver) {
    let receiver = Receiver::start().await;
    let mut table = Table::new(door);
    table.set("url", &receiver.url());
    table.run([create(types)]).await;
    (table, receiver)
}

fn endpoint_form(types: &str) -> String {
    format!(r#"{{"url":"{{url}}","types":{types}}}"#)
}

pub(super) fn create(types: &str) -> Step {
    post("/v1/webhook-endpoints", &endpoint_form(types))
        .status(201)
        .json("/enabled", true)
        .keep("endpoint", "/id")
        .keep("secret", "/secret")
}

/// Other scenarios may share the seller, so what is made here is taken away.
pub(super) async fn end(mut table: Table) {
    table
        .run([
            method("DELETE", "/v1/webhook-endpoints/{endpoint}").json("/deleted", true),
            get("/v1/webhook-endpoints/{endpoint}").problem(404, "not-found"),
        ])
        .await;
}

pub(super) fn customer(name: &str) -> Step {
    post("/v1/customers", &format!(r#"{{"name":"{name}"}}"#)).status(201)
}

pub(super) fn deliveries() -> Step {
    get("/v1/webhook-endpoints/{endpoint}/deliveries")
}

pub(super) const CUSTOMERS: &str = r#"["customer.created"]"#;

pub async fn an_event_arrives_signed_and_once(door: Door) {
    verification_accepts_the_published_example();
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    table.run([customer("Ada").keep("ada", "/id")]).await;
    table.door.dispatch().await;
    table.door.dispatch().await;
    let received = receiver.received();
    let [message] = received.as_slice() else { panic!("{received:?}") };
    assert!(message.is_signed_by(table.kept("secret")), "{message:?}");
    assert_eq!((message.method.as_str(), &*message.content_type), ("POST", "application/json"));
    assert_eq!(message.text("object"), table.kept("ada"));
    let timestamp: i64 = message.timestamp.parse().unwrap();
    assert!(timestamp > 1_700_000_000 && message.timestamp.len() == 10, "{timestamp}");
    table.set("event", &message.id);
    table.set("body", &message.body);
    table
        .run([
            // What was sent is what the API shows, to the byte.
            get("/v1/events/{event}").same("body"),
            deliveries()
                .json("/data/0/event", "{event}")
                .json("/data/0/object", "{ada}")
                .json("/data/0/status", "delivered")
                .json("/data/0/attempts/0/status", 204)
                .json("/data/0/attempts/0/answer", "")
                .json("/next", Value::Null)
                .keep("deliveries", "#body"),
            // The secret is shown once.
            get("/v1/webhook-endpoints/{endpoint}").json("/url", "{url}").keep("shown", "#body"),
            get("/v1/webhook-endpoints").keep("list", "#body"),
        ])
        .await;
    let shown: Value = serde_json::from_str(table.kept("deliveries")).unwrap();
    assert_eq!(shown["data"].as_array().map(Vec::len), Some(1), "{shown}");
    assert_eq!(shown["data"][0]["attempts"].as_array().map(Vec::len), Some(1), "{shown}");
    for kept in ["shown", "list"] {
        assert!(!table.kept(kept).contains("whsec_"), "{kept} shows a secret");
    }
    end(table).await;
}

/// Two quotes: of the one whose first event is refused nothing more is sent, the other goes on. When the
/// refusal ends, what waited arrives in its order.
pub async fn events_of_an_object_keep_their_order(door: Door) {
    let receiver = Receiver::start().await;
    let mut table = Table::new(door);
    table.set("url", &receiver.url());
    table.run(super::seller_with_customer()).await;
    table.run([create(r#"["quote.created","quote.revised","quote.sent"]"#)]).await;
    let draft = for_customer(DRAFT);
    for name in ["first", "second"] {
        let revised = of_draft(DRAFT);
        let path = format!("/v1/quotes/{{{name}}}");
        table
            .run([
                post("/v1/quotes", &draft).status(201).keep(name, "/id"),
                put(&path, &revised),
                post(&format!("{path}/send"), ""),
            ])
            .await;
    }
    receiver.refuse(&[table.kept("first")]);
    table.door.dispatch().await;
    let said = |of: &str| {
        let arrived = receiver.arrived().into_iter();
        arrived.filter(|(_, object)| object == of).map(|(said, _)| said).collect::<Vec<_>>()
    };
    let (first, second) = (table.kept("first").to_owned(), table.kept("second").to_owned());
    assert_eq!(said(&first), ["quote.created"]);
    assert_eq!(said(&second), ["quote.created", "quote.revised", "quote.sent"]);
    table
        .run([deliveries()
            .json("/data/5/object", "{first}")
            .json("/data/5/status", "pending")
            .json("/data/5/attempts/0/status", 500)
            .json("/data/5/attempts/0/answer", "not now")
            .json("/data/4/status", "waiting")
            .json("/data/4/attempts", json!([]))
            .json("/data/3/status", "waiting")
            .json("/data/2/status", "delivered")
            .json("/data/0/status", "delivered")])
        .await;
    receiver.refuse(&[]);
    pass(&table.door, 6).await;
    table.door.dispatch().await;
    assert_eq!(said(&first), ["quote.created", "quote.created", "quote.revised", "quote.sent"]);
    assert_eq!(said(&second).len(), 3);
    table.run([deliveries().json("/data/5/status", "delivered")]).await;
    end(table).await;
}

/// Lets seconds pass: the clock is put forward where it can be.
pub(super) async fn pass(door: &Door, seconds: u64) {
    if !door.wait(seconds) {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }
}

pub async fn a_rotated_secret_overlaps_with_the_one_before(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    table
        .run([
            post("/v1/webhook-endpoints/{endpoint}/rotate-secret", "").keep("new", "/secret"),
            customer("Ada"),
        ])
        .await;
    table.door.dispatch().await;
    let received = receiver.received();
    let [message] = received.as_slice() else { panic!("{received:?}") };
    let (old, new) = (table.kept("secret").to_owned(), table.kept("new").to_owned());
    assert_ne!(old, new);
    assert_eq!(message.signatures.len(), 2);
    assert!(message.is_signed_by(&old) && message.is_signed_by(&new));
    let view = get("/v1/webhook-endpoints/{endpoint}");
    table.run([view.clone().keep("overlap", "/previous_secret_ends_at")]).await;
    // After a day only the new one signs.
    if table.door.wait(24 * 60 * 60) {
        table.run([customer("Bo"), view.keep("over", "#body")]).await;
        table.door.dispatch().await;
        let last: Received = receiver.received().pop().unwrap();
        assert_eq!(last.signatures.len(), 1);
        assert!(last.is_signed_by(&new) && !last.is_signed_by(&old));
        assert!(!table.kept("over").contains("previous_secret_ends_at"));
    }
    end(table).await;
}

/// An event of before the endpoint, and one that was delivered, are sent again by hand.
pub async fn an_event_is_sent_again_by_hand(door: Door) {
    let receiver = Receiver::start().await;
    let mut table = Table::new(door);
    table.set("url", &receiver.url());
    table.run([customer("Ada").keep("ada", "/id"), create(CUSTOMERS)]).await;
    table.run([get("/v1/events?object={ada}").keep("event", "/data/0/id")]).await;
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 0, "the event came before the endpoint");
    let replay = || post("/v1/events/{event}/replay", r#"{"endpoint":"{endpoint}"}"#).status(202);
    table.run([replay().json("/endpoints", json!([table.kept("endpoint")]))]).await;
    table.door.dispatch().await;
    // Without a body: to every endpoint that wants the type, of which there is one here at least.
    table.run([post("/v1/events/{event}/replay", "").status(202).keep("to", "#body")]).await;
    assert!(table.kept("to").contains(table.kept("endpoint")), "{}", table.kept("to"));
    table.door.dispatch().await;
    let ids: Vec<String> = receiver.received().into_iter().map(|message| message.id).collect();
    assert_eq!(ids, [table.kept("event"), table.kept("event")]);
    table
        .run([
            deliveries()
                .json("/data/0/replays", 2)
                .json("/data/0/attempts/1/status", 204)
                .json("/data/0/status", "delivered"),
            replay().by(By::Other).problem(404, "not-found"),
            post("/v1/events/{event}/replay", r#"{"endpoint":"whe_00000000000000000000000000"}"#)
                .status(422)
                .fault("unknown_reference", "/endpoint"),
            put("/v1/webhook-endpoints/{endpoint}", r#"{"url":"{url}","enabled":false}"#),
            replay().status(422).fault("unknown_reference", "/endpoint"),
        ])
        .await;
    end(table).await;
}

pub async fn an_endpoint_names_the_field(door: Door) {
    let receiver = Receiver::start().await;
    let mut table = Table::new(door);
    table.set("url", &receiver.url());
    let refused = |body: &str| post("/v1/webhook-endpoints", body).status(422);
    for url in [
        "https://10.0.0.1/hooks",
        "https://[::ffff:192.168.0.1]/hooks",
        "https://0xa.1/hooks",
        "https://167772161/hooks",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://metadata.google.internal/",
        "https://printer/",
    ] {
        table
            .run([refused(&format!(r#"{{"url":"{url}"}}"#)).fault("address_not_public", "/url")])
            .await;
    }
    for url in [
        "",
        "hooks",
        "http://example.com/hooks",
        "https://user:password@example.com/hooks",
        "https://example.com:22/hooks",
        "https://example.com/#hooks",
        "http://10.0.0.1:8080/hooks",
    ] {
        table.run([refused(&format!(r#"{{"url":"{url}"}}"#)).fault("invalid_url", "/url")]).await;
    }
    let good = r#"{"url":"https://example.com/hooks","enabled":false}"#;
    table
        .run([
            refused("{}").fault("missing_field", ""),
            refused(r#"{"url":"https://a.example/","secret":"x"}"#)
                .fault("unknown_field", "/secret"),
            refused(r#"{"url":"https://a.example/","types":[]}"#).fault("out_of_range", "/types"),
            refused(
                r#"{"url":"ftp://a","types":["a.b","quote.sent","quote.sent"],"description":""}"#,
            )
            .fault("invalid_url", "/url")
            .fault("unknown_reference", "/types/0")
            .fault("duplicate_code", "/types/2")
            .fault("out_of_range", "/description"),
            post("/v1/webhook-endpoints", good)
                .status(201)
                .json("/enabled", false)
                .json("/disabled_reason", "asked")
                .json("/types", Value::Null)
                .keep("endpoint", "/id"),
            put("/v1/webhook-endpoints/{endpoint}", r#"{"url":"https://10.0.0.1/"}"#)
                .status(422)
                .fault("address_not_public", "/url"),
            get("/v1/webhook-endpoints/{endpoint}").json("/url", "https://example.com/hooks"),
            get("/v1/webhook-endpoints/1").problem(404, "not-found"),
            method("DELETE", "/v1/webhook-endpoints/{endpoint}")
                .by(By::Other)
                .problem(404, "not-found"),
        ])
        .await;
    end(table).await;
}

/// Events of one seller are not sent to the endpoints of another.
pub async fn endpoints_get_the_events_of_their_seller(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    table.run([customer("Theirs").by(By::Other), customer("Ours").keep("ours", "/id")]).await;
    table.door.dispatch().await;
    let objects: Vec<String> = receiver.arrived().into_iter().map(|(_, object)| object).collect();
    assert_eq!(objects, [table.kept("ours")]);
    table
        .run([
            get("/v1/webhook-endpoints/{endpoint}").by(By::Other).problem(404, "not-found"),
            deliveries().by(By::Other).problem(404, "not-found"),
            get("/v1/webhook-endpoints").by(By::Other).json("/data", json!([])),
        ])
        .await;
    end(table).await;
}

/// A replay of the first event is refused; the second one of its object does not wait for it.
pub async fn a_replay_holds_up_nothing(door: Door) {
    let receiver = Receiver::start().await;
    let mut table = Table::new(door);
    table.set("url", &receiver.url());
    table.run(super::seller_with_customer()).await;
    table
        .run([
            create(r#"["quote.created","quote.revised"]"#),
            post("/v1/quotes", &for_customer(DRAFT)).status(201).keep("quote", "/id"),
            get("/v1/events?object={quote}").keep("event", "/data/0/id"),
        ])
        .await;
    table.door.dispatch().await;
    receiver.then([Behaviour::Answer(500, "not this one"), Behaviour::Answer(500, "nor this")]);
    let replay = r#"{"endpoint":"{endpoint}"}"#;
    table.run([post("/v1/events/{event}/replay", replay).status(202)]).await;
    table.door.dispatch().await;
    table.run([put("/v1/quotes/{quote}", &of_draft(DRAFT))]).await;
    pass(&table.door, 6).await;
    table.door.dispatch().await;
    pass(&table.door, 6).await;
    table.door.dispatch().await;
    table
        .run([deliveries()
            .json("/data/0/type", "quote.revised")
            .json("/data/0/status", "delivered")
            .json("/data/1/type", "quote.created")
            .json("/data/1/replays", 1)])
        .await;
    end(table).await;
}

/// Managing endpoints and sending again needs `admin`; a repeated request does not tell the secret again;
/// the audit log tells who did what, and never a secret.
pub async fn administrators_manage_endpoints(door: Door) {
    let receiver = Receiver::start().await;
    let mut table = Table::new(door);
    table.set("url", &receiver.url());
    table
        .run([post("/v1/keys", r#"{"name":"Sales","role":"sales"}"#)
            .status(201)
            .keep("sales", "/key")])
        .await;
    let sales = |step: Step| step.by(By::Nobody).header("authorization", "Bearer {sales}");
    let endpoint = "/v1/webhook-endpoints/{endpoint}";
    table
        .run([
            create(CUSTOMERS).header("idempotency-key", "{unique}-endpoint"),
            post("/v1/webhook-endpoints", &endpoint_form(CUSTOMERS))
                .header("idempotency-key", "{unique}-endpoint")
                .status(201)
                .json("/id", "{endpoint}")
                .json("/secret", Value::Null)
                .has_header("idempotent-replayed", "true"),
            sales(get(endpoint)).json("/id", "{endpoint}"),
            sales(deliveries()),
            sales(post("/v1/webhook-endpoints", r#"{"url":"{url}"}"#)).problem(403, "forbidden"),
            sales(put(endpoint, r#"{"url":"{url}"}"#)).problem(403, "forbidden"),
            sales(method("DELETE", endpoint)).problem(403, "forbidden"),
            sales(post(&format!("{endpoint}/rotate-secret"), "")).problem(403, "forbidden"),
            sales(customer("Ada")).keep("ada", "/id"),
            get("/v1/events?object={ada}").keep("event", "/data/0/id"),
            sales(post("/v1/events/{event}/replay", "")).problem(403, "forbidden"),
            post(&format!("{endpoint}/rotate-secret"), ""),
        ])
        .await;
    receiver.then([Behaviour::Answer(410, "gone")]);
    table.door.dispatch().await;
    table
        .run([get("/v1/audit-log?object={endpoint}")
            .json("/data/0/action", "webhook_endpoint.disabled")
            .json("/data/0/actor/kind", "system")
            .json("/data/1/action", "webhook_endpoint.secret_rotated")
            .json("/data/2/action", "webhook_endpoint.created")
            .keep("log", "#body")])
        .await;
    assert!(!table.kept("log").contains("whsec_"), "{}", table.kept("log"));
    end(table).await;
}

/// Thirty requests at once, and twenty endpoints; in place of one that is deleted there may be another.
pub async fn a_seller_has_twenty_endpoints_at_most(door: Door) {
    let mut table = Table::new(door);
    let add = post("/v1/webhook-endpoints", r#"{"url":"https://example.com/","enabled":false}"#);
    let answers = at_once(&table, &vec![add.clone(); 30]).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    let refused = answers.iter().filter(|answer| answer.status == 409).count();
    assert_eq!((made, refused), (20, 10), "{answers:?}");
    table
        .run([
            get("/v1/webhook-endpoints?limit=100").keep("endpoint", "/data/0/id"),
            add.clone().problem(409, "too-many-endpoints"),
            method("DELETE", "/v1/webhook-endpoints/{endpoint}"),
            add.status(201),
        ])
        .await;
}
