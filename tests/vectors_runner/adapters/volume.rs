//! `volume`: a quantity of one item with a volume charge.

use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, once},
    case::{Case, array, same},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let tiers = match case.given("unit_in_band") {
        Some(unit) => vec![json!({"up_to": null, "unit_price": unit})],
        None => array(case.input["tiers"].clone()).iter().map(tier).collect(),
    };
    let flat_at_zero = case.given("zero_units_charge_first_flat") == Some(&json!(true));
    let charge = json!({"model": "volume", "tiers": tiers, "flat_at_zero": flat_at_zero});
    let mut agreement = Agreement::new("EUR");
    agreement.item(once("price", charge, case.input("units")));
    same("exact amount", agreement.line()?.derivation.exact, case.expected("amount"))?;
    Ok(Outcome::Reproduced)
}

fn tier(source: &Value) -> Value {
    json!({"up_to": source["up_to"], "unit_price": source["unit"], "flat": source["flat"]})
}
