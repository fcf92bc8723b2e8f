//! The lines of a bill: what is charged for which period, rounded once, less what was billed.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;

use crate::{
    calendar::{Second, after, day_of, second, start_of},
    charge::{cost, number},
    coupons::free_units,
    number::{decimal, round, ten_to, whole},
    records::{self, prices_records},
};

/// A line before discounts and taxes.
#[derive(Clone, Debug)]
pub struct Line {
    pub key: String,
    /// Where the first item of the line stands in the contract.
    pub item: usize,
    /// Start and end of the period.
    pub period: Option<(Second, Second)>,
    /// How many periods came before its own.
    pub number: i64,
    pub exact: BigRational,
    /// In minor units, less what was billed.
    pub minor: BigInt,
    /// Of a line that takes back what was billed, the discount that goes back with it, below zero.
    pub returned: Option<BigInt>,
}

/// What was billed of a line: amount and discount, in minor units.
#[derive(Clone, Debug, Default)]
struct Before {
    minor: BigInt,
    discount: BigInt,
}

impl Before {
    /// discount × part taken back, rounded once; nothing when the line takes nothing back.
    fn returned(&self, minor: &BigInt, mode: &str) -> Option<BigInt> {
        let back = minor.sign() == -self.minor.sign() && !minor.is_zero();
        let (part, all) = (minor.magnitude(), self.minor.magnitude());
        back.then(|| {
            let part = BigRational::new(part.min(all).clone().into(), all.clone().into());
            -round(&(whole(self.discount.clone()) * part), mode)
        })
    }
}

/// The lines of a bill.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    pub all: Vec<Line>,
    /// Whether a number on the way lies beyond the documented ranges: the engine may refuse the bill.
    pub far: bool,
}

struct Due {
    period: Option<(Second, Second)>,
    number: i64,
    fraction: BigRational,
}

/// What an object calls itself in a field.
pub fn text<'v>(object: &'v Value, field: &str) -> &'v str {
    object[field].as_str().unwrap_or_else(|| panic!("no {field} in {object}"))
}

/// The decimals of a currency (ISO 4217).
pub fn decimals(currency: &str) -> usize {
    match currency {
        "JPY" => 0,
        "KWD" => 3,
        "CLF" => 4,
        _ => 2,
    }
}

/// The list in a field; empty when it is not there.
pub fn list<'v>(object: &'v Value, field: &str) -> &'v [Value] {
    object.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// When the contract begins.
pub fn begin(request: &Value) -> Second {
    second(text(&request["contract"]["events"][0], "at"))
}

fn line_key(item: &Value) -> &str {
    item.get("line").and_then(Value::as_str).unwrap_or_else(|| text(item, "key"))
}

/// The items of a contract.
pub fn items(request: &Value) -> &[Value] {
    request["contract"]["events"][0]["items"].as_array().expect("items")
}

/// Every line of the bill.
pub fn lines(request: &Value) -> Lines {
    let mut billed = billed(request);
    let mut lines = Lines::default();
    let items = items(request);
    for (index, item) in items.iter().enumerate() {
        let key = line_key(item);
        if items[..index].iter().any(|earlier| line_key(earlier) == key) {
            continue;
        }
        let together: Vec<&Value> = items.iter().filter(|other| line_key(other) == key).collect();
        let known = due(request, item, Ahead::Unknown);
        for due in due(request, item, Ahead::Known) {
            let before = billed.remove(&(key.to_owned(), due.period.map(|(start, _)| start)));
            let at = (index, key);
            let line = |due: &Due| line(request, at, &together, due, before.clone());
            let same = known.iter().find(|known| known.period == due.period).expect("a period");
            let (line, same) = (line(&due), line(same));
            let is_beyond = |line: &Line| line.minor.bits() > 62;
            lines.far |= far(request, &together, &due) || same.as_ref().is_some_and(is_beyond);
            lines.all.extend(if before.is_some() { held_back(line, same) } else { line });
        }
    }
    for ((key, start), before) in billed {
        let minor = -&before.minor;
        if minor.is_zero() {
            continue;
        }
        let item = items.iter().position(|item| line_key(item) == key).expect("a known line");
        let same = |line: &&Value| text(line, "line") == key && start_in(line) == start;
        let first = request["billed"].as_array().into_iter().flatten().find(same);
        let period = first.and_then(|line| Some((start_in(line)?, end_in(line)?)));
        let exact = BigRational::zero();
        let mode = text(&request["contract"]["rounding"], "lines");
        let returned = before.returned(&minor, mode);
        lines.all.push(Line { key, item, period, number: 0, exact, minor, returned });
    }
    lines
}

