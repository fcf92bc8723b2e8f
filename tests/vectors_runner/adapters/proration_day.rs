//! `proration_day`: parts of periods in calendar days. An amount for some of a period's days is a
//! contract that is cancelled after as many; a factor is a fraction, which the source cuts to 9 decimals
//! and we keep exact.

use seikyu_calendar::{Date, Fraction, Period, ProrationUnit};
use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, flat, major, once},
    case::{Case, same, same_list, text, texts},
    conformance::Outcome,
    cycle::{Cycle, date, fraction, interval, period, start_of},
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    if case.given("billed_days").is_some() {
        some_days(case)?;
    } else if case.expected.get("factor").is_some() {
        factor(case)?;
    } else if case.given("bill_cycle_day").is_some() && case.given("monthly_before").is_none() {
        return cycles(case);
    } else if case.given("quantity_old").is_some() {
        return Ok(Outcome::Declined(
            "the source counts the days of a change inclusively at both ends, 17 of 31 for 15 to \
             31 March, so the parts before and after a change add up to more than the period; ours \
             are half open",
        ));
    } else if case.given("billed").is_some() {
        came_and_went(case)?;
    } else if case.given("monthly_before").is_some() {
        changed_price(case)?;
    } else {
        changes(case)?;
    }
    Ok(Outcome::Reproduced)
}

/// The start and the interval of a period of so many days.
fn period_of_days(days: &str) -> (&'static str, &'static str) {
    match days {
        "7" => ("2026-06-01", "week"),
        "30" => ("2026-06-01", "month"),
        "31" => ("2026-07-01", "month"),
        "365" => ("2026-01-01", "year"),
        other => panic!("no period of {other} days is known here"),
    }
}

fn some_days(case: &Case) -> Result<(), String> {
    let (start, unit) = period_of_days(case.input("period_days"));
    let days: i64 = case.input("billed_days").parse().expect("days");
    let end = date(start).plus_days(days).expect("a date");
    let mut agreement = Agreement::new("EUR");
    let mut item = once("fee", flat(&major(case.input("amount_minor"), "EUR")), "1");
    item["interval"] = json!({"unit": unit, "count": 1});
    agreement.item(item);
    agreement.starts(&start_of(date(start)).to_string());
    agreement.cancelled(&start_of(end).to_string());
    same("amount", agreement.bill()?.totals.lines.minor(), case.expected("amount_minor"))
}

/// An item that came to a quarter that was running and left before its end.
fn came_and_went(case: &Case) -> Result<(), String> {
    let days = |name| case.given(name).map(texts).expect("two days");
    let (period, billed) = (days("period"), days("billed"));
    let at = |day: &str| start_of(date(day)).to_string();
    let mut agreement = Agreement::new("EUR");
    agreement.starts(&at(period[0]));
    let mut item = once("fee", flat(&major(case.input("amount_minor"), "EUR")), "1");
    item["interval"] = json!({"unit": "quarter", "count": 1});
    agreement.event(json!({"type": "item_added", "at": at(billed[0]), "item": item}));
    agreement.event(json!({"type": "item_removed", "at": at(billed[1]), "key": "fee"}));
    agreement.through(&at(period[1]));
    same("amount", agreement.line()?.amount.minor(), case.expected("amount_minor"))
}

/// A price that changes, billed on a cycle day up to a target.
fn changed_price(case: &Case) -> Result<(), String> {
    let at = |name| start_of(date(case.input(name))).to_string();
    let plan = |price: &str| {
        let mut item = once("plan", flat(price), "1");
        item["interval"] = json!({"unit": "month", "count": 1});
        item
    };
    let mut agreement = Agreement::new("EUR");
    agreement.starts(&at("start"));
    let day = case.given("bill_cycle_day").expect("a cycle day");
    agreement.anchor(&format!(
        "{}-{day:02}",
        case.input("start").get(..7).expect("a month"),
        day = day.as_u64().unwrap()
    ));
    agreement.item(plan(case.input("monthly_before")));
    let item = plan(case.input("monthly_after"));
    agreement.event(json!({"type": "item_changed", "at": at("change"), "item": item}));
    agreement.through(&at("target"));
    same("total", agreement.bill()?.totals.lines, case.expected("total"))
}

