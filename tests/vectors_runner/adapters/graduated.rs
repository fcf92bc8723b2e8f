//! `graduated`: a quantity of one item with a graduated charge. A case about one band of a tier is
//! priced with the tiers around the band free of charge, and the band's step is compared. The last tier
//! of a case may be closed; ours is open, which agrees up to its bound.

use seikyu_engine::billing::Line;
use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, once},
    case::{Case, array, same, same_list, text, texts},
    conformance::Outcome,
};

/// How a charge of this shape is written.
pub struct Wording {
    pub model: &'static str,
    /// The field of its tiers.
    pub tiers: &'static str,
    /// A tier's price in the engine's form, and in the cases.
    pub price: [&'static str; 2],
}

pub fn run(case: &Case) -> Result<Outcome, String> {
    run_as(case, &Wording { model: "graduated", tiers: "tiers", price: ["unit_price", "unit"] })
}

pub fn run_as(case: &Case, wording: &Wording) -> Result<Outcome, String> {
    match case.given("band") {
        Some(band) => one_band(case, wording, band)?,
        None => whole_price(case, wording)?,
    }
    Ok(Outcome::Reproduced)
}

fn priced(case: &Case, wording: &Wording, tiers: &[Value]) -> Result<Line, String> {
    let mut agreement = Agreement::new("EUR");
    let flat_at_zero = case.given("zero_units_charge_first_flat") == Some(&json!(true));
    let Wording { model, tiers: field, .. } = wording;
    let charge = json!({"model": model, *field: tiers, "flat_at_zero": flat_at_zero});
    agreement.item(once("price", charge, case.input("units")));
    agreement.line()
}

fn whole_price(case: &Case, wording: &Wording) -> Result<(), String> {
    let mut tiers = array(case.input["tiers"].clone());
    if let Some(last) = tiers.last_mut() {
        last["up_to"] = Value::Null;
    }
    let tiers: Vec<Value> = tiers.iter().map(|source| tier(wording, source)).collect();
    let line = priced(case, wording, &tiers)?;
    same("exact amount", line.derivation.exact, case.expected("amount"))?;
    same("amount", line.amount, case.expected("amount"))?;
    if let Some(lines) = case.expected.get("lines") {
        let steps = steps(&line);
        let amounts: Vec<&str> = steps.iter().map(|step| text(&step["amount"])).collect();
        same_list("tier", &amounts, &texts(lines))?;
    }
    Ok(())
}

fn one_band(case: &Case, wording: &Wording, band: &Value) -> Result<(), String> {
    let [price, given] = wording.price;
    let free = |up_to: &Value| json!({"up_to": up_to, price: "0"});
    let source = json!({"up_to": band["to"], given: band[given], "flat": band["flat"]});
    let mut tiers = vec![tier(wording, &source)];
    if let Some(below) = case.given("band_lower_exclusive") {
        tiers.insert(0, free(below));
    }
    tiers.push(free(&Value::Null));
    let band_at = tiers.len() - 2;
    let line = priced(case, wording, &tiers)?;
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

fn tier(wording: &Wording, source: &Value) -> Value {
    let [price, given] = wording.price;
    json!({"up_to": source["up_to"], price: source[given], "flat": source["flat"]})
}
