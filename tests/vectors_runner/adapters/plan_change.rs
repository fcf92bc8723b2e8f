//! `plan_change`: whether a change is an upgrade, told by the price per month before and after it, as a
//! preview gives them.

use seikyu_calendar::Zones;
use seikyu_engine::preview::{ChangeRequest, preview_change};
use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, START, flat, once},
    case::{Case, same, text},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let plan = |side: &str| -> Value {
        let plan = case.given(side).expect("a plan");
        let mut item = once(side, flat(text(&plan["amount"])), "1");
        item["interval"] = json!({"unit": plan["interval"], "count": 1});
        item
    };
    let mut agreement = Agreement::new("EUR");
    agreement.item(plan("old"));
    let request = json!({
        "version": "seikyu.change-request.v1",
        "current": {
            "version": "seikyu.bill-request.v1", "contract": agreement.contract(), "usage": [],
            "billed": [], "through": START,
        },
        "change": [{
            "type": "plan_changed", "at": START, "items": [plan("new")],
            "plan": {"price_list": "list", "code": "new", "version": 1},
        }],
    });
    let preview = ChangeRequest::read(&request.to_string())
        .and_then(|request| preview_change(&request, &Zones::iana()))
        .map_err(|faults| faults.to_string())?;
    let (before, after) = (preview.recurring.before.per_month, preview.recurring.after.per_month);
    let direction = if after.minor() > before.minor() { "upgrade" } else { "downgrade" };
    if direction != case.expected("direction") {
        return Err(format!("{before} a month becomes {after}, no {}", case.expected("direction")));
    }
    if let Some(expected) = case.expected.get("new_per_month") {
        same("new per month", after, text(expected))?;
    }
    Ok(Outcome::Reproduced)
}