/// Items that are replaced, removed and added with some days of a month of 30 left, as lines of a bill
/// on which the month was charged already.
fn changes(case: &Case) -> Result<(), String> {
    let days: i64 = case.input("remaining_days").parse().expect("days");
    let (start, end) = (date("2026-06-01"), date("2026-07-01"));
    let day = |date| start_of(date).to_string();
    let mut agreement = Agreement::new("EUR");
    agreement.starts(&day(start));
    let at = day(end.plus_days(-days).expect("a date"));
    let single = json!([{"old": case.given("old_minor"), "new": case.given("new_minor")}]);
    let all = case.given("changes_minor").unwrap_or(&single);
    let (mut keys, mut next) = (Vec::new(), Vec::new());
    for (index, change) in all.as_array().expect("changes").iter().enumerate() {
        for side in ["old", "new"] {
            let Some(minor) = change.get(side).and_then(Value::as_str) else { continue };
            let key = format!("{side}-{index}");
            let mut item = once(&key, flat(&major(minor, "EUR")), "1");
            item["interval"] = json!({"unit": "month", "count": 1});
            if side == "old" {
                agreement.item(item);
                agreement.billed(&key, [&day(start), &day(end)], &major(minor, "EUR"));
            } else {
                next.push(item);
            }
            keys.push(key);
        }
    }
    agreement.event(json!({
        "type": "plan_changed", "at": at, "items": next,
        "plan": {"price_list": "list", "code": "new", "version": 1},
    }));
    // A change with the period's end is billed there, beside the next period.
    agreement.through(&at);
    let bill = agreement.bill()?;
    let of = |key: &str| {
        let mut lines = bill.lines.iter();
        let line = lines.find(|line| {
            line.key.as_str() == key
                && line.period.is_some_and(|period| period.start() == start_of(start))
        });
        line.map_or(0, |line| line.amount.minor())
    };
    let found: Vec<i64> = keys.iter().map(|key| of(key)).collect();
    if let Some(lines) = case.expected.get("lines_minor") {
        same_list("lines", &found, &texts(lines))?;
    } else {
        same("credit", found[0], case.expected("credit_minor"))?;
        same("charge", found[1], case.expected("charge_minor"))?;
    }
    match case.expected.get("net_minor") {
        Some(net) => same("net", found.iter().sum::<i64>(), text(net)),
        None => Ok(()),
    }
}

fn factor(case: &Case) -> Result<(), String> {
    let (from, to) = (date(case.input("from")), date(case.input("to")));
    let part = period(from, to);
    let (whole, unit) = match case.given("period").map(texts) {
        Some(days) => (period(date(days[0]), date(days[1])), ProrationUnit::Day),
        None => (period(month_before(to), to), ProrationUnit::Thirty360),
    };
    let fraction = fraction(&part, &whole, unit);
    if let Some(days) = case.expected.get("days") {
        same("days", fraction.numerator(), text(days))?;
    }
    near("factor", &[fraction], case.expected("factor"))
}

fn month_before(date: Date) -> Date {
    date.plus_months(-1).expect("a date")
}

/// The periods billed in advance up to a day, in parts of whole ones.
fn cycles(case: &Case) -> Result<Outcome, String> {
    let Some(Value::Number(day)) = case.given("bill_cycle_day") else {
        panic!("a cycle day");
    };
    let day = u32::try_from(day.as_u64().expect("a day")).expect("a day");
    let first_day = date(case.input("start"));
    let target = start_of(date(case.input("target")));
    let end = case.given("end").map(|end| start_of(date(text(end))));
    let cycle = Cycle::on_day(day, interval(case.input("interval")), first_day);
    let billed = cycle.periods().take_while(|(period, _)| {
        period.start() <= target && end.is_none_or(|end| period.start() < end)
    });
    let parts: Vec<Fraction> = billed
        .map(|(part, whole)| {
            let end = end.map_or(part.end(), |end| end.min(part.end()));
            let part = Period::new(part.start(), end).expect("a period");
            fraction(&part, &whole, ProrationUnit::Day)
        })
        .collect();
    match near("billed cycles", &parts, case.expected("billed_cycles")) {
        Err(_) if day == 31 && first_day.ymd().1 == 2 => Ok(Outcome::Declined(
            "the source goes back a month from 28 February to 28 January and counts 14 of 31 days; \
             the period of cycle day 31 is 31 January to 28 February, 14 of 28 days",
        )),
        result => result.map(|()| Outcome::Reproduced),
    }
}

/// Whether fractions add up to a decimal that was rounded once a fraction.
fn near(what: &str, fractions: &[Fraction], expected: &str) -> Result<(), String> {
    let (whole, decimals) = expected.split_once('.').unwrap_or((expected, ""));
    let scale = 10_i128.pow(u32::try_from(decimals.len()).expect("a scale"));
    let expected_scaled: i128 = format!("{whole}{decimals}").parse().expect("a decimal");
    let denominator: i128 = fractions.iter().map(|part| i128::from(part.denominator())).product();
    let numerator: i128 = fractions
        .iter()
        .map(|part| i128::from(part.numerator()) * (denominator / i128::from(part.denominator())))
        .sum();
    let partial = fractions.iter().filter(|part| !part.is_whole()).count();
    let partial = i128::try_from(partial).expect("a count");
    let distance = (numerator * scale - expected_scaled * denominator).abs();
    if distance * 2 <= partial * denominator {
        Ok(())
    } else {
        Err(format!("{what}: found {fractions:?}, expected {expected}"))
    }
}
