//! `dynamic`: usage that says what it costs, multiplied.

use serde_json::json;

use crate::{
    agreement::{Agreement, START, once},
    case::{Case, same, text},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let mut agreement = Agreement::new("USD");
    agreement.meter("cost", "sum");
    let mut charge = json!({"model": "dynamic"});
    match case.given("metered_amount") {
        Some(amount) => {
            agreement.used_at_price("cost", START, "1", text(amount));
            charge["multiplier"] = json!(case.input("multiplier"));
        }
        None => {
            let price = case.input("precise_total_amount_cents");
            agreement.used_at_price("cost", START, case.input("units"), price);
        }
    }
    let mut item = once("cost", charge, "1");
    item.as_object_mut().expect("an item").remove("quantity");
    item["usage"] = json!("cost");
    item["interval"] = json!({"unit": "month", "count": 1});
    item["timing"] = json!("in_arrears");
    agreement.item(item);
    agreement.through("2026-10-01T00:00:00Z");
    let bill = agreement.bill()?;
    same("amount", bill.totals.lines, case.expected("amount"))?;
    if let Some(unit_amount) = case.expected.get("unit_amount") {
        // No unit was used, so that none has a price: there is no line.
        same("lines", bill.lines.len(), text(unit_amount))?;
    }
    Ok(Outcome::Reproduced)
}
