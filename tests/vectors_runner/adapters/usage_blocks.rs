//! `usage_blocks`: a quantity of one item in tiers of blocks. The sources' last tier is closed; ours is
//! open, which agrees within it, and beyond it is what the source does as well.

use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, once},
    case::{Case, array, same, same_list, text, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let mut blocks: Vec<Value> = array(case.input["tiers"].clone()).iter().map(tier).collect();
    if let Some(last) = blocks.last_mut() {
        last["max_blocks"] = Value::Null;
    }
    let priced_by = match case.input("mode") {
        "all_tiers" => "each_tier",
        "top_tier" => "reached_tier",
        other => return Err(format!("{other} is no mode known here")),
    };
    let charge = json!({"model": "blocks", "blocks": blocks, "priced_by": priced_by});
    let mut agreement = Agreement::new("EUR");
    agreement.item(once("price", charge, case.input("units")));
    let line = agreement.line()?;
    same("amount", line.amount, case.expected("amount"))?;
    if let Some(lines) = case.expected.get("lines") {
        let steps = serde_json::to_value(&line.derivation.parts[0].steps).expect("JSON");
        let steps = array(steps);
        let amounts: Vec<&str> = steps.iter().map(|step| text(&step["amount"])).collect();
        same_list("tier", &amounts, &texts(lines))?;
    }
    Ok(Outcome::Reproduced)
}

fn tier(source: &Value) -> Value {
    let max_blocks = source["max_blocks"].as_str().map(|blocks| blocks.parse::<u32>());
    json!({
        "size": source["block"],
        "max_blocks": max_blocks.map(|blocks| blocks.expect("a number of blocks")),
        "price": source["price"],
    })
}
