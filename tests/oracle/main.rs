//! A second engine, written as plainly as possible over fractions of whole numbers without limit, and
//! compared with the engine on bills at random. It reads the request that the engine reads and takes
//! no number from the engine's code. Every bill is credited as a whole, too, and has to come to zero.
//!
//! `ORACLE_CASES` says how many bills (100000 is the full run), `ORACLE_SEED` from which seed on. A
//! difference prints its seed and its request; `ORACLE_REQUEST=file.json` compares one request again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::print_stdout
)]

mod buckets;
mod calendar;
mod charge;
mod coupons;
mod credited;
mod dice;
mod document;
mod effects;
mod generate;
mod lines;
mod number;
mod payment;
mod records;
mod taxes;
mod worked;

use std::{env, fs};

use dice::Dice;
use num_bigint::BigInt;
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    wire::canonical,
};
use serde_json::{Value, json};

/// What came of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    billed: usize,
    lines: usize,
    /// Refused by the engine for what the oracle agrees is too large.
    refused: usize,
}

/// The fields of the engine's bill that the oracle has.
fn figures(bill: &Value) -> Value {
    let only = |list: &Value, fields: &[&str]| -> Vec<Value> {
        let all = list.as_array().expect("a list").iter();
        all.map(|one| {
            let kept = fields.iter().filter_map(|field| Some((*field, one.get(field)?.clone())));
            kept.map(|(field, value)| (field.to_owned(), value)).collect()
        })
        .collect()
    };
    let line = ["key", "period", "amount", "discount", "net", "tax", "gross"];
    let totals = [
        "lines",
        "discounts",
        "net",
        "tax",
        "gross",
        "withheld",
        "prepaid",
        "wallets",
        "balance",
        "rounding",
        "due",
        "credit",
    ];
    let wallet = ["wallet", "before", "drawn", "after", "cost"];
    let wallets = bill.get("wallets").cloned().unwrap_or_else(|| json!([]));
    json!({
        "lines": only(&bill["lines"], &line),
        "discounts": only(&bill["discounts"], &["base", "amount"]),
        "taxes": only(&bill["taxes"], &["rate", "base", "amount"]),
        "wallets": only(&wallets, &wallet),
        "totals": only(&json!([bill["totals"]]), &totals)[0],
    })
}

/// Compares the two engines on a request.
fn compare(request: &Value, zones: &Zones) -> Result<Tally, String> {
    let expected = document::document(request, lines::lines(request));
    let read = BillRequest::read(&request.to_string());
    let read = read.map_err(|faults| format!("the request is refused: {faults}"))?;
    if BillRequest::read(&canonical(&read)).as_ref() != Ok(&read) {
        return Err("the request is read otherwise than it was printed".to_owned());
    }
    let found = match bill(&read, zones) {
        Ok(bill) => serde_json::to_value(bill).expect("JSON"),
        Err(faults) => {
            let far = expected.far || expected.size > BigInt::from(i64::MAX);
            return if far {
                Ok(Tally { refused: 1, ..Tally::default() })
            } else {
                Err(format!("refused: {faults}; the oracle says {}", expected.figures))
            };
        }
    };
    if expected.too_large {
        return Err(format!("an amount is too large, and the engine says {found}"));
    }
    let figures = figures(&found);
    for field in ["lines", "discounts", "taxes", "wallets", "totals"] {
        if figures[field] != expected.figures[field] {
            let (ours, theirs) = (&figures[field], &expected.figures[field]);
            return Err(format!("{field}\nengine {ours}\noracle {theirs}"));
        }
    }
    for (line, expected) in found["lines"].as_array().expect("lines").iter().zip(&expected.lines) {
        let exact = line["derivation"]["exact"].as_str().expect("an exact amount");
        if number::quotient(exact) != expected.exact {
            return Err(format!("{}: exactly {exact}, oracle {}", expected.key, expected.exact));
        }
    }
    credited::compare(&found)?;
    Ok(Tally { billed: 1, lines: expected.lines.len(), refused: 0 })
}

/// A case: a request, and half of the time the same one after some of it was billed.
fn case(seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let mut request = dice.request();
    if seed % 2 == 1 {
        let currency = lines::text(&request["contract"], "currency");
        let decimals = lines::decimals(currency);
        let bill = document::document(&request, lines::lines(&request));
        if !bill.too_large {
            let lines = bill.figures["lines"].as_array().expect("lines").clone();
            request["billed"] = json!(dice.billed(&lines, decimals));
        }
    }
    request
}

fn variable(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().expect("a whole number"))
}

#[test]
fn the_engine_and_the_oracle_agree() {
    let zones = Zones::iana();
    if let Ok(path) = env::var("ORACLE_REQUEST") {
        let request = serde_json::from_str(&fs::read_to_string(path).expect("the file"));
        let tally = compare(&request.expect("JSON"), &zones).unwrap_or_else(|why| panic!("{why}"));
        println!("{tally:?}");
        return;
    }
    let (cases, first) = (variable("ORACLE_CASES", 1_500), variable("ORACLE_SEED", 1));
    let mut sum = Tally::default();
    for seed in first..first + cases {
        let request = case(seed);
        match compare(&request, &zones) {
            Ok(tally) => {
                sum.billed += tally.billed;
                sum.lines += tally.lines;
                sum.refused += tally.refused;
            }
            Err(why) => panic!("seed {seed}: {why}\n\n{request}"),
        }
    }
    println!("{cases} requests from seed {first}: {sum:?}");
    // A generator whose bills are refused or empty would prove nothing.
    let billed = u64::try_from(sum.billed).unwrap();
    assert!(billed * 10 >= cases * 8, "{sum:?}");
    assert!(sum.lines >= sum.billed * 2, "{sum:?}");
}
