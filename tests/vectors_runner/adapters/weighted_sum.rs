//! `weighted_sum`: a level over time. The source reports changes of it, we the level itself, which is
//! therefore their running total; what it was before the period was reported before.

use seikyu_money::Number;
use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, once, per_unit},
    case::{Case, text, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let period = texts(case.given("period").expect("a period"));
    let [start, end] = period.as_slice() else { panic!("a start and an end") };
    let mut agreement = metered("weighted_sum", per_unit("1"), start);
    let initial = case.input("initial_value");
    agreement.used("level", "2023-07-31T12:00:00Z", initial);
    let mut level: i64 = initial.parse().expect("a level");
    for event in case.given("events").and_then(Value::as_array).expect("events") {
        level += text(&event["delta"]).parse::<i64>().expect("a change");
        agreement.used("level", text(&event["at"]), &level.to_string());
    }
    agreement.through(end);
    let bill = agreement.bill()?;
    let quantity = bill
        .lines
        .first()
        .map_or("0".to_owned(), |line| line.quantity.expect("a quantity").to_string());
    to_five_decimals(&quantity, case.expected("aggregation"))?;
    Ok(Outcome::Reproduced)
}

/// A contract from an instant on, of one meter that is charged monthly in arrears.
pub fn metered(aggregation: &str, charge: Value, start: &str) -> Agreement {
    let mut agreement = Agreement::new("EUR");
    agreement.starts(start);
    agreement.meter("level", aggregation);
    let mut item = once("level", charge, "1");
    item["usage"] = json!("level");
    item["timing"] = json!("in_arrears");
    item["interval"] = json!({"unit": "month", "count": 1});
    item.as_object_mut().expect("an item").remove("quantity");
    agreement.item(item);
    agreement
}

/// The source compares what it found after rounding to 5 decimals.
fn to_five_decimals(found: &str, expected: &str) -> Result<(), String> {
    let units = |number: &str| -> i128 {
        let number: Number = number.parse().expect("a number");
        let text = number.to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        format!("{whole}{decimals:0<12}").parse().expect("digits")
    };
    let half = 5_000_000;
    if (units(found) - units(expected)).abs() <= half {
        Ok(())
    } else {
        Err(format!("quantity: found {found}, expected {expected}"))
    }
}
