//! `credit_cap`: never more is paid back than was paid and has not been paid back.
//!
//! The potential credit is a credit by amount that is to be refunded, on an invoice that is large
//! enough for it; what the peer calls the credit is our refund, and what is beyond it goes to the
//! balance instead of being lost.

use serde_json::json;

use crate::{
    agreement::{Agreement, credited, flat, once},
    case::{Case, same},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let mut agreement = Agreement::new("USD");
    agreement.item(once("fee", flat("1000"), "1"));
    let potential = case.input("potential_credit");
    let note = credited(
        &agreement.bill()?,
        &[],
        json!({
            "credit": {"lines": [{"line": "fee", "amount": potential}]},
            "payment": {
                "paid": case.input("original_amount_paid"),
                "refunded": case.input("previous_credits"),
            },
            "disposition": "refund",
        }),
    );
    match note {
        Ok(note) => {
            same("refund", note.refund, case.expected("credit")).map(|()| Outcome::Reproduced)
        }
        Err(refusal) if potential.starts_with('-') && refusal.starts_with("out_of_range") => {
            Ok(Outcome::Declined(
                "a credit below zero is a charge; it is refused with what is accepted, where the peer \
                 gives 0 and does not say so",
            ))
        }
        Err(refusal) => Err(refusal),
    }
}
