//! `percentage`: each usage record is an event of a value. Where a case gives the running total of the
//! first events and the units of all, the last event is what is missing.

use seikyu_money::Number;
use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, START, once},
    case::{Case, array, same, text, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let mut charge = json!({
        "model": "percentage",
        "rate_percent": case.input("rate_percent"),
        "fixed": case.input("fixed_per_event"),
    });
    if let Some(events) = case.given("free_events").filter(|events| !events.is_null()) {
        charge["free_events"] = json!(text(events).parse::<u32>().expect("a number of events"));
    }
    let limits = [
        ("free_amount", "free_amount"),
        ("per_transaction_min", "minimum_per_event"),
        ("per_transaction_max", "maximum_per_event"),
    ];
    for (name, field) in limits {
        if let Some(limit) = case.given(name).filter(|limit| !limit.is_null()) {
            charge[field] = limit.clone();
        }
    }
    let mut agreement = Agreement::new("EUR");
    agreement.meter("turnover", "sum");
    for value in values(case) {
        agreement.used("turnover", START, &value);
    }
    let mut item = once("fee", charge, "1");
    item.as_object_mut().expect("an item").remove("quantity");
    item["usage"] = json!("turnover");
    item["interval"] = json!({"unit": "month", "count": 1});
    item["timing"] = json!("in_arrears");
    agreement.item(item);
    agreement.billed("fee", [START, "2026-10-01T00:00:00Z"], "0");
    agreement.through("2026-10-01T00:00:00Z");
    let bill = agreement.bill()?;
    let expected = case.expected("amount");
    let Some(line) = bill.lines.first() else {
        return same("amount", "0", expected).map(|()| Outcome::Reproduced);
    };
    let part = &line.derivation.parts[0];
    same("amount", part.exact, expected)?;
    let told = serde_json::to_value(part).expect("a part");
    let charged = |field: &str| told["steps"][0][field].as_str().unwrap_or_default().to_owned();
    for (name, field) in [("paid_units", "quantity"), ("paid_events", "events")] {
        if let Some(expected) = case.expected.get(name) {
            same(name, charged(field), text(expected))?;
        }
    }
    Ok(Outcome::Reproduced)
}

fn number(text: &str) -> Number {
    text.parse().expect("a number")
}

fn values(case: &Case) -> Vec<String> {
    if let Some(values) = case.given("event_values") {
        return texts(values).into_iter().map(str::to_owned).collect();
    }
    let events: usize = case.input("events").parse().expect("a number of events");
    if number(case.input("units")).is_zero() {
        return vec!["0".to_owned(); events];
    }
    let running = array(case.input["running_total_of_first_events"].clone());
    let totals: Vec<i64> = running
        .iter()
        .map(Value::as_str)
        .chain([Some(case.input("units"))])
        .map(|total| total.expect("a total").parse().expect("a whole number"))
        .collect();
    assert_eq!(totals.len(), events);
    let before = std::iter::once(0).chain(totals.iter().copied());
    totals.iter().zip(before).map(|(total, before)| (total - before).to_string()).collect()
}
