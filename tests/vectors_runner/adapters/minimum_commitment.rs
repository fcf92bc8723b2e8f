//! `minimum_commitment`: the minimum or maximum of one item, prorated by a contract that is cancelled
//! within a period. The true-up is what the minimum added; a fee that is not said is usage, one unit of
//! the currency each.

use seikyu_engine::billing::{Bill, Line};
use seikyu_money::RoundingMode;
use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, flat, major, once, per_unit},
    case::{Case, same, same_list, text, texts},
    conformance::Outcome,
    cycle::{date, start_of},
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    if case.given("billed_days").is_some() {
        prorated_minimum(case)?;
    } else if case.given("tier_amount").is_some() {
        one_step(case)?;
    } else {
        true_up(case)?;
    }
    Ok(Outcome::Reproduced)
}

/// The start and the interval of a period of so many days.
fn period_of_days(days: &str) -> (&'static str, Value) {
    let (start, unit) = match days {
        "7" => ("2026-06-01", "week"),
        "28" => ("2026-02-01", "month"),
        "31" => ("2026-07-01", "month"),
        "91" => ("2026-04-01", "quarter"),
        other => panic!("no period of {other} days is known here"),
    };
    (start, json!({"unit": unit, "count": 1}))
}

/// An agreement on some usage of one period, all of it or its first days.
struct Used {
    agreement: Agreement,
    item: Value,
}

impl Used {
    fn over(used: &str, part: Option<[&str; 2]>) -> Self {
        let [days, period_days] = part.unwrap_or(["31", "31"]);
        let (start, interval) = period_of_days(period_days);
        let first = date(start);
        let mut agreement = Agreement::new("EUR");
        agreement.meter("spending", "sum");
        agreement.starts(&start_of(first).to_string());
        agreement.used("spending", &start_of(first).to_string(), used);
        let end = first.plus_days(days.parse().expect("days")).expect("a date");
        agreement.through(&start_of(end).to_string());
        if days != period_days {
            agreement.cancelled(&start_of(end).to_string());
        }
        let mut item = once("usage", per_unit("1"), "1");
        item.as_object_mut().expect("an item").remove("quantity");
        item["usage"] = json!("spending");
        item["interval"] = interval;
        item["timing"] = json!("in_arrears");
        Self { agreement, item }
    }

    fn bill(mut self) -> Result<Bill, String> {
        self.agreement.item(self.item);
        self.agreement.bill()
    }
}

fn prorated_minimum(case: &Case) -> Result<(), String> {
    let part = [case.input("billed_days"), case.input("period_days")];
    let mut used = Used::over("0", Some(part));
    used.item["minimum"] = json!(major(case.input("minimum_minor"), "EUR"));
    same("minimum", used.bill()?.totals.lines.minor(), case.expected("minimum_minor"))
}

fn true_up(case: &Case) -> Result<(), String> {
    let in_major = |minor: &str, plain: &str| match case.given(minor) {
        Some(minor) => major(text(minor), "EUR"),
        None => case.input(plain).to_owned(),
    };
    let part = case.given("prorate").map(|part| [part[0].to_string(), part[1].to_string()]);
    let part = part.as_ref().map(|[days, period_days]| [days.as_str(), period_days.as_str()]);
    let mut used = Used::over(&in_major("used_minor", "usage"), part);
    used.item["minimum"] = json!(in_major("minimum_minor", "minimum"));
    if let Some(percent) = case.given("tax_percent") {
        used.item["taxes"] = json!([used.agreement.rate("S", text(percent))]);
    }
    let bill = used.bill()?;
    let [line] = bill.lines.as_slice() else {
        return Err(format!("{} lines", bill.lines.len()));
    };
    let change = change(line)?;
    let true_up = change.round(bill.currency, RoundingMode::HalfAwayFromZero);
    let true_up = true_up.map_err(|error| error.to_string())?;
    if let Some(expected) = case.expected.get("true_up") {
        return same("true-up", true_up, text(expected));
    }
    same("true-up", true_up.minor(), case.expected("true_up_minor"))?;
    let totals = &bill.totals;
    for (name, found) in
        [("fees_minor", totals.net), ("tax_minor", totals.tax), ("total_minor", totals.gross)]
    {
        if let Some(expected) = case.expected.get(name) {
            same(name, found.minor(), text(expected))?;
        }
    }
    Ok(())
}

/// What the limits of a line's only part added to it.
fn change(line: &Line) -> Result<seikyu_money::Exact, String> {
    let limited = line.derivation.parts[0].limited.as_ref();
    limited.map(|limited| limited.change).ok_or_else(|| "there is no limit".to_owned())
}

/// A step's amount with a minimum above it or a maximum below it.
fn one_step(case: &Case) -> Result<(), String> {
    let mut item = once("step", flat(case.input("tier_amount")), "1");
    if let Some(units) = case.given("units") {
        item["quantity"] = units.clone();
    }
    for name in ["minimum", "maximum"] {
        if let Some(limit) = case.given(name) {
            item[name] = limit.clone();
        }
    }
    let mut agreement = Agreement::new("EUR");
    agreement.item(item);
    let line = agreement.line()?;
    let change = change(&line)?;
    if let Some(lines) = case.expected.get("lines") {
        let before = line.derivation.parts[0].limited.as_ref().map(|limited| limited.before);
        let found: Vec<_> = before.into_iter().chain([change]).collect();
        return same_list("line", &found, &texts(lines));
    }
    let discount = change.negated().map_err(|error| error.to_string())?;
    same("discount", discount, case.expected("discount"))?;
    same("net", line.amount, case.expected("net"))
}
