//! What has to hold after any crash.

use std::collections::{BTreeMap, BTreeSet};

use seikyu_calendar::Zones;
use seikyu_engine::billing::{BillRequest, bill};
use serde_json::{Value, json};

use crate::{
    clients::{Client, MONTHS},
    world::World,
};

/// What was billed of a subscription: by line and the start of its period, in minor units.
type Billed = BTreeMap<(String, String), i64>;

/// Brings everything to its end, without crashes.
pub async fn finish(client: Client<'_>) {
    for through in MONTHS {
        let form = json!({"through": through});
        let run = client.ask("POST", "/v1/bill-runs", &form, None).await;
        client.finish_run(run.body["id"].as_str().unwrap()).await;
    }
    // Beyond the longest wait for a next try.
    for _ in 0..40 {
        while client.world.dispatch().await != Some(0) {}
        if pending(client.world) == 0 {
            return;
        }
        client.world.wait(2 * 60 * 60);
    }
    panic!("{} events never arrived", pending(client.world));
}

fn pending(world: &World) -> u64 {
    let sql = "SELECT CAST(count(*) AS TEXT) AS n FROM webhook_deliveries \
               WHERE seller_id = ?1 AND status NOT IN ('delivered', 'failed')";
    world.rows(sql)[0].read("n").unwrap()
}

/// Checks everything.
pub async fn check(client: Client<'_>) {
    let invoices = documents(client, "invoices").await;
    numbers(client, "invoices", &invoices).await;
    let notes = documents(client, "credit-notes").await;
    numbers(client, "credit-notes", &notes).await;
    credits(&invoices, &notes);
    // What a void invoice billed is billed by another.
    let void = |invoice: &Value| {
        notes.iter().any(|note| note["voids"] == true && note["invoice"]["id"] == invoice["id"])
    };
    let invoices: Vec<Value> = invoices.into_iter().filter(|invoice| !void(invoice)).collect();
    let mut subscriptions: Vec<String> =
        client.known.subscriptions.iter().map(|one| one.id.clone()).collect();
    for accepted in client.known.accepted.lock().unwrap().iter() {
        subscriptions.push(accepted["subscription"].as_str().unwrap().to_owned());
    }
    assert_eq!(subscriptions.len(), 3);
    for subscription in &subscriptions {
        periods(client, subscription, &invoices).await;
    }
    books(client).await;
    payments(client).await;
    events(client).await;
}

/// The documents of a kind by number, as they are stored.
async fn documents(client: Client<'_>, kind: &str) -> Vec<Value> {
    let page = client.get(&format!("/v1/{kind}?limit=100")).await;
    assert_eq!(page["next"], Value::Null);
    let mut documents = Vec::new();
    for listed in page["data"].as_array().unwrap() {
        let id = listed["id"].as_str().unwrap();
        let mut document = client.get(&format!("/v1/{kind}/{id}")).await;
        document["hash"] = listed["hash"].clone();
        documents.push(document);
    }
    documents.sort_by_key(|document| document["number"].as_str().unwrap().to_owned());
    documents
}

/// No more is taken back of an invoice than it says; of one that is void all, by one credit note.
fn credits(invoices: &[Value], notes: &[Value]) {
    for invoice in invoices {
        let of_invoice: Vec<&Value> =
            notes.iter().filter(|note| note["invoice"]["id"] == invoice["id"]).collect();
        let credited: i64 =
            of_invoice.iter().map(|note| minor(&note["note"]["totals"]["gross"])).sum();
        let gross = minor(&invoice["bill"]["totals"]["gross"]);
        assert!(of_invoice.is_empty() || credited <= gross, "{invoice} {of_invoice:?}");
        if of_invoice.iter().any(|note| note["voids"] == true) {
            assert_eq!((of_invoice.len(), credited), (1, gross), "{invoice} {of_invoice:?}");
        }
    }
}

/// Numbers follow each other from 1; each document names the one before it.
async fn numbers(client: Client<'_>, kind: &str, documents: &[Value]) {
    let mut previous = Value::Null;
    for (index, document) in documents.iter().enumerate() {
        let number = document["number"].as_str().unwrap();
        let sequence: usize = number.rsplit('-').next().unwrap().parse().unwrap();
        assert_eq!(sequence, index + 1, "{number}");
        assert_eq!(document["previous"], previous, "{number}");
        previous = document["hash"].clone();
    }
    if documents.is_empty() {
        return;
    }
    // Each is computed anew from what it holds; one of them by the API, which takes longest.
    let any = client.world.chance(|chance| chance.below(documents.len()));
    let id = documents[any]["id"].as_str().unwrap();
    let verified = client.get(&format!("/v1/{kind}/{id}/verify")).await;
    assert_eq!(verified["verified"], true, "{verified}");
}