/// What only the future takes back is not taken back yet: the smaller of the two differences, with and
/// without what lies ahead, and nothing where they point in opposite directions.
fn held_back(line: Option<Line>, known: Option<Line>) -> Option<Line> {
    let (line, known) = (line?, known?);
    let smaller = if line.minor.magnitude() <= known.minor.magnitude() { &line } else { &known };
    (line.minor.sign() == known.minor.sign()).then(|| smaller.clone())
}

fn line(
    request: &Value,
    (index, key): (usize, &str),
    together: &[&Value],
    due: &Due,
    before: Option<Before>,
) -> Option<Line> {
    let contract = &request["contract"];
    let mut exact = BigRational::zero();
    let mut nothing = true;
    for item in together {
        let quantity = quantity(request, item, due);
        nothing &= quantity.is_zero();
        let free = free(request, item, due);
        exact += charged((item, &free), (&quantity, &records(request, item, due)), &due.fraction);
    }
    let mode = text(&contract["rounding"], "lines");
    let unit = whole(ten_to(decimals(text(contract, "currency"))));
    let amount = round(&(&exact * unit), mode);
    let minor = &amount - before.clone().unwrap_or_default().minor;
    if minor.is_zero() && (before.is_some() || (nothing && amount.is_zero())) {
        return None;
    }
    let returned = before.and_then(|before| before.returned(&minor, mode));
    let (period, number) = (due.period, due.number);
    Some(Line { key: key.to_owned(), item: index, period, number, exact, minor, returned })
}

/// Whether a quantity or a count of packages lies beyond 10^15, or the divisors of a line beyond 64 bits.
fn far(request: &Value, together: &[&Value], due: &Due) -> bool {
    let beyond = |number: BigRational| number > whole(10_i64.pow(15));
    let mut divisor = due.fraction.denom().clone();
    let beyond_quantities = together.iter().any(|item| {
        let charge = &item["charge"];
        let quantity = quantity(request, item, due);
        if let Some(base) = number(charge, "base_quantity") {
            divisor *= (base * whole(ten_to(12))).to_integer();
        }
        if charge["model"] == "dynamic" {
            // A record that the allowance uses up in part is divided by its quantity.
            for record in records(request, item, due) {
                divisor *= (decimal(text(record, "quantity")) * whole(ten_to(12)))
                    .to_integer()
                    .max(1.into());
            }
        }
        let blocks = charge["blocks"].as_array().into_iter().flatten();
        blocks.chain([charge]).any(|tier| {
            let size = number(tier, "size").unwrap_or_else(|| whole(1));
            let room = whole(tier["max_blocks"].as_u64().unwrap_or(0)) * &size;
            beyond((&quantity / size).ceil()) || beyond(room)
        }) || beyond(quantity)
    });
    beyond_quantities || divisor > BigInt::from(u64::MAX)
}

/// Quantity → allowance → charge model → proration → minimum and maximum.
fn charged(
    (item, free): (&Value, &BigRational),
    (quantity, records): (&BigRational, &[&Value]),
    fraction: &BigRational,
) -> BigRational {
    let billable = if quantity > free { quantity - free } else { BigRational::zero() };
    let charge = &item["charge"];
    let mut amount = if prices_records(charge) {
        records::cost(charge, records, (quantity, free))
    } else {
        cost(charge, &billable)
    };
    if item.get("usage").is_none() {
        amount *= fraction;
    }
    if let Some(minimum) = number(item, "minimum") {
        amount = amount.max(minimum * fraction);
    }
    if let Some(maximum) = number(item, "maximum") {
        amount = amount.min(maximum * fraction);
    }
    amount
}

/// The units of an item that are free in a period: its own, and those of coupons for its usage.
fn free(request: &Value, item: &Value, due: &Due) -> BigRational {
    let own = number(item, "included").unwrap_or_else(BigRational::zero);
    match due.period.filter(|_| item.get("usage").is_some()) {
        Some(period) => own + free_units(request, item, (due.number, period)),
        None => own,
    }
}

