//! What usage records cost under the models that price each of them, in order of time.

use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;

use crate::{
    charge::number,
    lines::text,
    number::{decimal, whole},
};

/// A record, and what of it lies beyond the allowance.
struct Part<'v> {
    /// None for a quantity that was chosen.
    record: Option<&'v Value>,
    value: BigRational,
    charged: BigRational,
}

/// Whether a charge model prices records.
pub fn prices_records(charge: &Value) -> bool {
    ["percentage", "dynamic", "matrix"].contains(&text(charge, "model"))
}

/// The records after the allowance, which uses up the earliest; a chosen quantity is one of its own.
fn parts<'v>(records: &[&'v Value], quantity: &BigRational, free: &BigRational) -> Vec<Part<'v>> {
    let mut all: Vec<(Option<&Value>, BigRational)> =
        records.iter().map(|one| (Some(*one), decimal(text(one, "quantity")))).collect();
    if all.is_empty() {
        all.push((None, quantity.clone()));
    }
    let mut free = free.clone();
    let mut parts = Vec::new();
    for (record, value) in all {
        let used = free.clone().min(value.clone());
        free -= &used;
        let charged = &value - used;
        if !charged.is_zero() {
            parts.push(Part { record, value, charged });
        }
    }
    parts
}

/// What records cost, before proration and limits.
pub fn cost(
    charge: &Value,
    records: &[&Value],
    (quantity, free): (&BigRational, &BigRational),
) -> BigRational {
    let parts = parts(records, quantity, free);
    match text(charge, "model") {
        "percentage" => percentage(charge, &parts),
        "dynamic" => {
            let price = |part: &Part<'_>| match part.record {
                None => part.charged.clone(),
                Some(record) => decimal(text(record, "price")) * &part.charged / &part.value,
            };
            let sum: BigRational = parts.iter().map(price).sum();
            sum * number(charge, "multiplier").unwrap_or_else(|| whole(1))
        }
        _ => parts.iter().map(|part| &part.charged * cell(charge, part)).sum(),
    }
}

/// An event is free while its number is within the free events and the values so far are within the free
/// amount, as far as each is given.
fn percentage(charge: &Value, parts: &[Part<'_>]) -> BigRational {
    let free_events = charge.get("free_events").and_then(Value::as_u64);
    let free_amount = number(charge, "free_amount");
    let mut sum = BigRational::zero();
    let mut before = BigRational::zero();
    for (part, event) in parts.iter().zip(1_u64..) {
        let value = &part.charged;
        let within = free_events.is_none_or(|free| event <= free);
        let free = match &free_amount {
            Some(amount) if within && before < *amount => (amount - &before).min(value.clone()),
            None if within && free_events.is_some() => value.clone(),
            _ => BigRational::zero(),
        };
        before += value;
        let charged = value - free;
        if charged.is_zero() {
            continue;
        }
        let rate = number(charge, "rate_percent").expect("a rate") / whole(100);
        let mut fee = charged * rate + number(charge, "fixed").unwrap_or_else(BigRational::zero);
        if let Some(minimum) = number(charge, "minimum_per_event") {
            fee = fee.max(minimum);
        }
        if let Some(maximum) = number(charge, "maximum_per_event") {
            fee = fee.min(maximum);
        }
        sum += fee;
    }
    sum
}

/// The unit price of the cell whose values are all the record's, or the default.
fn cell(charge: &Value, part: &Part<'_>) -> BigRational {
    let fits = |cell: &&Value| {
        let when = cell["when"].as_object().expect("values");
        let has = |name: &String, value: &Value| {
            part.record.is_some_and(|record| record["properties"].get(name) == Some(value))
        };
        when.iter().all(|(name, value)| has(name, value))
    };
    let cells = charge["cells"].as_array().expect("cells");
    match cells.iter().find(fits) {
        Some(cell) => number(cell, "unit_price").expect("a price"),
        None => number(charge, "default").expect("a default"),
    }
}
