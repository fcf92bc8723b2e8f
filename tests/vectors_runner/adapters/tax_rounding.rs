//! `tax_rounding`: rates on the lines of a bill, after coupons, rounded once a rate. Discounts given per
//! line are coupons on that line's product; 29 of 30 days are a month cancelled a day before its end.

use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, flat, major, once},
    case::{Case, same, same_list, text, texts},
    conformance::Outcome,
};
use seikyu_money::Exact;

pub fn run(case: &Case) -> Result<Outcome, String> {
    if case.given("days").is_some() {
        part_of_a_month(case)?;
    } else if case.given("amount_minor").is_some() {
        one_amount(case)?;
    } else {
        lines(case)?;
    }
    Ok(Outcome::Reproduced)
}

fn rate(agreement: &mut Agreement, percent: &str) -> String {
    agreement.rate(if percent == "0" { "Z" } else { "S" }, percent)
}

fn one_amount(case: &Case) -> Result<(), String> {
    let mut agreement = Agreement::new("EUR");
    let code = rate(&mut agreement, case.input("rate_percent"));
    let mut item = once("line", flat(&major(case.input("amount_minor"), "EUR")), "1");
    item["taxes"] = json!([code]);
    agreement.item(item);
    same("tax", agreement.bill()?.totals.tax.minor(), case.expected("tax_minor"))
}

fn lines(case: &Case) -> Result<(), String> {
    let mut agreement = Agreement::new("EUR");
    let rates = case.input["rates_percent"].as_array().expect("rates");
    let amounts = texts(&case.input["lines_minor"]);
    for (number, (minor, percents)) in (1..).zip(amounts.iter().zip(rates)) {
        let percents = match percents {
            Value::Array(_) => texts(percents),
            single => vec![text(single)],
        };
        let codes: Vec<String> =
            percents.iter().map(|percent| rate(&mut agreement, percent)).collect();
        let mut item = once(&format!("line-{number}"), flat(&major(minor, "EUR")), "1");
        item["taxes"] = json!(codes);
        agreement.item(item);
    }
    let discounts = case.given("discounts_minor").map(texts).unwrap_or_default();
    for (number, minor) in (1..).zip(&discounts) {
        let product = format!("line-{number}");
        agreement.coupon("amount", &major(minor, "EUR"), Some(&[&product]));
    }
    if let Some(minor) = case.given("discount_minor") {
        agreement.coupon("amount", &major(text(minor), "EUR"), None);
    }
    compare(case, &agreement)
}

fn compare(case: &Case, agreement: &Agreement) -> Result<(), String> {
    let bill = agreement.bill()?;
    match &case.expected["taxes_minor"] {
        total @ Value::String(_) => same("tax", bill.totals.tax.minor(), text(total))?,
        shares => {
            let taxes: Vec<i64> = bill.lines.iter().map(|line| line.tax.minor()).collect();
            same_list("tax of line", &taxes, &texts(shares))?;
        }
    }
    if let Some(expected) = case.expected.get("tax_by_rate_minor") {
        let taxes: Vec<i64> = bill.taxes.iter().map(|tax| tax.amount.minor()).collect();
        same_list("tax of rate", &taxes, &texts(expected))?;
    }
    if let Some(expected) = case.expected.get("total_minor") {
        same("total", bill.totals.gross.minor(), text(expected))?;
    }
    if let Some(percent) = case.expected.get("effective_rate") {
        let percent = text(percent).parse().expect("a rate");
        let tax = Exact::from(bill.totals.net).percent(percent).expect("a tax");
        same("tax at the effective rate", tax, &bill.totals.tax.to_string())?;
    }
    Ok(())
}

fn part_of_a_month(case: &Case) -> Result<(), String> {
    if (case.input("days"), case.input("period_days")) != ("29", "30") {
        return Err("only 29 of 30 days are written here".to_owned());
    }
    let mut agreement = Agreement::new("EUR");
    let code = rate(&mut agreement, case.input("tax_percent"));
    let mut item = once("line", flat(&major(case.input("amount_minor"), "EUR")), "1");
    item["taxes"] = json!([code]);
    item["interval"] = json!({"unit": "month", "count": 1});
    agreement.item(item);
    agreement.cancelled("2026-09-30T00:00:00Z");
    let totals = agreement.bill()?.totals;
    same("net", totals.net.minor(), case.expected("subtotal_minor"))?;
    same("tax", totals.tax.minor(), case.expected("tax_minor"))?;
    same("total", totals.gross.minor(), case.expected("total_minor"))
}
