//! Payments, what they settle, and what becomes of it.

use serde_json::{Value, json};

use super::{
    books::{balance, bill_december, subscribe, subscribed},
    change_effects::{self, seats},
    races::at_once,
};
use crate::{
    catalog::DRAFT,
    door::{By, Door},
    step::{Step, Table, get, post},
};

/// A payment of the kept customer in euros, kept as `payment`.
fn pay(amount: &str, rest: &str) -> Step {
    let body =
        format!(r#"{{"customer":"{{customer}}","currency":"EUR","amount":"{amount}"{rest}}}"#);
    post("/v1/payments", &body).keep("payment", "/id")
}

fn allocated(invoice: &str, amount: &str) -> String {
    format!(r#","allocations":[{{"invoice":"{{{invoice}}}","amount":"{amount}"}}]"#)
}

fn allocate(invoice: &str, amount: &str) -> Step {
    let body = format!(r#"{{"allocations":[{{"invoice":"{{{invoice}}}","amount":"{amount}"}}]}}"#);
    post("/v1/payments/{payment}/allocations", &body)
}

/// How the kept `invoice` stands.
pub async fn standing(table: &mut Table) -> Value {
    let step = get("/v1/invoices/{invoice}/payments");
    let answer = table.send(&step).await;
    table.check(&step, &answer);
    answer.json()
}

fn stands(invoice: &str, state: &str, paid: &str, open: &str) -> Step {
    get(&format!("/v1/invoices/{{{invoice}}}/payments"))
        .json("/state", state)
        .json("/paid", paid)
        .json("/open", open)
}

/// Steps that pay, pay back, reverse, write off and credit, on the kept invoice `owed`.
pub fn of_every_kind() -> [Step; 6] {
    [
        pay("9", "").status(201),
        post("/v1/refunds", r#"{"payment":"{payment}","amount":"4"}"#).status(201),
        pay("5", "").status(201),
        post("/v1/payments/{payment}/reverse", "{}").status(201),
        post("/v1/invoices/{owed}/write-off", r#"{"amount":"1"}"#).status(201),
        post(
            "/v1/credit-notes",
            r#"{"invoice":"{owed}","credit":"invoice","reason":{"en":"Out of service"}}"#,
        )
        .status(201),
    ]
}

/// 253.52 are paid by 100.00 and 200.00: 46.48 are left, and settle a part of the next invoice later.
pub async fn an_invoice_is_paid_in_parts(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2038")).await;
    table
        .run([
            bill_december("2038", "invoice"),
            get("/v1/invoices/{invoice}").keep("document", "#body"),
            stands("invoice", "open", "0.00", "253.52").json("/gross", "253.52"),
            pay("100.00", &allocated("invoice", "100.00"))
                .status(201)
                .json("/status", "received")
                .json("/allocated", "100.00")
                .json("/unallocated", "0.00")
                .json("/allocations/0/amount", "100.00")
                .keep("location", "#location")
                .keep("first", "/id"),
            stands("invoice", "partly_paid", "100.00", "153.52")
                .json("/data/0/payment", "{first}")
                .json("/data/0/kind", "allocation")
                .json("/data/0/amount", "100.00")
                .json("/next", Value::Null),
            get("/v1/invoices?limit=1")
                .json("/data/0/state", "partly_paid")
                .json("/data/0/paid", "100.00")
                .json("/data/0/open", "153.52"),
            pay("200", &format!(r#","reference":"Wire 7"{}"#, allocated("invoice", "153.52")))
                .status(201)
                .json("/amount", "200.00")
                .json("/reference", "Wire 7")
                .json("/unallocated", "46.48"),
            stands("invoice", "paid", "253.52", "0.00"),
            get("/v1/payments/{first}").json("/allocated", "100.00").json("/refunded", "0.00"),
            get("/v1/payments?limit=1").json("/data/0/id", "{payment}"),
            // Nothing of it is in the document.
            get("/v1/invoices/{invoice}").same("document"),
            get("/v1/invoices/{invoice}/verify").json("/verified", true),
            subscribe("2038"),
            bill_december("2038", "next"),
            allocate("next", "46.48").status(201).json("/unallocated", "0.00"),
            stands("next", "partly_paid", "46.48", "207.04"),
            get("/v1/payments/{payment}/allocations?limit=1")
                .json("/data/0/invoice", "{invoice}")
                .json("/data/0/amount", "153.52")
                .keep("cursor", "/next"),
            get("/v1/payments/{payment}/allocations?limit=1&cursor={cursor}")
                .json("/data/0/invoice", "{next}")
                .json("/data/0/amount", "46.48")
                .json("/next", Value::Null),
        ])
        .await;
    assert!(table.kept("location").ends_with(table.kept("first")));
    // The document is due in 30 days: not on that day, but on the day after.
    let document: Value = serde_json::from_str(table.kept("document")).unwrap();
    table.set("due", document["due_on"].as_str().unwrap());
    table
        .run([
            get("/v1/invoices/{next}/payments?at={due}").json("/state", "partly_paid"),
            get("/v1/invoices/{next}/payments?at=2038-12-31").json("/state", "overdue"),
            get("/v1/invoices/{invoice}/payments?at=2038-12-31").json("/state", "paid"),
            get("/v1/invoices?at=2038-12-31&limit=1").json("/data/0/state", "overdue"),
            // Before its day it is not there.
            get("/v1/invoices/{next}/payments?at=2020-01-01").problem(404, "not-found"),
        ])
        .await;
}

pub async fn a_payment_names_the_field(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2039")).await;
    table.run([bill_december("2039", "invoice")]).await;
    let refused = |amount: &str, rest: &str| pay_refused(amount, rest).status(422);
    let of = |invoice: &str, amount: &str| {
        format!(r#","allocations":[{{"invoice":"{invoice}","amount":"{amount}"}}]"#)
    };
    let nobody = "inv_00000000000000000000000000";
    let twice = r#","allocations":[{"invoice":"{invoice}","amount":"1"},{"invoice":"{invoice}","amount":"1"}]"#;
    table
        .run([
            refused("0", "").fault("out_of_range", "/amount"),
            refused("-1", "").fault("out_of_range", "/amount"),
            refused("0.001", "").fault("too_precise", "/amount"),
            refused("10000000000000.01", "").fault("out_of_range", "/amount"),
            refused("ten", "").fault("not_a_number", "/amount"),
            refused("1", r#","received_on":"2026-02-30""#).fault("invalid_time", "/received_on"),
            refused("1", r#","received_on":"2450-01-01""#).fault("out_of_range", "/received_on"),
            refused("1", r#","reference":" x""#).fault("out_of_range", "/reference"),
            refused("1", r#","note":"x""#).fault("unknown_field", "/note"),
            refused("1", &of(nobody, "1")).fault("unknown_reference", "/allocations/0/invoice"),
            refused("1", twice).fault("duplicate_code", "/allocations/1/invoice"),
            // More than is open, and more than there is.
            refused("300", &of("{invoice}", "253.53"))
                .fault("exceeds_open", "/allocations/0/amount"),
            refused("100", &of("{invoice}", "100.01")).fault("exceeds_open", "/allocations"),
            refused("100", &of("{invoice}", "0")).fault("out_of_range", "/allocations/0/amount"),
            post("/v1/payments", r#"{"customer":"cus_00000000000000000000000000","currency":"EUR","amount":"1"}"#)
                .status(422)
                .fault("unknown_reference", "/customer"),
            // Another currency, and another customer.
            post("/v1/payments", r#"{"customer":"{customer}","currency":"USD","amount":"10","allocations":[{"invoice":"{invoice}","amount":"1"}]}"#)
                .status(422)
                .fault("currency_mismatch", "/allocations/0/invoice"),
            post("/v1/customers", r#"{"name":"Another"}"#).status(201).keep("customer", "/id"),
            refused("1", &of("{invoice}", "1")).fault("customer_mismatch", "/allocations/0/invoice"),
            pay("5", "").status(201),
            allocate("invoice", "1").status(422).fault("customer_mismatch", "/allocations/0/invoice"),
            post("/v1/payments/{payment}/allocations", r#"{"allocations":[]}"#)
                .status(422)
                .fault("out_of_range", "/allocations"),
            post("/v1/payments/{payment}/allocations", r#"{"allocations":[],"allocated_on":"2020-01-01"}"#)
                .status(422)
                .fault("out_of_range", "/allocated_on"),
            stands("invoice", "open", "0.00", "253.52"),
            // Another seller finds nothing.
            get("/v1/payments/{payment}").by(By::Other).problem(404, "not-found"),
            get("/v1/invoices/{invoice}/payments").by(By::Other).problem(404, "not-found"),
            allocate("invoice", "1").by(By::Other).problem(404, "not-found"),
            post("/v1/payments/{payment}/reverse", "{}").by(By::Other).problem(404, "not-found"),
            post("/v1/invoices/{invoice}/write-off", "{}").by(By::Other).problem(404, "not-found"),
            post("/v1/refunds", r#"{"payment":"{payment}","amount":"1"}"#)
                .by(By::Other)
                .status(422)
                .fault("unknown_reference", "/payment"),
        ])
        .await;
}

fn pay_refused(amount: &str, rest: &str) -> Step {
    let body =
        format!(r#"{{"customer":"{{customer}}","currency":"EUR","amount":"{amount}"{rest}}}"#);
    post("/v1/payments", &body)
}

/// A payment of 300.00 that settled 253.52 bounces: the invoice is open again, and nothing is left.
pub async fn a_payment_that_bounces_opens_what_it_settled(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2040")).await;
    let reverse = |body: &str| post("/v1/payments/{payment}/reverse", body);
    table
        .run([
            bill_december("2040", "invoice"),
            pay("300", &allocated("invoice", "253.52")).status(201),
            stands("invoice", "paid", "253.52", "0.00"),
            reverse(r#"{"reversed_on":"2020-01-01"}"#)
                .status(422)
                .fault("out_of_range", "/reversed_on"),
            reverse(r#"{"reason":"No funds"}"#)
                .header("idempotency-key", "r-{unique}")
                .status(201)
                .json("/status", "reversed")
                .json("/reason", "No funds")
                .json("/allocated", "0.00")
                .json("/unallocated", "0.00")
                .keep("reversed", "#body"),
            reverse(r#"{"reason":"No funds"}"#)
                .header("idempotency-key", "r-{unique}")
                .status(201)
                .has_header("idempotent-replayed", "true")
                .same("reversed"),
            get("/v1/payments/{payment}").json("/status", "reversed").json("/allocated", "0.00"),
            stands("invoice", "open", "0.00", "253.52")
                .json("/data/0/amount", "253.52")
                .json("/data/1/amount", "-253.52")
                .json("/data/1/kind", "reversal"),
            reverse("{}").problem(409, "payment-reversed"),
            allocate("invoice", "1.00").problem(409, "payment-reversed"),
            post("/v1/refunds", r#"{"payment":"{payment}","amount":"46.48"}"#)
                .status(422)
                .fault("exceeds_open", "/amount"),
            // What is open again is paid by another.
            pay("253.52", &allocated("invoice", "253.52")).status(201),
            stands("invoice", "paid", "253.52", "0.00"),
        ])
        .await;
}

/// Of 300.00 are 46.48 left; 40.00 of them are paid back.
pub async fn what_is_left_is_paid_back(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2041")).await;
    let refund = |body: &str| post("/v1/refunds", body);
    table
        .run([
            bill_december("2041", "invoice"),
            pay("300", &allocated("invoice", "253.52")).status(201),
            refund(r#"{"payment":"{payment}","amount":"46.49"}"#)
                .status(422)
                .fault("exceeds_open", "/amount"),
            refund(r#"{"amount":"1"}"#).status(422).fault("missing_field", ""),
            refund(r#"{"payment":"{payment}","invoice":"{invoice}","amount":"1"}"#)
                .status(422)
                .fault("missing_field", ""),
            // An invoice above zero has nothing to pay back.
            refund(r#"{"invoice":"{invoice}","amount":"1"}"#)
                .status(422)
                .fault("exceeds_open", "/amount"),
            refund(r#"{"payment":"{payment}","amount":"40","reference":"Back"}"#)
                .status(201)
                .json("/amount", "40.00")
                .json("/customer", "{customer}")
                .keep("refund", "/id"),
            get("/v1/refunds/{refund}").json("/payment", "{payment}").json("/reference", "Back"),
            get("/v1/refunds?limit=1").json("/data/0/id", "{refund}"),
            get("/v1/payments/{payment}")
                .json("/allocated", "253.52")
                .json("/refunded", "40.00")
                .json("/unallocated", "6.48"),
            // What was paid back cannot bounce.
            post("/v1/payments/{payment}/reverse", "{}").problem(409, "payment-refunded"),
        ])
        .await;
}

/// Five seats fewer are −37.25, less their discount of 3.73, with 20 % tax on −33.52: −40.22. Of that
/// 30.00 are set against the invoice before, and 10.00 are paid back.
pub async fn a_credit_settles_or_is_paid_back(door: Door) {
    let mut table = change_effects::subscribed(door, DRAFT).await;
    let fewer = seats("20", "{now}");
    let credit = |amount: &str| {
        let body = format!(r#"{{"allocations":[{{"invoice":"{{first}}","amount":"{amount}"}}]}}"#);
        post("/v1/invoices/{credit}/allocations", &body)
    };
    let refund = |amount: &str| {
        post("/v1/refunds", &format!(r#"{{"invoice":"{{credit}}","amount":"{amount}"}}"#))
    };
    table
        .run([
            get("/v1/invoices?limit=1").json("/data/0/open", "253.52").keep("first", "/data/0/id"),
            change_effects::preview(&fewer),
            change_effects::commit(&fewer).keep("credit", "/invoice"),
            stands("credit", "open", "0.00", "-40.22").json("/gross", "-40.22"),
            credit("40.23").status(422).fault("exceeds_open", "/allocations"),
            credit("30.00").status(201).json("/unallocated", "10.22"),
            stands("first", "partly_paid", "30.00", "223.52")
                .json("/data/0/kind", "allocation")
                .json("/data/0/amount", "30.00"),
            stands("credit", "partly_paid", "-30.00", "-10.22"),
            refund("10.23").status(422).fault("exceeds_open", "/amount"),
            refund("10.00").status(201).json("/invoice", "{credit}").json("/currency", "EUR"),
            stands("credit", "partly_paid", "-40.00", "-0.22"),
            refund("0.22").status(201),
            stands("credit", "paid", "-40.22", "0.00"),
            // A credit is nothing to pay, and what is to be paid is no credit.
            post("/v1/invoices/{credit}/write-off", "{}").problem(409, "nothing-open"),
            post(
                "/v1/invoices/{first}/allocations",
                r#"{"allocations":[{"invoice":"{first}","amount":"1"}]}"#,
            )
            .status(422)
            .fault("exceeds_open", "/allocations"),
        ])
        .await;
}

/// Of 253.52 are 53.52 paid, 100.00 and then the rest given up.
pub async fn what_will_not_be_paid_is_written_off(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2042")).await;
    let write_off = |body: &str| post("/v1/invoices/{invoice}/write-off", body);
    table
        .run([
            bill_december("2042", "invoice"),
            get("/v1/invoices/{invoice}").keep("document", "#body"),
            pay("53.52", &allocated("invoice", "53.52")).status(201),
            write_off(r#"{"amount":"200.01"}"#).status(422).fault("exceeds_open", "/amount"),
            write_off(r#"{"written_off_on":"2020-01-01"}"#)
                .status(422)
                .fault("out_of_range", "/written_off_on"),
            write_off(r#"{"amount":"100"}"#).status(201).json("/amount", "100.00"),
            stands("invoice", "partly_paid", "53.52", "100.00").json("/written_off", "100.00"),
            write_off(r#"{"reason":"Insolvent"}"#)
                .status(201)
                .json("/amount", "100.00")
                .keep("write_off", "/id"),
            stands("invoice", "uncollectible", "53.52", "0.00").json("/written_off", "200.00"),
            get("/v1/write-offs/{write_off}").json("/reason", "Insolvent"),
            get("/v1/write-offs?limit=1").json("/data/0/invoice", "{invoice}"),
            write_off("{}").problem(409, "nothing-open"),
            get("/v1/invoices/{invoice}").same("document"),
        ])
        .await;
}

/// Eight payments of 100.00 want the same 253.52: two of them settle 100.00, and no third.
pub async fn the_same_money_is_not_settled_twice(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2043")).await;
    table.run([bill_december("2043", "invoice")]).await;
    let pays = vec![pay("100", &allocated("invoice", "100")); 8];
    let answers = at_once(&table, &pays).await;
    let won = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(won, 2, "{answers:?}");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.status, 422, "{answer:?}");
        assert_eq!(answer.json()["errors"][0]["code"], "exceeds_open");
    }
    // The rest of a payment is not used twice either: of six allocations of 30.00 each two fit in 60.
    table
        .run([
            stands("invoice", "partly_paid", "200.00", "53.52"),
            subscribe("2043"),
            bill_december("2043", "next"),
            pay("60", "").status(201),
        ])
        .await;
    let answers = at_once(&table, &vec![allocate("next", "30"); 6]).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 2, "{answers:?}");
    let keyed = pay("10", "").header("idempotency-key", "p-{unique}");
    let answers = at_once(&table, &vec![keyed; 6]).await;
    let ids: std::collections::BTreeSet<_> = answers.iter().map(|a| a.text("/id")).collect();
    assert_eq!(ids.len(), 1, "{answers:?}");
    table.run([stands("next", "partly_paid", "60.00", "193.52")]).await;
}

/// What each effect does to each account, in cents.
pub async fn every_effect_is_in_the_books(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2044")).await;
    let accounts = ["cash", "receivable", "customer_credit", "bad_debt"];
    let mut before = Vec::new();
    for account in accounts {
        before.push(balance(&mut table, account, "2450-01-01").await);
    }
    let effects = [
        (bill_december("2044", "invoice"), [0, 25_352, 0, 0]),
        (pay("300", &allocated("invoice", "200")).status(201), [30_000, -20_000, -10_000, 0]),
        (allocate("invoice", "50").status(201), [0, -5_000, 5_000, 0]),
        (post("/v1/invoices/{invoice}/write-off", "{}").status(201), [0, -352, 0, 352]),
        (post("/v1/payments/{payment}/reverse", "{}").status(201), [-30_000, 25_000, 5_000, 0]),
        (pay("10", "").status(201), [1_000, 0, -1_000, 0]),
        (
            post("/v1/refunds", r#"{"payment":"{payment}","amount":"4"}"#).status(201),
            [-400, 0, 400, 0],
        ),
    ];
    for (step, changes) in effects {
        table.run([step.clone()]).await;
        for (index, account) in accounts.iter().enumerate() {
            let after = balance(&mut table, account, "2450-01-01").await;
            assert_eq!(after - before[index], changes[index], "{account} of {step:?}");
            before[index] = after;
        }
    }
    let kinds: Vec<Value> = super::books::journal(&mut table)
        .await
        .into_iter()
        .filter(|entry| entry["customer"] == table.kept("customer"))
        .map(|entry| entry["kind"].clone())
        .collect();
    for kind in ["invoice", "payment", "allocation", "write_off", "reversal", "refund"] {
        assert!(kinds.contains(&json!(kind)), "{kind} of {kinds:?}");
    }
}
