//! `late_usage`: usage that came after its period was billed, as the difference.

use serde_json::json;

use crate::{
    agreement::{Agreement, START, once},
    case::{Case, same},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let end = "2026-10-01T00:00:00Z";
    let mut agreement = Agreement::new("EUR");
    agreement.meter("units", "sum");
    let charge = json!({
        "model": "package", "size": case.input("block"), "price": case.input("price")
    });
    let mut item = once("units", charge, "1");
    item["usage"] = json!("units");
    item["timing"] = json!("in_arrears");
    item["interval"] = json!({"unit": "month", "count": 1});
    item.as_object_mut().expect("an item").remove("quantity");
    agreement.item(item);
    agreement.used("units", START, case.input("units"));
    agreement.billed("units", [START, end], case.input("already_billed_blocks"));
    agreement.through(end);
    let line = agreement.line()?;
    // A block costs 1, so that amounts count blocks.
    same("blocks", line.derivation.amount, case.expected("blocks"))?;
    same("delta", line.amount, case.expected("delta"))?;
    Ok(Outcome::Reproduced)
}
