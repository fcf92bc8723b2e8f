//! `currency_rounding`: exact amounts as unit prices of one unit, rounded once a line to the currency's
//! minor unit and then summed. A precision is a currency with as many decimals.

use crate::{
    agreement::{Agreement, once, per_unit},
    case::{Case, same, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let currency = match case.given("precision").map(crate::case::text) {
        None | Some("2") => "USD",
        Some("0") => "JPY",
        Some(other) => panic!("no currency is known here for {other} decimals"),
    };
    let amounts = match case.given("lines") {
        Some(lines) => texts(lines),
        None => vec![case.input("amount")],
    };
    let mut agreement = Agreement::new(currency);
    for (number, amount) in (1..).zip(amounts) {
        agreement.item(once(&format!("line-{number}"), per_unit(amount), "1"));
    }
    same("sum of the lines", agreement.bill()?.totals.lines, case.expected("amount"))?;
    Ok(Outcome::Reproduced)
}
