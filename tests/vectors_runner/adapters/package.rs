//! `package`: a quantity of one item in packages, free units as the price's allowance.

use serde_json::json;

use crate::{
    agreement::{Agreement, once},
    case::{Case, same},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let price = case.given("package_price").cloned().unwrap_or_else(|| json!("1"));
    let size = case.input("package_size");
    let charge = json!({"model": "package", "size": size, "price": price});
    let mut item = once("price", charge, case.input("units"));
    if let Some(free) = case.given("free_units") {
        item["included"] = free.clone();
    }
    let mut agreement = Agreement::new("EUR");
    agreement.item(item);
    let bill = agreement.bill()?;
    if case.expected.get("amount").is_some() {
        same("amount", bill.totals.lines, case.expected("amount"))?;
    }
    if case.expected.get("packages").is_some() {
        let packages = bill.lines.first().map_or_else(
            || "0".to_owned(),
            |line| {
                let steps = serde_json::to_value(&line.derivation.parts[0].steps).expect("JSON");
                steps[0]["quantity"].as_str().unwrap_or_default().to_owned()
            },
        );
        same("packages", packages.as_str(), case.expected("packages"))?;
    }
    Ok(Outcome::Reproduced)
}
