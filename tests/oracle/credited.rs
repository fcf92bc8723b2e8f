//! A bill less its full credit note: zero in every field.

use seikyu_engine::{
    credit_note::{CreditNoteRequest, credit},
    wire::Faults,
};
use serde_json::{Value, json};

/// What of a document has to come to zero.
fn fields(document: &Value) -> Value {
    let only = |list: &str, fields: &[&str]| -> Vec<Value> {
        let empty = Vec::new();
        let all = document[list].as_array().unwrap_or(&empty).iter();
        all.map(|one| fields.iter().map(|field| one[*field].clone()).collect()).collect()
    };
    let totals = ["lines", "discounts", "charges", "allowances", "net", "tax", "gross", "withheld"];
    json!({
        "lines": only("lines", &["key", "period", "amount", "discount", "net", "tax", "gross"]),
        "adjustments": only("adjustments", &["code", "amount", "net", "tax", "gross"]),
        "taxes": only("taxes", &["rate", "base", "amount"]),
        "totals": totals.map(|field| document["totals"][field].clone()),
    })
}

/// Credits a bill as a whole and compares the two documents. A bill below zero has its credit on itself
/// and is not credited; nor is one without lines.
pub fn compare(bill: &Value) -> Result<(), String> {
    let below_zero = bill["totals"]["gross"].as_str().is_some_and(|gross| gross.starts_with('-'));
    if below_zero || bill["lines"].as_array().is_none_or(Vec::is_empty) {
        return Ok(());
    }
    let request = json!({
        "version": "seikyu.credit-note-request.v1",
        "bill": bill,
        "credit": "invoice",
        "reason": {"en": "Made in error"},
    });
    let refused = |faults: Faults| format!("the credit note is refused: {faults}");
    let request = CreditNoteRequest::read(&request.to_string()).map_err(refused)?;
    let note = credit(&request).map_err(refused)?;
    let note = serde_json::to_value(note).expect("JSON");
    let (billed, credited) = (fields(bill), fields(&note));
    if billed == credited {
        return Ok(());
    }
    Err(format!("billed {billed}\ncredited {credited}"))
}
