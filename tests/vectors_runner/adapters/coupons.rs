//! `coupons`: fixed and percentage coupons on lines of a bill, in declared order or stacked, on all
//! lines or on those of some products; and free units, which are a price's allowance.

use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, START, flat, once, per_unit},
    case::{Case, array, same, text, texts},
    conformance::Outcome,
};
use seikyu_engine::{
    billing::Bill,
    catalog::Coupon,
    wire::{self, Check, Pointer},
};
use seikyu_money::{Amount, Currency};

pub fn run(case: &Case) -> Result<Outcome, String> {
    if case.given("free_units").is_some() {
        free_units(case)?;
    } else if case.given("fees").is_some() {
        on_some_fees(case)?;
    } else if let Some(percents) = case.given("percents") {
        stacked(case, &texts(percents))?;
    } else if let Some(coupons) = case.given("coupons") {
        let coupons = array(coupons.clone());
        if coupons.iter().any(|coupon| coupon.get("currency_mismatch").is_some()) {
            return other_currency(&coupons);
        }
        in_order(case, &coupons)?;
    } else {
        one_fixed(case)?;
    }
    Ok(Outcome::Reproduced)
}

fn on_base(base: &str) -> Agreement {
    let mut agreement = Agreement::new("EUR");
    agreement.item(once("base", flat(base), "1"));
    agreement
}

fn compare(bill: &Bill, case: &Case) -> Result<(), String> {
    same("discount", bill.totals.discounts, case.expected("discount"))?;
    for name in ["remaining", "net"] {
        if let Some(expected) = case.expected.get(name) {
            same(name, bill.totals.net, text(expected))?;
        }
    }
    Ok(())
}

/// A coupon that is partly used is one of the amount that is left of it.
fn one_fixed(case: &Case) -> Result<(), String> {
    let euro = Currency::parse("EUR").expect("a currency");
    let amount = |name| Amount::parse(case.input(name), euro).expect("an amount");
    let left = match case.given("already_used") {
        Some(_) => amount("fixed").minus(amount("already_used")).expect("an amount"),
        None => amount("fixed"),
    };
    let mut agreement = on_base(case.input("base"));
    agreement.coupon("amount", &left.to_string(), None);
    compare(&agreement.bill()?, case)
}

fn in_order(case: &Case, coupons: &[Value]) -> Result<(), String> {
    let mut agreement = on_base(case.input("base"));
    for coupon in coupons {
        match coupon.get("percent") {
            Some(percent) => agreement.coupon("percent", text(percent), None),
            None => agreement.coupon("amount", text(&coupon["fixed"]), None),
        }
    }
    compare(&agreement.bill()?, case)
}

fn stacked(case: &Case, percents: &[&str]) -> Result<(), String> {
    let mut agreement = on_base(case.input("base"));
    if case.input("mode") == "stacked" {
        agreement.stacked();
    }
    for percent in percents {
        agreement.coupon("percent", percent, None);
    }
    compare(&agreement.bill()?, case)
}

fn on_some_fees(case: &Case) -> Result<(), String> {
    let mut agreement = Agreement::new("EUR");
    for fee in array(case.input["fees"].clone()) {
        agreement.item(once(text(&fee["tag"]), flat(text(&fee["amount"])), "1"));
    }
    agreement.item(once("other", flat(case.input("other_fees")), "1"));
    for coupon in array(case.input["coupons"].clone()) {
        agreement.coupon("amount", text(&coupon["fixed"]), Some(&[text(&coupon["on"])]));
    }
    compare(&agreement.bill()?, case)
}

/// An allowance of a metered price; what was used before lies earlier in the same period.
fn free_units(case: &Case) -> Result<(), String> {
    let mut agreement = Agreement::new("EUR");
    agreement.meter("units", "sum");
    agreement.used("units", START, case.input("previous_units"));
    agreement.used("units", "2026-09-15T00:00:00Z", case.input("units"));
    let mut item = once("metered", per_unit("1"), "1");
    item.as_object_mut().expect("an item").remove("quantity");
    item["usage"] = json!("units");
    item["included"] = json!(case.input("free_units"));
    item["interval"] = json!({"unit": "month", "count": 1});
    item["timing"] = json!("in_arrears");
    agreement.item(item);
    let month = [START, "2026-10-01T00:00:00Z"];
    agreement.billed("metered", month, "0");
    agreement.through(month[1]);
    let line = agreement.line()?;
    same("billed units", line.derivation.parts[0].billable, case.expected("billed_units"))
}

/// The source ignores such a coupon. Ours cannot carry a currency of its own: it is refused.
fn other_currency(coupons: &[Value]) -> Result<Outcome, String> {
    let coupon = json!({
        "code": "other", "name": {"en": "Other"}, "amount": coupons[0]["fixed"], "currency": "USD"
    });
    let coupon: Coupon = wire::read(&coupon.to_string()).expect("a coupon");
    let euro = Currency::parse("EUR").expect("a currency");
    let mut check = Check::default();
    coupon.check(euro, &Pointer::ROOT, &mut check);
    match check.finish() {
        Ok(()) => Err("a coupon in another currency was accepted".to_owned()),
        Err(_) => Ok(Outcome::Declined(
            "the source silently ignores a coupon in another currency and bills the full price; a \
             coupon of ours is in its contract's currency, and one that names another is refused \
             where it is entered",
        )),
    }
}
