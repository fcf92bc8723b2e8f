//! What a meter makes of usage; worked by hand.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    wire::Faults,
};
use serde_json::{Value, json};

use crate::print_and_read::again;

/// Bills a meter at 1.00 a unit, monthly in arrears from 1 June 2026, through the end of June.
fn billed(meter: Value, usage: &[(&str, &str, Value)], events: &[Value]) -> Result<Bill, Faults> {
    let mut counted = json!({"code": "m", "name": {"en": "m"}, "unit": {"en": "u"}});
    counted.as_object_mut().unwrap().extend(meter.as_object().unwrap().clone());
    let usage = usage.iter().map(|(at, quantity, properties)| {
        json!({"meter": "m", "at": at, "quantity": quantity, "properties": properties})
    });
    let item = json!({"key": "m", "name": {"en": "m"}, "taxes": [], "usage": "m",
        "charge": {"model": "per_unit", "unit_price": "1"}, "timing": "in_arrears",
        "interval": {"unit": "month", "count": 1}});
    let mut all = vec![json!({"type": "created", "at": "2026-06-01T00:00:00Z", "items": [item],
        "coupons": []})];
    all.extend(events.iter().cloned());
    let request = json!({"version": "seikyu.bill-request.v1", "contract": {
        "version": "seikyu.contract.v1", "currency": "EUR", "zone": "UTC", "rounding": {},
        "coupon_mode": "sequential", "tax": {"behavior": "exclusive", "rates": []},
        "meters": [counted], "events": all},
        "usage": usage.collect::<Vec<_>>(), "billed": [], "through": "2026-07-01T00:00:00Z"});
    bill(&again(BillRequest::read(&request.to_string())?), &Zones::iana())
}

/// The quantity of June's line.
#[track_caller]
fn check(meter: Value, usage: &[(&str, &str, Value)], events: &[Value], expect: &str) {
    let bill = billed(meter, usage, events).unwrap_or_else(|faults| panic!("{faults}"));
    let [line] = bill.lines.as_slice() else { panic!("{:?}", bill.lines) };
    assert_eq!(line.derivation.parts[0].quantity.to_string(), expect);
    assert_eq!(line.derivation.recompute(), Ok(line.amount));
}

fn region(region: &str) -> Value {
    json!({"region": region})
}

/// Three records: 5 in eu, 2 in us, 3 in eu.
fn three() -> [(&'static str, &'static str, Value); 3] {
    [
        ("2026-06-10T00:00:00Z", "5", region("eu")),
        ("2026-06-20T00:00:00Z", "2", region("us")),
        ("2026-06-30T23:59:59Z", "3", region("eu")),
    ]
}

#[test]
fn each_aggregation() {
    for (aggregation, expect) in [("sum", "10"), ("max", "5"), ("count", "3"), ("latest", "3")] {
        check(json!({"aggregation": aggregation}), &three(), &[], expect);
    }
    check(json!({"aggregation": "unique_count", "property": "region"}), &three(), &[], "2");
    let none = json!({"aggregation": "unique_count", "property": "none"});
    assert!(billed(none, &three(), &[]).unwrap().lines.is_empty());
}

#[test]
fn a_filter_counts_what_it_accepts() {
    let meter = |accepted: Value| json!({"aggregation": "sum", "filter": {"region": accepted}});
    check(meter(json!(["eu"])), &three(), &[], "8");
    check(meter(json!(["us", "jp"])), &three(), &[], "2");
    let both = json!({"aggregation": "count", "filter": {"region": ["eu"], "tier": ["gold"]}});
    let usage = [("2026-06-10T00:00:00Z", "1", json!({"region": "eu", "tier": "gold"}))];
    check(both, &[three().as_slice(), &usage].concat(), &[], "1");
}

/// 30 units from 11 June (20 of 30 days) are 20; from 21 June 60 units: 30 × 10/30 + 60 × 10/30 = 30. What
/// stood at the end of May stands on until it is told otherwise.
#[test]
fn a_level_is_weighed_by_time() {
    let meter = || json!({"aggregation": "weighted_sum"});
    let none = || json!({});
    check(meter(), &[("2026-06-11T00:00:00Z", "30", none())], &[], "20");
    let two = [("2026-06-11T00:00:00Z", "30", none()), ("2026-06-21T00:00:00Z", "60", none())];
    check(meter(), &two, &[], "30");
    check(meter(), &[("2026-05-31T00:00:00Z", "7", none())], &[], "7");
    // One unit for 12,343 of 2,592,000 seconds is no decimal: 0.00476195987654…
    let short = [("2026-06-30T20:34:17Z", "1", none())];
    check(meter(), &short, &[], "0.004761959877");
}

/// Cancelled on the 16th, the level holds for 15 of 30 days; a price that is raised on the 16th charges
/// the level of its own days.
#[test]
fn a_level_ends_with_its_charge() {
    let meter = || json!({"aggregation": "weighted_sum"});
    let usage = [("2026-06-01T00:00:00Z", "30", json!({}))];
    let cancelled = json!({"type": "cancelled", "at": "2026-06-16T00:00:00Z"});
    check(meter(), &usage, &[cancelled], "15");
    let raised = json!({"type": "item_changed", "at": "2026-06-16T00:00:00Z", "item": {
        "key": "m", "name": {"en": "m"}, "taxes": [], "usage": "m",
        "charge": {"model": "per_unit", "unit_price": "2"}, "timing": "in_arrears",
        "interval": {"unit": "month", "count": 1}}});
    // 15 × 1.00 + 15 × 2.00.
    let bill = billed(meter(), &usage, &[raised]).unwrap();
    assert_eq!(bill.totals.lines.to_string(), "45.00");
    let pause = [
        json!({"type": "paused", "at": "2026-06-11T00:00:00Z", "credit": true}),
        json!({"type": "resumed", "at": "2026-06-21T00:00:00Z"}),
    ];
    // 10 of 30 days before the pause and 10 after it.
    let bill = billed(meter(), &usage, &pause).unwrap();
    assert_eq!(bill.totals.lines.to_string(), "20.00");
}

#[test]
fn a_meter_that_cannot_be_names_the_field() {
    let refused = |meter: Value| {
        let faults = billed(meter, &[], &[]).unwrap_err();
        format!("{} {}", faults.list()[0].code, faults.list()[0].pointer)
    };
    let place = "/contract/meters/0";
    let unique = json!({"aggregation": "unique_count"});
    assert_eq!(refused(unique), format!("missing_field {place}/property"));
    let sum = json!({"aggregation": "sum", "property": "region"});
    assert_eq!(refused(sum), format!("not_accepted {place}/property"));
    let empty = json!({"aggregation": "sum", "filter": {"region": []}});
    assert_eq!(refused(empty), format!("empty {place}/filter/region"));
    let unknown = json!({"aggregation": "median"});
    assert_eq!(refused(unknown), format!("wrong_type {place}/aggregation"));
}
