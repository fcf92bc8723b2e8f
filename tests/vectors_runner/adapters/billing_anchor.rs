//! `billing_anchor`: dates and periods of a recurrence that begins on its anchor. Cases that keep a
//! cycle day apart from the start, or begin within a day, wait for calendar alignment.

use seikyu_calendar::{Date, Instant, Interval, IntervalUnit, Period, Recurrence, Zones};

use crate::{
    case::{Case, text, texts},
    conformance::Outcome,
};

const ALIGNMENT: &str = "needs calendar alignment: a cycle day other than the start's";
const WITHIN_A_DAY: &str = "needs anchors within a day; periods begin at midnight of their zone";

pub fn run(case: &Case) -> Result<Outcome, String> {
    let Some(anchor) = case.given("anchor").or_else(|| case.given("from")).map(text) else {
        return in_step_with_its_start(case);
    };
    let Ok(anchor) = anchor.parse::<Date>() else {
        return Ok(Outcome::Pending(WITHIN_A_DAY));
    };
    follow(case, anchor)
}

/// A start on its cycle day is an anchor.
fn in_step_with_its_start(case: &Case) -> Result<Outcome, String> {
    match (case.given("start").map(text), case.given("anchor_day").map(text)) {
        (Some(start), Some(day)) if start.ends_with(&format!("-{day:0>2}")) => {
            follow(case, start.parse().expect("a date"))
        }
        _ => Ok(Outcome::Pending(ALIGNMENT)),
    }
}

fn follow(case: &Case, anchor: Date) -> Result<Outcome, String> {
    let recurrence = Recurrence::anniversary(anchor, interval(case), "UTC".parse().expect("UTC"));
    let dates = Dates { zones: Zones::iana(), recurrence };
    for (name, expected) in case.expected.as_object().expect("an object") {
        let (found, expected) = match name.as_str() {
            "next" if expected.is_array() => {
                let expected = texts(expected);
                (dates.starts(1, expected.len()), expected.join(" "))
            }
            "next" => match case.given("date") {
                Some(date) => (dates.first_start_after(text(date)), text(expected).to_owned()),
                None => (dates.starts(1, 1), text(expected).to_owned()),
            },
            "period" => (dates.containing(case.input("at")), texts(expected).join(" ")),
            "from" => (dates.start_of_ending(case.input("bill_on")), text(expected).to_owned()),
            "to_inclusive" => {
                let last: Date = text(expected).parse().expect("a date");
                let end = last.plus_days(1).expect("a date").to_string();
                (dates.end_of_ending(case.input("bill_on")), end)
            }
            other => panic!("{other} is not compared here"),
        };
        if found != expected {
            return Err(format!("{name}: found {found}, expected {expected}"));
        }
    }
    Ok(Outcome::Reproduced)
}

fn interval(case: &Case) -> Interval {
    let count = |name| case.given(name).map(|count| text(count).parse().expect("a count"));
    let (unit, count) = match (count("months"), count("days")) {
        (Some(months), _) => (IntervalUnit::Month, months),
        (None, Some(days)) => (IntervalUnit::Day, days),
        (None, None) => match case.input("interval") {
            "monthly" => (IntervalUnit::Month, 1),
            "biweekly" => (IntervalUnit::Week, 2),
            "annual" => (IntervalUnit::Year, 1),
            other => panic!("{other} is no interval known here"),
        },
    };
    Interval::new(unit, count).expect("an interval")
}

struct Dates {
    zones: Zones,
    recurrence: Recurrence,
}

impl Dates {
    fn date(&self, at: Instant) -> String {
        self.zones.date_of(self.recurrence.zone(), at).expect("a date").to_string()
    }

    fn start_of(&self, date: &str) -> Instant {
        let date = date.parse().expect("a date");
        self.zones.start_of(self.recurrence.zone(), date).expect("an instant")
    }

    fn periods(&self) -> impl Iterator<Item = Period> {
        (0..1000).map(|index| self.recurrence.period(index, &self.zones).expect("a period"))
    }

    fn starts(&self, from: usize, count: usize) -> String {
        let periods = self.periods().skip(from).take(count);
        periods.map(|period| self.date(period.start())).collect::<Vec<_>>().join(" ")
    }

    fn first_start_after(&self, date: &str) -> String {
        let after = self.start_of(date);
        let period = self.periods().find(|period| period.start() > after).expect("a period");
        self.date(period.start())
    }

    fn containing(&self, date: &str) -> String {
        let at = self.start_of(date);
        let period = self.periods().find(|period| period.contains(at)).expect("a period");
        format!("{} {}", self.date(period.start()), self.date(period.end()))
    }

    fn ending(&self, date: &str) -> Period {
        let end = self.start_of(date);
        self.periods().find(|period| period.end() == end).expect("a period that ends then")
    }

    fn start_of_ending(&self, date: &str) -> String {
        self.date(self.ending(date).start())
    }

    fn end_of_ending(&self, date: &str) -> String {
        self.date(self.ending(date).end())
    }
}
