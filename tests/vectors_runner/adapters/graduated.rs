//! `graduated`: a quantity of one item with a graduated charge. A case about one band of a tier is
//! priced with the tiers around the band free of charge, and the band's step is compared.

use seikyu_engine::billing::Line;
use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, once},
    case::{Case, array, same, same_list, text, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    match case.given("band") {
        Some(band) => one_band(case, band)?,
        None => whole_price(case)?,
    }
    Ok(Outcome::Reproduced)
}

fn priced(case: &Case, tiers: &[Value]) -> Result<Line, String> {
    let mut agreement = Agreement::new("EUR");
    let flat_at_zero = case.given("zero_units_charge_first_flat") == Some(&json!(true));
    let charge = json!({"model": "graduated", "tiers": tiers, "flat_at_zero": flat_at_zero});
    agreement.item(once("price", charge, case.input("units")));
    agreement.line()
}

fn whole_price(case: &Case) -> Result<(), String> {
    let tiers = array(case.input["tiers"].clone());
    let line = priced(case, &tiers.iter().map(tier).collect::<Vec<_>>())?;
    same("exact amount", line.derivation.exact, case.expected("amount"))?;
    same("amount", line.amount, case.expected("amount"))?;
    if let Some(lines) = case.expected.get("lines") {
        let steps = steps(&line);
        let amounts: Vec<&str> = steps.iter().map(|step| text(&step["amount"])).collect();
        same_list("tier", &amounts, &texts(lines))?;
    }
    Ok(())
}

fn one_band(case: &Case, band: &Value) -> Result<(), String> {
    let free = |up_to: &Value| json!({"up_to": up_to, "unit_price": "0"});
    let mut tiers = vec![tier(&json!({
        "up_to": band["to"], "unit": band["unit"], "flat": band["flat"]
    }))];
    if let Some(below) = case.given("band_lower_exclusive") {
        tiers.insert(0, free(below));
    }
    tiers.push(free(&Value::Null));
    let band_at = tiers.len() - 2;
    let line = priced(case, &tiers)?;
    let steps = steps(&line);
    let Some(step) = steps.get(band_at) else {
        return Err("the band's tier is not touched".to_owned());
    };
    same("units of the band", text(&step["quantity"]), case.expected("band_units"))?;
    same("amount of the band", text(&step["amount"]), case.expected("amount"))
}

/// The steps of the line's only part, as the bill writes them.
fn steps(line: &Line) -> Vec<Value> {
    array(serde_json::to_value(&line.derivation.parts[0].steps).expect("JSON"))
}

fn tier(source: &Value) -> Value {
    json!({"up_to": source["up_to"], "unit_price": source["unit"], "flat": source["flat"]})
}
