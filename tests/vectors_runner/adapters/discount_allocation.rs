//! `discount_allocation`: a coupon spread over lines of a bill, or an amount over bare weights. The
//! engine's weights are whole numbers; fractional ones are written at a common scale, which keeps their
//! proportion.

use seikyu_money::{Amount, Currency, allocate};

use crate::{
    agreement::{Agreement, flat, major, once},
    case::{Case, same_list, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    match case.given("weights") {
        Some(weights) => over_weights(case, &texts(weights))?,
        None => over_lines(case)?,
    }
    Ok(Outcome::Reproduced)
}

fn over_lines(case: &Case) -> Result<(), String> {
    let mut agreement = Agreement::new("EUR");
    for (number, minor) in (1..).zip(texts(&case.input["lines_minor"])) {
        agreement.item(once(&format!("line-{number}"), flat(&major(minor, "EUR")), "1"));
    }
    agreement.coupon("amount", &major(case.input("discount_minor"), "EUR"), None);
    let bill = agreement.bill()?;
    let nets: Vec<i64> = bill.lines.iter().map(|line| line.net.minor()).collect();
    same_list("net of line", &nets, &texts(&case.expected["net_lines_minor"]))
}

fn over_weights(case: &Case, weights: &[&str]) -> Result<(), String> {
    let currency = match case.input("precision") {
        "0" => "JPY",
        "2" => "EUR",
        "4" => "CLF",
        other => panic!("no currency is known here for {other} decimals"),
    };
    let currency = Currency::parse(currency).map_err(|error| error.to_string())?;
    let whole = Amount::parse(case.input("amount"), currency).map_err(|error| error.to_string())?;
    let parts = allocate(whole, &whole_numbers(weights)).map_err(|error| error.to_string())?;
    same_list("part", &parts, &texts(&case.expected["allocation"]))
}

/// Decimal texts as whole numbers at the scale of the longest.
fn whole_numbers(decimals: &[&str]) -> Vec<i64> {
    let split = |text: &str| {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        (whole.to_owned(), part.to_owned())
    };
    let scale = decimals.iter().map(|text| split(text).1.len()).max().unwrap_or(0);
    let scaled = decimals.iter().map(|text| {
        let (whole, part) = split(text);
        format!("{whole}{part:0<scale$}").parse().expect("a weight")
    });
    scaled.collect()
}
