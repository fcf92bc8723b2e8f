//! The price lists of `examples/`, priced through the engine and compared with bills worked by hand, to
//! the last minor unit. `examples/README.md` shows the working.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::{collections::BTreeSet, fs, path::PathBuf};

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, UsageRecord, bill},
    catalog::PriceList,
    quote::{Draft, Priced, price},
};
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples")
}

fn read(name: &str) -> String {
    let path = folder().join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the files with an ending, without it.
fn names(ending: &str) -> BTreeSet<String> {
    let files = fs::read_dir(folder()).expect("the examples");
    let names = files.filter_map(|file| {
        let name = file.expect("a file").file_name().into_string().expect("a name");
        Some(name.strip_suffix(ending)?.to_owned())
    });
    names.collect()
}

struct Example {
    name: String,
    list: PriceList,
    draft: Draft,
    expected: Value,
}

impl Example {
    fn read(name: String) -> Self {
        let draft = Draft::read(&read(&format!("{name}.quote.json")))
            .unwrap_or_else(|faults| panic!("{name}: {faults}"));
        let list = PriceList::read(&read(&format!("{}.json", draft.price_list)))
            .unwrap_or_else(|faults| panic!("{}: {faults}", draft.price_list));
        let expected = serde_json::from_str(&read(&format!("{name}.expected.json"))).expect("JSON");
        Self { name, list, draft, expected }
    }

    fn priced(&self) -> Priced {
        price(&self.list, &self.draft, &Zones::iana())
            .unwrap_or_else(|faults| panic!("{}: {faults}", self.name))
    }
}

fn examples() -> Vec<Example> {
    names(".quote.json").into_iter().map(Example::read).collect()
}

/// Every field that was worked by hand is in the bill, with that very text; lists have no other entry.
#[track_caller]
fn check(place: &str, found: &Value, expected: &Value) {
    match expected {
        Value::Object(fields) => {
            for (name, expected) in fields {
                check(&format!("{place}/{name}"), &found[name], expected);
            }
        }
        Value::Array(values) => {
            let found = found.as_array().unwrap_or_else(|| panic!("{place} is no list"));
            assert_eq!(found.len(), values.len(), "{place}: {found:?}");
            for (index, (found, expected)) in found.iter().zip(values).enumerate() {
                check(&format!("{place}/{index}"), found, expected);
            }
        }
        _ => assert_eq!(found, expected, "{place}"),
    }
}

fn json(bill: &Bill) -> Value {
    serde_json::to_value(bill).expect("JSON")
}

#[test]
fn every_bill_comes_out_to_the_last_minor_unit() {
    for example in examples() {
        let priced = example.priced();
        check(&format!("{} first", example.name), &json(&priced.first), &example.expected["first"]);
        let period = format!("{} period", example.name);
        check(&period, &json(&priced.period), &example.expected["period"]);
    }
}

/// What a quote shows for a period is what is billed when the period has passed.
#[test]
fn the_period_of_a_quote_is_what_is_billed_after_it() {
    let mut billed = 0;
    for example in examples().iter().filter(|example| is_all_in_arrears(example)) {
        let priced = example.priced();
        let period = priced.period.lines[0].period.expect("a period");
        let mut usage = Vec::new();
        for (meter, quantity) in &example.draft.usage {
            // What is used at the very end belongs to the next period, which is not billed yet.
            for at in [period.start(), period.end()] {
                usage.push(UsageRecord::new(meter.clone(), at, *quantity));
            }
        }
        let request = BillRequest { usage, through: period.end(), ..priced.request };
        let invoice = bill(&request, &Zones::iana()).expect("a bill");
        check(&example.name, &json(&invoice), &example.expected["period"]);
        billed += 1;
    }
    assert_eq!(billed, 3, "the electricity and storage examples");
}

fn is_all_in_arrears(example: &Example) -> bool {
    example.expected["first"]["lines"].as_array().is_some_and(Vec::is_empty)
}

#[test]
fn every_price_list_is_quoted_and_worked_by_hand() {
    let quotes = names(".quote.json");
    assert_eq!(quotes, names(".expected.json"));
    let quoted: BTreeSet<String> =
        examples().iter().map(|example| example.draft.price_list.to_string()).collect();
    let lists: BTreeSet<String> =
        names(".json").into_iter().filter(|name| !name.contains('.')).collect();
    assert_eq!(quoted, lists);
    let readme = read("README.md");
    for name in quotes {
        assert!(readme.contains(&format!("`{name}.quote.json`")), "{name} is not in README.md");
    }
}

#[test]
fn every_price_list_names_its_source_and_speaks_both_languages() {
    for name in names(".json").into_iter().filter(|name| !name.contains('.')) {
        let text = read(&format!("{name}.json"));
        let list = PriceList::read(&text).unwrap_or_else(|faults| panic!("{name}: {faults}"));
        assert_eq!(list.code.as_str(), name, "the file is named after the code");
        assert!(list.source.is_some_and(|source| source.starts_with("https://")), "{name}");
        check_languages(&name, &serde_json::from_str(&text).expect("JSON"));
    }
}

fn check_languages(place: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("en") || fields.contains_key("ja") {
                let languages: Vec<&str> = fields.keys().map(String::as_str).collect();
                assert_eq!(languages, ["en", "ja"], "{place}");
            }
            for (name, value) in fields {
                check_languages(&format!("{place}/{name}"), value);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                check_languages(&format!("{place}/{index}"), value);
            }
        }
        _ => {}
    }
}
