//! The books: what every effect posts, and what the reports make of it.

use seikyu_calendar::Date;
use serde_json::{Value, json};

use super::seller_with_customer;
use crate::{
    catalog::{DRAFT, for_customer},
    door::Door,
    step::{Step, Table, get, post},
};

/// Steps to a subscription like [`DRAFT`] that begins on 1 December of a year of its own, which keeps
/// scenarios apart where they share a seller.
pub fn subscribed(year: &str) -> Vec<Step> {
    let mut steps = seller_with_customer();
    steps.push(subscribe(year));
    steps
}

/// The step to such a subscription of the kept customer.
pub fn subscribe(year: &str) -> Step {
    let draft = DRAFT.replace("2026-12-01", &format!("{year}-12-01"));
    post("/v1/subscriptions", &for_customer(&draft)).status(201).keep("subscription", "/id")
}

/// The step that bills its December: 234.75 less 10 % is 211.27, with 20 % tax 253.52.
pub fn bill_december(year: &str, keep: &'static str) -> Step {
    let through = format!(r#"{{"through":"{year}-11-30T15:00:00Z"}}"#);
    post("/v1/subscriptions/{subscription}/invoices", &through)
        .status(201)
        .json("/bill/totals/net", "211.27")
        .json("/bill/totals/gross", "253.52")
        .keep(keep, "/id")
}

/// Minor units of an amount with two decimals.
pub fn cents(value: &Value) -> i64 {
    value.as_str().unwrap().replace('.', "").parse().unwrap()
}

/// The balance of an account in euros at the end of a day; zero where it has none.
pub async fn balance(table: &mut Table, account: &str, at: &str) -> i64 {
    let step = get(&format!("/v1/reports/trial-balance?at={at}"));
    let answer = table.send(&step).await;
    table.check(&step, &answer);
    let mut balance = 0;
    for of_currency in answer.json()["currencies"].as_array().unwrap() {
        let accounts = of_currency["accounts"].as_array().unwrap();
        let sum: i64 = accounts.iter().map(|line| cents(&line["balance"])).sum();
        assert_eq!(sum, 0, "the books do not balance: {}", answer.body);
        assert_eq!(of_currency["debit"], of_currency["credit"], "{}", answer.body);
        if of_currency["currency"] == "EUR" {
            let named = accounts.iter().filter(|line| line["account"] == account);
            balance = named.map(|line| cents(&line["balance"])).sum();
        }
    }
    balance
}

/// December 2036 has 31 days. The lines' nets are 49.00 − 4.90 = 44.10 and 185.75 − 18.58 = 167.17. Of
/// 4,410 cents a day has 142, and the first 8 one more; of 16,717 a day has 539, and the first 8 one
/// more. So 681 + 2 on the first day, and after ten 6,810 + 16 = 68.26.
pub async fn a_line_is_revenue_day_by_day(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2036")).await;
    table.run([bill_december("2036", "invoice")]).await;
    let revenue = |from: &str, to: &str| get(&format!("/v1/reports/revenue?from={from}&to={to}"));
    table
        .run([
            revenue("2036-12-01", "2036-12-01").json("/currencies/0/total", "6.83"),
            revenue("2036-12-01", "2036-12-10").json("/currencies/0/total", "68.26"),
            revenue("2036-12-31", "2036-12-31").json("/currencies/0/total", "6.81"),
            revenue("2036-11-01", "2037-01-31").json("/currencies/0/total", "211.27").json(
                "/currencies/0/months",
                json!([
                    {"from": "2036-11-01", "to": "2036-11-30", "revenue": "0.00"},
                    {"from": "2036-12-01", "to": "2036-12-31", "revenue": "211.27"},
                    {"from": "2037-01-01", "to": "2037-01-31", "revenue": "0.00"},
                ]),
            ),
        ])
        .await;
    let deferred = balance(&mut table, "deferred_revenue", "2036-11-30").await;
    let after = balance(&mut table, "deferred_revenue", "2036-12-10").await;
    assert_eq!(after - deferred, 6_826);
    assert_eq!(balance(&mut table, "revenue", "2036-11-30").await - 6_826, {
        balance(&mut table, "revenue", "2036-12-10").await
    });
}

/// An entry of the journal is the invoice: 253.52 receivable, 211.27 deferred, 42.25 tax.
pub async fn an_invoice_is_in_the_journal(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2037")).await;
    table.run([bill_december("2037", "invoice")]).await;
    let invoice = table.kept("invoice").to_owned();
    let entry = format!("jnl_{}", &invoice[4..]);
    let found = journal(&mut table).await.into_iter().find(|found| found["id"] == entry).unwrap();
    assert_eq!(found["kind"], "invoice");
    assert_eq!(found["invoice"], invoice);
    assert_eq!(found["customer"], table.kept("customer"));
    assert_eq!(
        found["postings"],
        json!([
            {"account": "receivable", "amount": "253.52", "invoice": invoice},
            {"account": "deferred_revenue", "amount": "-211.27", "invoice": invoice},
            {"account": "tax_payable", "tax_rate": "standard", "amount": "-42.25", "invoice": invoice},
        ])
    );
}

/// Every entry, by pages of seven; each comes to zero.
pub async fn journal(table: &mut Table) -> Vec<Value> {
    let mut entries = Vec::new();
    let mut cursor = String::new();
    loop {
        let step = get(&format!("/v1/journal?limit=7{cursor}"));
        let answer = table.send(&step).await;
        table.check(&step, &answer);
        for entry in answer.json()["data"].as_array().unwrap() {
            let postings = entry["postings"].as_array().unwrap();
            let sum: i64 = postings.iter().map(|line| cents(&line["amount"])).sum();
            assert_eq!(sum, 0, "{entry}");
            entries.push(entry.clone());
        }
        match answer.json()["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let place = |entry: &Value| (entry["booked_on"].to_string(), entry["id"].to_string());
    assert!(entries.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])));
    entries
}

