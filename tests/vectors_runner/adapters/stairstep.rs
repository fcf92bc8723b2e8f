//! `stairstep`: a quantity of one item with one amount a step. The sources' last step is closed; ours is
//! open, which agrees up to its bound. One case is about packages.

use serde_json::{Value, json};

use super::package;
use crate::{
    agreement::{Agreement, once},
    case::{Case, array, same},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    if case.given("package_size").is_some() {
        return package::run(case);
    }
    let mut stairs = array(case.input["steps"].clone());
    if let Some(last) = stairs.last_mut() {
        last["up_to"] = Value::Null;
    }
    let flat_at_zero = case.given("zero_units_charge_first_flat") == Some(&json!(true));
    let charge = json!({"model": "stairstep", "stairs": stairs, "flat_at_zero": flat_at_zero});
    let mut agreement = Agreement::new("EUR");
    agreement.item(once("price", charge, case.input("units")));
    same("amount", agreement.line()?.amount, case.expected("amount"))?;
    Ok(Outcome::Reproduced)
}
