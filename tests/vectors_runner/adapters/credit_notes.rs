//! `credit_notes`: the unused days of a fee are credited, with their share of coupon and tax, and are
//! refunded as far as more was paid than the used part costs.
//!
//! A fee is a line of as many days as its period has; the coupon is one on the first fee. The unused
//! days are credited by quantity. Where some of the fee was credited before, the peer credits the
//! unused days less that: this is a credit by amount.

use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, credited, major, once},
    case::{Case, same, text},
    conformance::Outcome,
};

const CURRENCY: &str = "EUR";

pub fn run(case: &Case) -> Result<Outcome, String> {
    let fees: Vec<&str> = match case.given("fees_minor") {
        Some(fees) => fees.as_array().expect("a list").iter().map(text).collect(),
        None => vec![case.input("amount_minor")],
    };
    let (days, unused) = (case.input("period_days"), case.input("unused_days"));
    let mut agreement = Agreement::new(CURRENCY);
    let rate = agreement.rate("S", case.input("tax_percent"));
    for (index, fee) in fees.iter().enumerate() {
        let charge = json!({
            "model": "per_unit", "unit_price": major(fee, CURRENCY), "base_quantity": days
        });
        let mut item = once(&format!("fee-{index}"), charge, days);
        item["taxes"] = json!([rate]);
        agreement.item(item);
    }
    if let Some(coupon) = case.given("coupon_minor") {
        agreement.coupon("amount", &major(text(coupon), CURRENCY), Some(&["fee-0"]));
    }
    let bill = agreement.bill()?;
    let amount = |minor: &str| json!({"line": "fee-0", "amount": major(minor, CURRENCY)});
    let credit = |line: Value| json!({"credit": {"lines": [line]}});
    let (earlier, line) = match case.given("previous_credit_minor") {
        None => (vec![], json!({"line": "fee-0", "quantity": unused})),
        Some(previous) => {
            let whole = |text: &str| text.parse::<i64>().expect("a whole number");
            let unused = whole(fees[0]) * whole(unused) / whole(days);
            let rest = unused - whole(text(previous));
            (vec![credited(&bill, &[], credit(amount(text(previous))))?], amount(&rest.to_string()))
        }
    };
    let mut more = credit(line);
    if let Some(paid) = case.given("paid_minor") {
        more["payment"] = json!({"paid": major(text(paid), CURRENCY), "refunded": "0"});
        more["disposition"] = json!("both");
    }
    let note = credited(&bill, &earlier, more)?;
    // Where nothing is said of a payment, the peer's credit is that of the fee, without tax.
    let credit = if case.given("paid_minor").is_some() { note.balance } else { note.totals.net };
    let found = [
        ("credit_minor", credit),
        ("tax_minor", note.totals.tax),
        ("total_minor", note.totals.gross),
        ("refund_minor", note.refund),
    ];
    for (name, found) in found {
        if case.expected.get(name).is_some() {
            same(name, found.minor(), case.expected(name))?;
        }
    }
    Ok(Outcome::Reproduced)
}