/// 253.52 are not due on the day itself; a day later they are due since a day, and so on.
pub async fn what_is_owed_has_an_age(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2046")).await;
    table
        .run([
            bill_december("2046", "invoice"),
            get("/v1/invoices/{invoice}").keep("due", "/due_on"),
        ])
        .await;
    let due: Date = table.kept("due").parse().unwrap();
    let ages = [
        (0, "not_due"),
        (1, "days_1_to_30"),
        (30, "days_1_to_30"),
        (31, "days_31_to_60"),
        (60, "days_31_to_60"),
        (61, "days_61_to_90"),
        (90, "days_61_to_90"),
        (91, "days_over_90"),
    ];
    for (days, age) in ages {
        let at = due.plus_days(days).unwrap().to_string();
        let step = get(&format!("/v1/reports/receivables-aging?at={at}&limit=100"));
        let (entries, totals) = pages(&mut table, step, &at).await;
        let of_customer: Vec<&Value> =
            entries.iter().filter(|entry| entry["customer"] == table.kept("customer")).collect();
        assert_eq!(of_customer.len(), 1);
        assert_eq!(of_customer[0]["customer_name"], "Nordlicht GmbH");
        assert_eq!(of_customer[0]["total"], "253.52");
        for name in ["not_due", "days_1_to_30", "days_31_to_60", "days_61_to_90", "days_over_90"] {
            let expect = if name == age { "253.52" } else { "0.00" };
            assert_eq!(of_customer[0][name], expect, "{name} after {days}");
        }
        let euro = entries.iter().filter(|entry| entry["currency"] == "EUR");
        let sum: i64 = euro.map(|entry| cents(&entry["total"])).sum();
        let total = totals.iter().find(|total| total["currency"] == "EUR").unwrap();
        assert_eq!(cents(&total["total"]), sum);
        assert_eq!(balance(&mut table, "receivable", &at).await, sum);
    }
}

/// The customers of every page of a report, and its totals.
async fn pages(table: &mut Table, first: Step, at: &str) -> (Vec<Value>, Vec<Value>) {
    let (mut entries, mut step) = (Vec::new(), first);
    loop {
        let answer = table.send(&step).await;
        table.check(&step, &answer);
        let page = answer.json();
        entries.extend(page["data"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(next) => {
                step =
                    get(&format!("/v1/reports/receivables-aging?at={at}&limit=100&cursor={next}"));
            }
            None => return (entries, page["totals"].as_array().unwrap().clone()),
        }
    }
}

pub async fn a_report_names_the_parameter(door: Door) {
    let mut table = Table::new(door);
    let refused = |path: &str| get(path).status(422);
    table
        .run([
            refused("/v1/reports/trial-balance?at=today").fault("invalid_time", "/at"),
            refused("/v1/reports/trial-balance?on=2026-12-31").fault("unknown_parameter", "/on"),
            refused("/v1/reports/revenue?to=2026-12-31").fault("missing_parameter", "/from"),
            refused("/v1/reports/revenue?from=2026-12-31&to=2026-12-30")
                .fault("out_of_range", "/to"),
            refused("/v1/reports/revenue?from=2026-01-01&to=2036-01-01")
                .fault("out_of_range", "/to"),
            refused("/v1/journal?cursor=!").fault("invalid_cursor", "/cursor"),
        ])
        .await;
}
