//! Coupons: which of them a document takes, of which lines, for which periods, and how much.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;

use crate::{
    buckets::Bucket,
    calendar::{Second, second},
    charge::number,
    lines::{begin, decimals, list, running, text},
    number::{allocate, round, ten_to, whole},
};

/// A coupon, from when on it is taken, and up to and without when.
pub struct Applied<'v> {
    pub coupon: &'v Value,
    from: Second,
    until: Option<Second>,
}

/// Every coupon of a contract, in the order in which they came.
fn applied(request: &Value) -> Vec<Applied<'_>> {
    let mut all: Vec<Applied<'_>> = Vec::new();
    for event in list(&request["contract"], "events") {
        let from = second(text(event, "at"));
        match text(event, "type") {
            "created" => {
                let coupons = list(event, "coupons").iter();
                all.extend(coupons.map(|coupon| Applied { coupon, from, until: None }));
            }
            "coupon_applied" => all.push(Applied { coupon: &event["coupon"], from, until: None }),
            "coupon_removed" => {
                let removed = all.iter_mut().find(|one| one.coupon["code"] == event["code"]);
                removed.expect("a coupon").until = Some(from);
            }
            _ => {}
        }
    }
    all
}

/// The coupons that a document takes: those in force at its instant, for the contract's plan. Free units
/// are taken where usage is rated.
pub fn taken(request: &Value) -> Vec<Applied<'_>> {
    let at = second(text(request, "through")).max(begin(request));
    let holds = |one: &Applied<'_>| one.from <= at && one.until.is_none_or(|until| at < until);
    let reduces = |one: &Applied<'_>| one.coupon.get("free_units").is_none();
    applied(request)
        .into_iter()
        .filter(|one| holds(one) && reduces(one) && is_for_plan(request, one.coupon))
        .collect()
}

fn among(coupon: &Value, field: &str, code: Option<&Value>) -> bool {
    let accepted = coupon.get(field).and_then(Value::as_array);
    accepted.is_none_or(|accepted| code.is_some_and(|code| accepted.contains(code)))
}

fn is_for_plan(request: &Value, coupon: &Value) -> bool {
    let plan = request["contract"]["events"][0].get("plan").map(|plan| &plan["code"]);
    among(coupon, "plans", plan)
}

/// Whether a coupon is for an item's product and meter.
fn is_for_item(coupon: &Value, item: &Value) -> bool {
    among(coupon, "products", item.get("product")) && among(coupon, "meters", item.get("usage"))
}

/// Whether a coupon reduces an item in a period, by the period's number: for so many periods, of which
/// the first is the one that ran when the coupon was applied.
pub fn reduces(request: &Value, applied: &Applied<'_>, item: &Value, period: i64) -> bool {
    let lasts = match (applied.coupon.get("periods"), item.get("interval")) {
        (None, _) | (_, None) => true,
        (Some(periods), Some(interval)) => {
            let first = running(request, interval, applied.from);
            (first..first + periods.as_i64().expect("periods")).contains(&period)
        }
    };
    lasts && is_for_item(applied.coupon, item)
}

/// The units that coupons make free for an item in a period, which is numbered and has these bounds.
pub fn free_units(
    request: &Value,
    item: &Value,
    (number_of_period, (start, end)): (i64, (Second, Second)),
) -> BigRational {
    let mut sum = BigRational::zero();
    for one in applied(request) {
        let Some(units) = number(one.coupon, "free_units") else { continue };
        let overlaps = one.from < end && one.until.is_none_or(|until| start < until);
        if overlaps
            && is_for_plan(request, one.coupon)
            && reduces(request, &one, item, number_of_period)
        {
            sum += units;
        }
    }
    sum
}

/// Takes the coupons off the buckets, in declared order; gives base and amount of each.
pub fn discount(request: &Value, buckets: &mut [Bucket]) -> Vec<(BigInt, BigInt)> {
    let contract = &request["contract"];
    let unit = whole(ten_to(decimals(text(contract, "currency"))));
    let minor = |number: BigRational| (number * &unit).to_integer();
    let stacked = text(contract, "coupon_mode") == "stacked";
    let mut all = Vec::new();
    for (index, applied) in taken(request).iter().enumerate() {
        let coupon = applied.coupon;
        let has = |bucket: &Bucket| bucket.coupons.contains(&index);
        let weights: Vec<BigInt> = buckets
            .iter()
            .map(|bucket| if has(bucket) { bucket.left.clone() } else { BigInt::zero() })
            .collect();
        let left: BigInt = weights.iter().sum();
        let undiscounted: BigInt =
            buckets.iter().filter(|bucket| has(bucket)).map(|bucket| &bucket.total).sum();
        let base = if stacked { undiscounted.clone() } else { left.clone() };
        let mut wanted = match number(coupon, "percent") {
            Some(percent) => {
                let exact = whole(base.clone()) * percent / whole(100);
                round(&exact, text(&contract["rounding"], "lines"))
            }
            None => {
                let each = minor(number(coupon, "amount").expect("an amount"));
                match coupon.get("periods").and_then(Value::as_u64) {
                    None => each,
                    // In all it is taken that often; earlier bills have taken some of it.
                    Some(periods) => each.clone().min(each * periods - before(request, coupon)),
                }
            }
        };
        if let Some(most) = number(coupon, "maximum_discount") {
            wanted = wanted.min(minor(most));
        }
        if number(coupon, "minimum_spend").is_some_and(|least| undiscounted < minor(least)) {
            wanted = BigInt::zero();
        }
        // Never below zero: neither the base of the coupon nor what the others left.
        let amount = wanted.min(base.clone()).min(left).max(BigInt::zero());
        for (bucket, part) in buckets.iter_mut().zip(allocate(&amount, &weights)) {
            bucket.left -= part;
        }
        all.push((base, amount));
    }
    all
}

/// What a coupon has taken on earlier bills, in minor units.
fn before(request: &Value, coupon: &Value) -> BigInt {
    let unit = whole(ten_to(decimals(text(&request["contract"], "currency"))));
    let of_coupon =
        list(request, "discounted").iter().filter(|one| one["coupon"] == coupon["code"]);
    of_coupon.map(|one| (number(one, "amount").expect("an amount") * &unit).to_integer()).sum()
}
