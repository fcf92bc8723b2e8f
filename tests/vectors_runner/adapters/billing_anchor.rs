//! `billing_anchor`: the days on which periods begin, from an anchor or on a cycle day of the month that
//! is entered later.

use seikyu_calendar::{
    Date, Instant, Interval, IntervalUnit, ProrationUnit, Recurrence, ZoneName, Zones,
};
use serde_json::Value;

use crate::{
    case::{Case, array, same, text, texts},
    conformance::Outcome,
    cycle::{Cycle, date, fraction, interval, start_of},
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let Some(anchor) = case.given("anchor").or_else(|| case.given("from")).map(text) else {
        return on_a_cycle_day(case);
    };
    let Ok(anchor) = anchor.parse::<Date>() else {
        return within_a_day(case, anchor);
    };
    let cycle = Cycle::from(anchor, case_interval(case));
    each_expected(case, |name, expected| match name {
        "next" => match (case.given("date"), expected.as_array()) {
            (Some(date), _) => first_after(&cycle, text(date)),
            (None, Some(dates)) => cycle.starts(1, dates.len()),
            (None, None) => cycle.starts(1, 1),
        },
        "period" => containing(&cycle, case.input("at")),
        "from" => ending(&cycle, case.input("bill_on")).0,
        // The source names the last day, we the day after it.
        "to_inclusive" => before(&ending(&cycle, case.input("bill_on")).1),
        other => panic!("{other} is not compared here"),
    })
}

/// An anchor within a day: periods begin at its time of day.
fn within_a_day(case: &Case, anchor: &str) -> Result<Outcome, String> {
    let (zones, zone) = (Zones::iana(), ZoneName::utc());
    let (anchor, at): (Instant, Instant) =
        (anchor.parse().expect("an instant"), case.input("at").parse().expect("an instant"));
    let day = zones.date_of(&zone, anchor).expect("a date");
    let recurrence = Recurrence::anniversary(day, case_interval(case), zone)
        .beginning_at(anchor, &zones)
        .expect("a recurrence");
    let index = recurrence.index_of(at, &zones).expect("a period");
    let period = recurrence.period(index, &zones).expect("a period");
    each_expected(case, |_, _| format!("{} {}", period.start(), period.end()))
}

fn case_interval(case: &Case) -> Interval {
    let count = |name| case.given(name).map(|count| text(count).parse().expect("a count"));
    match (count("months"), count("days")) {
        (Some(months), _) => Interval::new(IntervalUnit::Month, months).expect("an interval"),
        (None, Some(days)) => Interval::new(IntervalUnit::Day, days).expect("an interval"),
        (None, None) => interval(case.input("interval")),
    }
}

fn on_a_cycle_day(case: &Case) -> Result<Outcome, String> {
    let day = case.given("anchor_day").or_else(|| case.given("bill_cycle_day"));
    let day = match day.expect("a cycle day") {
        Value::Number(day) => day.to_string(),
        day => text(day).to_owned(),
    };
    let day = day.parse().expect("a day of the month");
    let first_day = ["start", "date"].iter().find_map(|name| case.given(name)).map(text);
    // Without a start, the case is about a period within a running cycle.
    let first_day = date(first_day.unwrap_or("2024-01-31"));
    let name = case.given("interval").map_or("monthly", text);
    let cycle = Cycle::on_day(day, interval(name), first_day);
    let annual = Cycle::on_day(day, interval("annual"), first_day);
    // A cycle date is where a whole period begins; the first day is one only by chance.
    let on_cycle = |cycle: &Cycle| cycle.first_start(|part, whole| part.start() == whole.start());
    let whole_days = || {
        let (part, whole) = cycle.periods().next().expect("a period");
        (
            fraction(&part, &part, ProrationUnit::Day).numerator().to_string(),
            fraction(&part, &whole, ProrationUnit::Day).denominator().to_string(),
        )
    };
    each_expected(case, |name, _| match name {
        "first_monthly" | "aligned" => on_cycle(&cycle),
        "first_annual" => on_cycle(&annual),
        "next" => first_after(&cycle, case.input("date")),
        "periods" => format!("{} {}", cycle.starts(0, 2), cycle.starts(1, 2)),
        "period" => match (case.given("at"), case.given("bill_on")) {
            (Some(at), _) => containing(&cycle, text(at)),
            // The source names the last day, we the day after it.
            (None, Some(at)) => {
                let days = containing(&cycle, text(at));
                let (start, next) = days.split_once(' ').expect("two days");
                format!("{start} {}", before(next))
            }
            (None, None) => cycle.days(|_| true),
        },
        "days" => whole_days().0,
        "nominal_days" => whole_days().1,
        other => panic!("{other} is not compared here"),
    })
}

/// Compares each expected field, its parts joined by spaces, with what is found for it.
fn each_expected(case: &Case, find: impl Fn(&str, &Value) -> String) -> Result<Outcome, String> {
    for (name, expected) in case.expected.as_object().expect("an object") {
        let found = find(name, expected);
        if let Value::String(number) = expected
            && !number.contains('-')
        {
            same(name, found, number)?;
            continue;
        }
        let joined = match expected {
            Value::Array(values) if values.iter().any(Value::is_array) => {
                let rows = array(expected.clone());
                rows.iter().map(|row| texts(row).join(" ")).collect::<Vec<_>>().join(" ")
            }
            Value::Array(_) => texts(expected).join(" "),
            single => text(single).to_owned(),
        };
        if found != joined {
            return Err(format!("{name}: found {found}, expected {joined}"));
        }
    }
    Ok(Outcome::Reproduced)
}

fn containing(cycle: &Cycle, day: &str) -> String {
    let at = start_of(date(day));
    cycle.days(|period| period.contains(at))
}

/// First and next day of the period that ends on a day.
fn ending(cycle: &Cycle, day: &str) -> (String, String) {
    let end = start_of(date(day));
    let days = cycle.days(|period| period.end() == end);
    let (start, next) = days.split_once(' ').expect("two days");
    (start.to_owned(), next.to_owned())
}

fn first_after(cycle: &Cycle, day: &str) -> String {
    let after = start_of(date(day));
    cycle.first_start(|period, _| period.start() > after)
}

fn before(day: &str) -> String {
    date(day).plus_days(-1).expect("a date").to_string()
}
