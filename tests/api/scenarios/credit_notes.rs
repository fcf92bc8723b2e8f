//! Credit notes and void invoices.

use serde_json::{Value, json};

use super::{
    books::{balance, bill_december, cents, subscribed},
    races::at_once,
};
use crate::{
    door::{By, Door},
    step::{Step, Table, get, post},
};

/// After everything else in the books.
const ALWAYS: &str = "2099-12-31";

/// A table with an invoice of December, kept as `invoice`, and the key and period of its first line. Its
/// lines are 49.00 less 4.90, with 8.82 tax, and 185.75 less 18.58, with 33.43 tax: 253.52.
async fn billed(door: Door, year: &str) -> Table {
    let mut table = Table::new(door);
    table.run(subscribed(year)).await;
    table
        .run([
            bill_december(year, "invoice"),
            get("/v1/invoices/{invoice}").keep("document", "#body"),
        ])
        .await;
    let document: Value = serde_json::from_str(table.kept("document")).unwrap();
    let line = document["bill"]["lines"][0].clone();
    assert_eq!(line["amount"], "49.00");
    table.set("line", line["key"].as_str().unwrap());
    table.set("period", &line["period"].to_string());
    table
}

/// The body that credits what of an invoice, as JSON.
fn of_invoice(credit: &str) -> String {
    format!(r#"{{"invoice":"{{invoice}}","credit":{credit},"reason":{{"en":"Out of service"}}}}"#)
}

/// The body that credits a part of the first line, as JSON.
fn of_line(part: &str) -> String {
    of_invoice(&format!(r#"{{"lines":[{{"line":"{{line}}","period":{{period}}{part}}}]}}"#))
}

fn credit(body: &str) -> Step {
    post("/v1/credit-notes", body)
}

fn stands(state: &str, credited: &str, open: &str) -> Step {
    get("/v1/invoices/{invoice}/payments")
        .json("/state", state)
        .json("/credited", credited)
        .json("/open", open)
}

/// The balances of accounts after everything, in cents.
async fn balances(table: &mut Table) -> [i64; 5] {
    let mut found = [0; 5];
    let accounts = ["receivable", "customer_credit", "tax_payable", "deferred_revenue", "revenue"];
    for (place, account) in found.iter_mut().zip(accounts) {
        *place = balance(table, account, ALWAYS).await;
    }
    found
}

/// The first line is credited with exactly its discount and tax; then all the rest: nothing is left of
/// the invoice, in the books either.
pub async fn a_line_is_credited_and_then_the_rest(door: Door) {
    let mut table = Table::new(door.clone());
    let before = balances(&mut table).await;
    let mut table = billed(door, "2051").await;
    table
        .run([
            post("/v1/credit-notes/preview", &of_line(""))
                .json("/totals/gross", "52.92")
                .json("/lines/0/discount", "4.90")
                .keep("digest", "/digest"),
            stands("open", "0.00", "253.52"),
            credit(&of_line("").replace(r#""reason""#, r#""digest":"{digest}","reason""#))
                .header("idempotency-key", "c-{unique}")
                .status(201)
                .json("/note/totals/net", "44.10")
                .json("/note/totals/tax", "8.82")
                .json("/note/totals/gross", "52.92")
                .json("/note/balance", "52.92")
                .json("/voids", false)
                .json("/invoice/id", "{invoice}")
                .keep("note", "/id")
                .keep("number", "/number")
                .keep("text", "#body"),
            // The same request is the same credit note.
            credit(&of_line("").replace(r#""reason""#, r#""digest":"{digest}","reason""#))
                .header("idempotency-key", "c-{unique}")
                .status(201)
                .same("text"),
            // What was previewed is not what it comes to now.
            credit(
                &of_invoice(r#""invoice""#)
                    .replace(r#""reason""#, r#""digest":"{digest}","reason""#),
            )
            .problem(409, "preview-stale"),
            get("/v1/credit-notes/{note}").same("text"),
            get("/v1/credit-notes/{note}/verify").json("/verified", true),
            stands("partly_paid", "52.92", "200.60")
                .json("/paid", "0.00")
                .json("/data/0/kind", "credit_note"),
            credit(&of_line("")).status(422).fault("nothing_left", "/credit/lines/0"),
            credit(&of_invoice(r#""invoice""#))
                .status(201)
                .json("/note/totals/gross", "200.60")
                .keep("second", "/id"),
            stands("credited", "253.52", "0.00"),
            credit(&of_invoice(r#""invoice""#)).status(422).fault("nothing_left", "/credit"),
            post("/v1/invoices/{invoice}/void", r#"{"reason":{"en":"Late"}}"#)
                .problem(409, "invoice-settled"),
            get("/v1/credit-notes?invoice={invoice}&limit=1")
                .json("/data/0/id", "{second}")
                .json("/data/0/gross", "200.60")
                .keep("cursor", "/next"),
            get("/v1/credit-notes?invoice={invoice}&limit=1&cursor={cursor}")
                .json("/data/0/number", "{number}")
                .json("/next", Value::Null),
            get("/v1/credit-notes/{note}/verify").json("/verified", true),
            get("/v1/credit-notes/{second}/verify").json("/verified", true),
            get("/v1/invoices/{invoice}").same("document"),
            get("/v1/invoices/{invoice}/verify").json("/verified", true),
            get("/v1/events?object={note}&limit=1")
                .json("/data/0/type", "credit_note.issued")
                .json("/data/0/data/gross", "52.92"),
            // It was billed and stays billed.
            post(
                "/v1/subscriptions/{subscription}/preview",
                r#"{"through":"2051-11-30T15:00:00Z"}"#,
            )
            .json("/lines", json!([])),
        ])
        .await;
    assert_eq!(balances(&mut table).await, before);
}

/// A credit on a paid invoice is the customer's: it can be set against another, or paid back.
pub async fn a_credit_on_a_paid_invoice_is_the_customers(door: Door) {
    let mut table = billed(door, "2052").await;
    let before = balance(&mut table, "customer_credit", ALWAYS).await;
    let paid = r#"{"customer":"{customer}","currency":"EUR","amount":"230","allocations":[{"invoice":"{invoice}","amount":"230"}]}"#;
    let refund = |amount: &str| {
        post("/v1/refunds", &format!(r#"{{"invoice":"{{invoice}}","amount":"{amount}"}}"#))
    };
    table
        .run([
            post("/v1/payments", paid).status(201),
            // 24.50 of 49.00, less 2.45, with 4.41 tax: 26.46. Of that 23.52 was open.
            credit(&of_line(r#","amount":"24.50""#))
                .status(201)
                .json("/note/totals/gross", "26.46"),
            stands("paid", "26.46", "-2.94").json("/paid", "230.00"),
            refund("2.95").status(422).fault("exceeds_open", "/amount"),
            refund("2.94").status(201),
            stands("paid", "26.46", "0.00"),
            refund("0.01").status(422),
        ])
        .await;
    assert_eq!(balance(&mut table, "customer_credit", ALWAYS).await, before);
}

/// A void invoice is billed anew, with another number, and the books hold it once.
pub async fn a_void_invoice_is_billed_anew(door: Door) {
    let mut table = billed(door, "2053").await;
    let once = balances(&mut table).await;
    let void = post("/v1/invoices/{invoice}/void", r#"{"reason":{"en":"Wrong address"}}"#);
    table
        .run([
            void.clone()
                .header("idempotency-key", "v-{unique}")
                .status(201)
                .json("/voids", true)
                .json("/note/totals/gross", "253.52")
                .keep("note", "/id"),
            void.clone().problem(409, "invoice-void"),
            stands("void", "253.52", "0.00").json("/paid", "0.00"),
            get("/v1/invoices?limit=1").json("/data/0/state", "void"),
            // Its customer sees it, too.
            post("/v1/subscriptions/{subscription}/change-link", "").keep("link", "/link"),
            get("/v1/events?object={invoice}&limit=1")
                .json("/data/0/type", "invoice.voided")
                .json("/data/0/data/credit_note", "{note}"),
            get("/v1/audit-log?object={invoice}&limit=1").json("/data/0/action", "invoice.voided"),
            post("/v1/invoices/{invoice}/write-off", "{}").problem(409, "nothing-open"),
        ])
        .await;
    let first = table.kept("invoice").to_owned();
    let link = table.kept("link").split_once('#').unwrap().1.to_owned();
    table.set("token", &link);
    table
        .run([get("/v1/change-links/{token}/invoices")
            .by(By::Nobody)
            .json("/data/0/id", "{invoice}")
            .json("/data/0/state", "void")])
        .await;
    let again = bill_december("2053", "invoice").keep("number", "/number");
    table
        .run([
            post(
                "/v1/subscriptions/{subscription}/preview",
                r#"{"through":"2053-11-30T15:00:00Z"}"#,
            )
            .json("/totals/gross", "253.52"),
            again,
            stands("open", "0.00", "253.52"),
            get("/v1/credit-notes/{note}/verify").json("/verified", true),
            get("/v1/invoices/{invoice}/verify").json("/verified", true),
            post(
                "/v1/subscriptions/{subscription}/preview",
                r#"{"through":"2053-11-30T15:00:00Z"}"#,
            )
            .json("/lines", json!([])),
        ])
        .await;
    assert_ne!(first, table.kept("invoice"));
    let twice = balances(&mut table).await;
    assert_eq!(twice, once);
    // One that something was set against is credited instead.
    table
        .run([
            credit(&of_line(r#","amount":"1""#)).status(201),
            void.problem(409, "invoice-settled"),
        ])
        .await;
}

/// Of many credit notes over one line at once, those that fit are issued, one after another.
pub async fn credits_at_once_take_back_no_more_than_there_is(door: Door) {
    let mut table = billed(door, "2054").await;
    let step = credit(&of_line(r#","amount":"20.00""#));
    let answers = at_once(&table, &vec![step; 12]).await;
    let issued: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(issued.len(), 2, "{answers:?}");
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(refused.json()["errors"][0]["code"], "more_than_left", "{}", refused.body);
    }
    let credited: i64 =
        issued.iter().map(|answer| cents(&answer.json()["note"]["totals"]["gross"])).sum();
    let void = post("/v1/invoices/{invoice}/void", r#"{"reason":{"en":"Late"}}"#);
    table.run([void.problem(409, "invoice-settled")]).await;
    let answer = table.send(&get("/v1/invoices/{invoice}/payments")).await.json();
    assert_eq!(cents(&answer["open"]), 25_352 - credited);
    assert_eq!(cents(&answer["credited"]), credited);
}

pub async fn a_credit_note_names_the_field(door: Door) {
    let mut table = billed(door, "2055").await;
    let nobody =
        r#"{"invoice":"inv_00000000000000000000000000","credit":"invoice","reason":{"en":"x"}}"#;
    table
        .run([
            credit(&of_line(r#","amount":"49.01""#))
                .status(422)
                .fault("more_than_left", "/credit/lines/0/amount"),
            credit(&of_line(r#","amount":"0""#))
                .status(422)
                .fault("out_of_range", "/credit/lines/0/amount"),
            credit(&of_line("").replace("{line}", "nothing"))
                .status(422)
                .fault("unknown_reference", "/credit/lines/0/line"),
            credit(r#"{"invoice":"{invoice}","credit":"invoice"}"#)
                .status(422)
                .fault("missing_field", ""),
            credit(&of_invoice(r#""all""#)).status(422),
            credit(nobody).status(422).fault("unknown_reference", "/invoice"),
            credit(&of_invoice(r#""invoice""#))
                .by(By::Other)
                .status(422)
                .fault("unknown_reference", "/invoice"),
            post("/v1/credit-notes/preview", nobody)
                .status(422)
                .fault("unknown_reference", "/invoice"),
            post("/v1/invoices/{invoice}/void", "{}").status(422).fault("missing_field", ""),
            get("/v1/credit-notes?invoice=x").status(422).fault("invalid_id", "/invoice"),
            stands("open", "0.00", "253.52"),
        ])
        .await;
}
