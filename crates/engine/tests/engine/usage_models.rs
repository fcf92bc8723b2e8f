//! Prices of usage records: percentage, dynamic, matrix; worked by hand.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    wire::{Faults, canonical},
};

use crate::print_and_read::again;

/// Bills one metered item for July; records are (quantity, what else).
fn billed(charge: &str, rest: &str, records: &[(&str, &str)]) -> Result<Bill, Faults> {
    billed_on(charge, rest, "sum", records)
}

fn billed_on(
    charge: &str,
    rest: &str,
    aggregation: &str,
    records: &[(&str, &str)],
) -> Result<Bill, Faults> {
    let usage: Vec<String> = records
        .iter()
        .enumerate()
        .map(|(index, (quantity, rest))| {
            format!(
                r#"{{"meter":"m","at":"2026-07-{:02}T00:00:00Z","quantity":"{quantity}"{rest}}}"#,
                index + 1
            )
        })
        .collect();
    let text = format!(
        r#"{{"version":"seikyu.bill-request.v1","contract":{{"version":"seikyu.contract.v1",
        "currency":"EUR","zone":"UTC","rounding":{{}},"coupon_mode":"sequential",
        "tax":{{"behavior":"exclusive","rates":[]}},
        "meters":[{{"code":"m","name":{{"en":"m"}},"unit":{{"en":"u"}},"aggregation":"{aggregation}"}}],
        "events":[{{"type":"created","at":"2026-07-01T00:00:00Z","items":[
          {{"key":"item","name":{{"en":"x"}},"taxes":[],"usage":"m","timing":"in_arrears",
          "interval":{{"unit":"month","count":1}},"charge":{charge}{rest}}}],"coupons":[]}}]}},
        "usage":[{}],"billed":[],"through":"2026-08-01T00:00:00Z"}}"#,
        usage.join(",")
    );
    bill(&again(BillRequest::read(&text)?), &Zones::iana())
}

/// The exact amount and each step's amount.
#[track_caller]
fn check(bill: Result<Bill, Faults>, expect: &str, steps: &[&str]) {
    let bill = bill.unwrap_or_else(|faults| panic!("{faults}"));
    let [line] = bill.lines.as_slice() else { panic!("{} lines", bill.lines.len()) };
    let part = &line.derivation.parts[0];
    assert_eq!(part.exact.to_string(), expect);
    let found: Vec<String> =
        part.steps.iter().map(|step| step.amount().unwrap().to_string()).collect();
    assert_eq!(found, steps);
    assert_eq!(line.derivation.recompute(), Ok(line.amount));
}

#[track_caller]
fn refused(bill: Result<Bill, Faults>, expect: &[(&str, &str)]) {
    let faults = bill.unwrap_err();
    let found: Vec<(&str, &str)> =
        faults.list().iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
    assert_eq!(found, expect, "{faults}");
}

const VALUES: [(&str, &str); 4] = [("50", ""), ("100", ""), ("250", ""), ("400", "")];

