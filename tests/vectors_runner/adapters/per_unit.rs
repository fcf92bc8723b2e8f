//! `per_unit`: a quantity at a unit price; the exact amount before rounding is compared. Maxima per
//! bucket are a `max` meter billed per bucket, each bucket a period of one day.

use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, once, per_unit},
    case::{Case, same, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    match case.given("bucket_maxima") {
        Some(maxima) => bucket_maxima(case, maxima)?,
        None => quantity(case)?,
    }
    Ok(Outcome::Reproduced)
}

fn quantity(case: &Case) -> Result<(), String> {
    let mut agreement = Agreement::new("EUR");
    agreement.item(once("price", per_unit(case.input("unit")), case.input("units")));
    same("exact amount", agreement.line()?.derivation.exact, case.expected("amount"))
}

fn bucket_maxima(case: &Case, maxima: &Value) -> Result<(), String> {
    let mut agreement = Agreement::new("EUR");
    agreement.meter("peak", "max");
    for (day, maximum) in (1..).zip(texts(maxima)) {
        agreement.used("peak", &format!("2026-09-0{day}T09:00:00Z"), "1");
        agreement.used("peak", &format!("2026-09-0{day}T12:00:00Z"), maximum);
        agreement.used("peak", &format!("2026-09-0{day}T15:00:00Z"), "0");
        agreement.through(&format!("2026-09-0{}T00:00:00Z", day + 1));
    }
    let mut item = once("price", per_unit(case.input("unit")), "1");
    item.as_object_mut().expect("an item").remove("quantity");
    item["usage"] = json!("peak");
    item["interval"] = json!({"unit": "day", "count": 1});
    item["timing"] = json!("in_arrears");
    agreement.item(item);
    same("sum of the buckets", agreement.bill()?.totals.lines, case.expected("amount"))
}
