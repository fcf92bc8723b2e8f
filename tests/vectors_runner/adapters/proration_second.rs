//! `proration_second`: a plan change counted in seconds, as a credit and a charge; or a fee that ends
//! within its period.

use serde_json::json;

use crate::{
    agreement::{Agreement, flat, major, once},
    case::{Case, same, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let period = case.given("period").map(texts).expect("a period");
    let mut agreement = Agreement::new("EUR");
    agreement.proration("unit", "second");
    agreement.starts(period[0]);
    if case.given("billed_to").is_some() {
        let mut fee = once("fee", flat(case.input("amount")), "1");
        fee["interval"] = interval(&period);
        agreement.item(fee);
        // Without proration, a fee that ends runs to the end of its period.
        let at_period_end = case.given("proration").is_some();
        agreement.event(json!({
            "type": "cancelled", "at": case.input("billed_to"), "at_period_end": at_period_end
        }));
        same("amount", agreement.line()?.amount, case.expected("amount"))?;
        return Ok(Outcome::Reproduced);
    }
    let plan = |name: &str, minor: &str, interval| {
        let mut item = once(name, flat(&major(minor, "EUR")), "1");
        item["interval"] = interval;
        item
    };
    agreement.item(plan("old", case.input("old_minor"), interval(&period)));
    let resets = case.given("new_interval_resets_period") == Some(&json!(true));
    let new = if resets {
        agreement.proration("on_change", "reset_period");
        other_interval(&period)
    } else {
        interval(&period)
    };
    agreement.event(json!({
        "type": "plan_changed", "at": case.input("at"),
        "plan": {"price_list": "list", "code": "new", "version": 1},
        "items": [plan("new", case.input("new_minor"), new)],
    }));
    agreement.billed("old", [period[0], period[1]], &major(case.input("old_minor"), "EUR"));
    agreement.through(case.input("at"));
    let bill = agreement.bill()?;
    let amount = |key: &str| {
        let line = bill.lines.iter().find(|line| line.key.as_str() == key);
        line.map_or(0, |line| line.amount.minor())
    };
    same("credit", amount("old"), case.expected("credit_minor"))?;
    same("charge", amount("new"), case.expected("charge_minor"))?;
    Ok(Outcome::Reproduced)
}

fn is_month(period: &[&str]) -> bool {
    period[0].get(..4) == period[1].get(..4)
}

fn interval(period: &[&str]) -> serde_json::Value {
    json!({"unit": if is_month(period) { "month" } else { "year" }, "count": 1})
}

fn other_interval(period: &[&str]) -> serde_json::Value {
    json!({"unit": if is_month(period) { "year" } else { "month" }, "count": 1})
}