/// 800 × 1.3 % + 4 × 2 = 10.40 + 8. With 250 free: 550 and 2 events (vector percentage-004). With an
/// allowance of 60 instead: 50 are gone, 90 of the second are left: 740 × 1.3 % + 3 × 2 = 15.62. With 2
/// free events and 120 free, the second is charged for 30: 680 × 1.3 % + 3 × 2 = 14.84.
#[test]
fn a_percentage_of_each_event() {
    let charge =
        |rest: &str| format!(r#"{{"model":"percentage","rate_percent":"1.3","fixed":"2"{rest}}}"#);
    check(billed(&charge(""), "", &VALUES), "18.4", &["18.4"]);
    check(billed(&charge(r#","free_amount":"250""#), "", &VALUES), "11.15", &["11.15"]);
    check(billed(&charge(""), r#","included":"60""#, &VALUES), "15.62", &["15.62"]);
    let both = charge(r#","free_events":2,"free_amount":"120""#);
    check(billed(&both, "", &VALUES), "14.84", &["14.84"]);
    assert!(billed(&charge(r#","free_events":4"#), "", &VALUES).unwrap().totals.lines.is_zero());
    assert!(billed(&charge(""), "", &[("0", ""), ("0", "")]).unwrap().lines.is_empty());
}

/// 1.3 % + 2 of 50, 100, 250 and 400 are 2.65, 3.30, 5.25 and 7.20: at least 3 and at most 6 they are
/// 3.00 + (3.30 + 5.25) + 6.00.
#[test]
fn an_event_costs_at_least_and_at_most() {
    let charge = r#"{"model":"percentage","rate_percent":"1.3","fixed":"2","minimum_per_event":"3","maximum_per_event":"6"}"#;
    check(billed(charge, "", &VALUES), "17.55", &["8.55", "3", "6"]);
    // A line's own minimum comes after that.
    check(billed(charge, r#","minimum":"20""#, &VALUES), "20", &["8.55", "3", "6"]);
}

/// 1.10 + 2.20 = 3.30, with a margin of 10 % 3.63. An allowance of 15 uses up the first 10 and a quarter
/// of the second 20: 2.20 × 15/20 = 1.65, with the margin 1.815.
#[test]
fn usage_says_what_it_costs() {
    let records = [("10", r#","price":"1.10""#), ("20", r#","price":"2.20""#)];
    check(billed(r#"{"model":"dynamic"}"#, "", &records), "3.3", &["3.3"]);
    let margin = r#"{"model":"dynamic","multiplier":"1.1"}"#;
    check(billed(margin, "", &records), "3.63", &["3.63"]);
    let free = billed(margin, r#","included":"15""#, &records);
    check(free, "1.815", &["1.815"]);
    let silent = [("10", r#","price":"1""#), ("0", ""), ("1", "")];
    refused(billed(margin, "", &silent), &[("no_price", "/usage/2/price")]);
    refused(
        billed_on(margin, "", "max", &records),
        &[("meter_does_not_fit", "/contract/events/0/items/0/usage")],
    );
}

const REGIONS: &str = r#"{"model":"matrix","dimensions":["region","size"],"cells":[
    {"when":{"region":"eu","size":"s"},"unit_price":"0.10"},
    {"when":{"region":"us","size":"s"},"unit_price":"0.08"}]"#;

const EU: &str = r#","properties":{"region":"eu","size":"s","host":"a"}"#;
const US: &str = r#","properties":{"region":"us","size":"s"}"#;
const AP: &str = r#","properties":{"region":"ap","size":"s"}"#;

/// 100 + 20 of eu at 0.10, 30 of us at 0.08, 50 elsewhere at 0.20: 12 + 2.40 + 10. By the largest: 100,
/// 30 and 50: 10 + 2.40 + 10. An allowance of 110 uses up the first 100 and 10 of the next 30: 20 of eu,
/// 20 of us, 50 elsewhere: 2 + 1.60 + 10.
#[test]
fn a_price_for_each_cell() {
    let records = [("100", EU), ("30", US), ("20", EU), ("50", AP)];
    let charge = format!(r#"{REGIONS},"default":"0.20"}}"#);
    check(billed(&charge, "", &records), "24.4", &["12", "2.4", "10"]);
    check(billed_on(&charge, "", "max", &records), "22.4", &["10", "2.4", "10"]);
    let free = billed(&charge, r#","included":"110""#, &records);
    check(free, "13.6", &["2", "1.6", "10"]);
}

#[test]
fn what_no_cell_has_is_refused_by_name() {
    let charge = format!("{REGIONS}}}");
    let size = r#","properties":{"region":"eu","size":"xl"}"#;
    let none = r#","properties":{"size":"s"}"#;
    let records = [("1", EU), ("1", AP), ("1", size), ("1", none), ("0", AP)];
    refused(
        billed(&charge, "", &records),
        &[
            ("no_cell", "/usage/1/properties/region"),
            ("no_cell", "/usage/2/properties/size"),
            ("no_cell", "/usage/3/properties/region"),
        ],
    );
    let detail = billed(&charge, "", &records).unwrap_err().list()[1].detail.clone();
    assert_eq!(detail, "“item” has no price for “xl”; accepted is one of s.");
}

#[test]
fn prices_of_records_are_checked() {
    let place = "/contract/events/0/items/0/charge";
    let twice = r#"{"model":"matrix","dimensions":["a","a"],"cells":[
        {"when":{"a":"1"},"unit_price":"1"},{"when":{"a":"1"},"unit_price":"2"},
        {"when":{"b":"1"},"unit_price":"2"}]}"#;
    let at = |rest: &str| format!("{place}{rest}");
    let expected = [
        ("duplicate_code", at("/dimensions/1")),
        ("duplicate_code", at("/cells/1")),
        ("missing_field", at("/cells/2/when")),
        ("missing_field", at("/cells/2/when")),
        ("unknown_reference", at("/cells/2/when/b")),
    ];
    let expected: Vec<(&str, &str)> =
        expected.iter().map(|(code, pointer)| (*code, pointer.as_str())).collect();
    refused(billed(twice, "", &[]), &expected);
    let empty = r#"{"model":"matrix","dimensions":[],"cells":[]}"#;
    refused(
        billed(empty, "", &[]),
        &[("out_of_range", &at("/dimensions")), ("out_of_range", &at("/cells"))],
    );
    let limits = r#"{"model":"percentage","rate_percent":"1","minimum_per_event":"2","maximum_per_event":"-1"}"#;
    refused(
        billed(limits, "", &[]),
        &[("out_of_range", &at("/maximum_per_event")), ("out_of_range", &at("/maximum_per_event"))],
    );
}

/// What a charge is read from is what it is written as.
#[test]
fn charges_read_back() {
    let charges = [
        r#"{"model":"percentage","rate_percent":"1.3","fixed":"2","free_events":3,"free_amount":"10","minimum_per_event":"1","maximum_per_event":"9"}"#.to_owned(),
        r#"{"model":"dynamic","multiplier":"1.5"}"#.to_owned(),
        format!(r#"{REGIONS},"default":"0.20"}}"#),
    ];
    for text in charges {
        let charge: seikyu_engine::rating::Charge = serde_json::from_str(&text).unwrap();
        let plain: String = text.split_whitespace().collect();
        assert_eq!(canonical(&charge), plain);
    }
}
