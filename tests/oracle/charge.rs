//! What a quantity costs under each charge model, from the formulas of the documentation.

use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;

use crate::number::{decimal, whole};

/// The number in a field, if there is one.
pub fn number(object: &Value, field: &str) -> Option<BigRational> {
    object.get(field).and_then(Value::as_str).map(decimal)
}

fn must(object: &Value, field: &str) -> BigRational {
    number(object, field).unwrap_or_else(|| panic!("no {field} in {object}"))
}

fn list<'v>(charge: &'v Value, field: &str) -> &'v [Value] {
    charge[field].as_array().expect("a list")
}

/// What a charge comes to, before proration and limits.
pub fn cost(charge: &Value, quantity: &BigRational) -> BigRational {
    match charge["model"].as_str().expect("a model") {
        "flat" => must(charge, "amount"),
        "per_unit" => {
            let base = number(charge, "base_quantity").unwrap_or_else(|| whole(1));
            quantity * must(charge, "unit_price") / base
        }
        "graduated" => by_part(charge, "tiers", quantity, |tier| must(tier, "unit_price")),
        "graduated_percentage" => {
            by_part(charge, "shares", quantity, |tier| must(tier, "rate_percent") / whole(100))
        }
        "volume" => reached(charge, "tiers", quantity, |tier| {
            quantity * must(tier, "unit_price") + flat(tier)
        }),
        "stairstep" => reached(charge, "stairs", quantity, |stair| must(stair, "amount")),
        "package" => (quantity / must(charge, "size")).ceil() * must(charge, "price"),
        "blocks" => blocks(charge, quantity),
        other => panic!("no charge model {other}"),
    }
}

fn flat(tier: &Value) -> BigRational {
    number(tier, "flat").unwrap_or_else(BigRational::zero)
}

fn flat_at_zero(charge: &Value) -> bool {
    charge.get("flat_at_zero").and_then(Value::as_bool).unwrap_or(false)
}

/// Every tier prices the part of the quantity above the bound before it and up to its own.
fn by_part(
    charge: &Value,
    field: &str,
    quantity: &BigRational,
    price: impl Fn(&Value) -> BigRational,
) -> BigRational {
    let tiers = list(charge, field);
    if quantity.is_zero() {
        return if flat_at_zero(charge) { flat(&tiers[0]) } else { BigRational::zero() };
    }
    let mut sum = BigRational::zero();
    let mut bound_before = BigRational::zero();
    for tier in tiers {
        if *quantity > bound_before {
            let end = match number(tier, "up_to") {
                Some(bound) if bound < *quantity => bound,
                _ => quantity.clone(),
            };
            sum += (end - &bound_before) * price(tier) + flat(tier);
        }
        bound_before = number(tier, "up_to").unwrap_or_else(|| quantity.clone());
    }
    sum
}

/// The tier whose inclusive bound is the first that is not below the quantity prices all of it.
fn reached(
    charge: &Value,
    field: &str,
    quantity: &BigRational,
    price: impl Fn(&Value) -> BigRational,
) -> BigRational {
    if quantity.is_zero() && !flat_at_zero(charge) {
        return BigRational::zero();
    }
    let holds = |tier: &&Value| number(tier, "up_to").is_none_or(|bound| *quantity <= bound);
    price(list(charge, field).iter().find(holds).expect("the last tier is open"))
}

fn blocks(charge: &Value, quantity: &BigRational) -> BigRational {
    let in_blocks = |tier: &Value, units: &BigRational| {
        (units / must(tier, "size")).ceil() * must(tier, "price")
    };
    let room =
        |tier: &Value| tier["max_blocks"].as_u64().map(|blocks| whole(blocks) * must(tier, "size"));
    if quantity.is_zero() {
        return BigRational::zero();
    }
    let each = charge["priced_by"] == "each_tier";
    let mut sum = BigRational::zero();
    let mut left = quantity.clone();
    for tier in list(charge, "blocks") {
        match room(tier) {
            Some(room) if room < left => {
                if each {
                    sum += in_blocks(tier, &room);
                }
                left -= room;
            }
            _ => {
                return if each { sum + in_blocks(tier, &left) } else { in_blocks(tier, quantity) };
            }
        }
    }
    panic!("the last tier is open")
}