fn minor(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

fn add(billed: &mut Billed, lines: &[Value]) {
    for line in lines {
        let start = line["period"]["start"].as_str().unwrap_or_default().to_owned();
        let key = (line["key"].as_str().unwrap().to_owned(), start);
        *billed.entry(key).or_default() += minor(&line["amount"]);
    }
}

/// What was billed is what the contract and its usage come to, computed at one blow.
async fn periods(client: Client<'_>, subscription: &str, invoices: &[Value]) {
    let mut billed = Billed::new();
    for invoice in invoices.iter().filter(|invoice| invoice["subscription"] == subscription) {
        add(&mut billed, invoice["bill"]["lines"].as_array().unwrap());
    }
    let shown = client.get(&format!("/v1/subscriptions/{subscription}")).await;
    let path = format!("/v1/subscriptions/{subscription}/usage-events?limit=100");
    let usage: Vec<Value> = client.get(&path).await["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| {
            let mut record = event.clone();
            let fields = record.as_object_mut().unwrap();
            fields.remove("id");
            fields.remove("received_at");
            record
        })
        .collect();
    let measured = client.known.subscriptions.iter().any(|one| one.id == subscription);
    assert_eq!(usage.len(), if measured { 5 } else { 0 });
    let [.., through] = MONTHS;
    let request = json!({
        "version": "seikyu.bill-request.v1", "contract": shown["contract"], "usage": usage,
        "billed": [], "through": through,
    });
    let request = BillRequest::read(&request.to_string()).unwrap();
    let whole = serde_json::to_value(bill(&request, &Zones::iana()).unwrap()).unwrap();
    let mut expected = Billed::new();
    add(&mut expected, whole["lines"].as_array().unwrap());
    billed.retain(|_, amount| *amount != 0);
    expected.retain(|_, amount| *amount != 0);
    assert_eq!(billed, expected, "{subscription}");
    let path = format!("/v1/subscriptions/{subscription}/preview");
    let due = client.ask("POST", &path, &json!({"through": through}), None).await;
    assert_eq!(due.body["lines"], json!([]), "{subscription}");
}

/// The books come to zero.
async fn books(client: Client<'_>) {
    let report = client.get("/v1/reports/trial-balance?at=2040-01-01").await;
    for currency in report["currencies"].as_array().unwrap() {
        assert_eq!(currency["debit"], currency["credit"]);
        let accounts = currency["accounts"].as_array().unwrap().iter();
        assert_eq!(accounts.map(|account| minor(&account["balance"])).sum::<i64>(), 0);
    }
}

/// Each payment was recorded once.
async fn payments(client: Client<'_>) {
    let page = client.get("/v1/payments?limit=100").await;
    let text = |payment: &Value| payment["reference"].as_str().unwrap().to_owned();
    let mut recorded: Vec<String> = page["data"].as_array().unwrap().iter().map(text).collect();
    let mut paid = client.known.paid.lock().unwrap().clone();
    recorded.sort();
    paid.sort();
    assert_eq!(recorded, paid);
}

/// Each event arrived, and those of an object in their order.
async fn events(client: Client<'_>) {
    let sql = "SELECT e.id FROM webhook_deliveries AS d JOIN events AS e \
               ON e.seller_id = d.seller_id AND e.position = d.position WHERE d.seller_id = ?1";
    let rows = client.world.rows(sql);
    let due: BTreeSet<String> = rows.iter().map(|row| row.read("id").unwrap()).collect();
    let taken = client.world.taken();
    let arrived: BTreeSet<String> = taken.iter().map(|message| message.id.clone()).collect();
    assert!(!due.is_empty());
    assert_eq!(arrived, due);
    let mut last: BTreeMap<&str, u64> = BTreeMap::new();
    for message in &taken {
        let before = last.get(message.object.as_str()).copied();
        assert!(before.is_none_or(|before| message.sequence <= before + 1), "{message:?}");
        let newest = before.unwrap_or_default().max(message.sequence);
        last.insert(&message.object, newest);
    }
}