fn quantity(request: &Value, item: &Value, due: &Due) -> BigRational {
    let Some(meter) = item.get("usage").and_then(Value::as_str) else {
        return number(item, "quantity").expect("a quantity");
    };
    let records = records(request, item, due);
    let quantities = records.iter().map(|record| decimal(text(record, "quantity")));
    let meters = request["contract"]["meters"].as_array().expect("meters");
    let meter = meters.iter().find(|known| text(known, "code") == meter).expect("a meter");
    match text(meter, "aggregation") {
        "sum" => quantities.fold(BigRational::zero(), |sum, quantity| sum + quantity),
        "max" => quantities.max().unwrap_or_else(BigRational::zero),
        other => panic!("no aggregation {other}"),
    }
}

/// The usage records of an item in a period, in order of time.
fn records<'v>(request: &'v Value, item: &Value, due: &Due) -> Vec<&'v Value> {
    let (Some(meter), Some((start, end))) = (item.get("usage"), due.period) else {
        return Vec::new();
    };
    let at = |record: &Value| second(text(record, "at"));
    let all = request["usage"].as_array().expect("usage").iter();
    let mut within: Vec<&Value> = all
        .filter(|record| record["meter"] == *meter && (start..end).contains(&at(record)))
        .collect();
    within.sort_by_key(|record| at(record));
    within
}

/// Whether what comes after the instant of a request counts.
#[derive(PartialEq)]
enum Ahead {
    Known,
    Unknown,
}

/// The periods an item is charged for through the instant of the request.
fn due(request: &Value, item: &Value, ahead: Ahead) -> Vec<Due> {
    let contract = &request["contract"];
    let zone = text(contract, "zone");
    let begin = begin(request);
    let mut events = list(contract, "events").iter();
    let cancelled = events.find(|event| event["type"] == "cancelled");
    let through = second(text(request, "through"));
    let cancelled = cancelled
        .map(|event| second(text(event, "at")))
        .filter(|at| ahead == Ahead::Known || *at <= through);
    let Some(interval) = item.get("interval") else {
        let once = Due { period: None, number: 0, fraction: whole(1) };
        return if begin <= through { vec![once] } else { Vec::new() };
    };
    let anchor = day_of(zone, begin);
    let in_advance = text(item, "timing") == "in_advance";
    let mut all = Vec::new();
    for index in 0.. {
        let days = (after(anchor, interval, index), after(anchor, interval, index + 1));
        let (start, full_end) = (start_of(zone, days.0), start_of(zone, days.1));
        let end = cancelled.map_or(full_end, |cancelled| cancelled.min(full_end));
        if end <= start || (if in_advance { start } else { end }) > through {
            break;
        }
        let fraction = if end == full_end {
            whole(1)
        } else {
            BigRational::new((day_of(zone, end) - days.0).into(), (days.1 - days.0).into())
        };
        all.push(Due { period: Some((start, full_end)), number: index, fraction });
    }
    all
}

/// The number of the period of an interval that runs at an instant.
pub fn running(request: &Value, interval: &Value, at: Second) -> i64 {
    let zone = text(&request["contract"], "zone");
    let anchor = day_of(zone, begin(request));
    let ended = |number: &i64| start_of(zone, after(anchor, interval, number + 1)) <= at;
    i64::try_from((0..).take_while(ended).count()).expect("a small number")
}

fn start_in(line: &Value) -> Option<Second> {
    Some(second(line.get("period")?["start"].as_str()?))
}

fn end_in(line: &Value) -> Option<Second> {
    Some(second(line.get("period")?["end"].as_str()?))
}

type Billed = BTreeMap<(String, Option<Second>), Before>;

fn billed(request: &Value) -> Billed {
    let unit = whole(ten_to(decimals(text(&request["contract"], "currency"))));
    let mut billed = Billed::new();
    for line in request["billed"].as_array().expect("billed") {
        let minor = |text: &str| (decimal(text) * &unit).to_integer();
        let one = billed.entry((text(line, "line").to_owned(), start_in(line))).or_default();
        one.minor += minor(text(line, "amount"));
        one.discount += line
            .get("discount")
            .map_or_else(BigInt::zero, |discount| minor(discount.as_str().expect("a discount")));
    }
    billed
}
