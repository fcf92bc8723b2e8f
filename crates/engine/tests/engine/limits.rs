//! Minimum and maximum of a charge: worked by hand, in a part of a period, and while a quote is edited.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    catalog::PriceList,
    quote::{Column, Session},
    wire::canonical,
};

use crate::price_list::{LIST, draft};

/// July is cancelled after 15 of its 31 days; every charge is due at the end.
fn half_of_july(items: &str) -> BillRequest {
    let text = format!(
        r#"{{"version":"seikyu.bill-request.v1","contract":{{"version":"seikyu.contract.v1",
        "currency":"EUR","zone":"UTC","rounding":{{}},"coupon_mode":"sequential","tax":{{"behavior":"exclusive","rates":[]}},
        "meters":[],"events":[
        {{"type":"created","at":"2026-07-01T00:00:00Z","items":[{items}],"coupons":[]}},
        {{"type":"cancelled","at":"2026-07-16T00:00:00Z"}}]}},
        "usage":[],"billed":[],"through":"2026-07-16T00:00:00Z"}}"#
    );
    BillRequest::read(&text).unwrap_or_else(|faults| panic!("{faults}"))
}

fn item(key: &str, amount: &str, rest: &str) -> String {
    format!(
        r#"{{"key":"{key}","name":{{"en":"{key}"}},"taxes":[],"quantity":"1",
        "charge":{{"model":"flat","amount":"{amount}"}},"timing":"in_arrears",
        "interval":{{"unit":"month","count":1}},{rest}}}"#
    )
}

/// 100 × 15/31 = 48.39, but 31 × 15/31 = 15 is the most; 10 × 15/31 = 4.84, but 100 × 15/31 is the
/// least. On the shared line 3.10 × 15/31 = 1.50 is raised to 6.20 × 15/31 = 3, and with
/// 0.031 × 15/31 = 0.015 it is 3.015 → 3.02, rounded once.
#[test]
fn limits_are_prorated_and_belong_to_one_charge() {
    let items = [
        item("capped", "100", r#""maximum":"31""#),
        item("raised", "10", r#""minimum":"100""#),
        item("base", "3.10", r#""line":"power","minimum":"6.20""#),
        item("energy", "0.031", r#""line":"power""#),
        item("within", "62", r#""minimum":"31","maximum":"93""#),
    ];
    let bill = bill(&half_of_july(&items.join(",")), &Zones::iana()).unwrap();
    let found: Vec<String> = bill
        .lines
        .iter()
        .map(|line| {
            assert_eq!(line.derivation.recompute(), Ok(line.amount));
            let limited = line.derivation.parts[0].limited.as_ref().unwrap();
            format!("{} {} {}", line.key, line.amount, limited.change)
        })
        .collect();
    let expected =
        ["capped 15.00 -1035/31", "raised 48.39 1350/31", "power 3.02 1.5", "within 30.00 0"];
    assert_eq!(found, expected);
}

#[test]
fn a_bill_without_limits_does_not_speak_of_them() {
    let bill = bill(&half_of_july(&item("plain", "62", r#""line":"plain""#)), &Zones::iana());
    assert!(!canonical(&bill.unwrap()).contains("limited"));
}

/// The seats of the draft come to 195.75; edited to 6 they come to 9.90, and 20 is the least.
#[test]
fn a_quote_being_edited_keeps_the_limits() {
    let with_limits = LIST.replacen(
        r#""quantity": "3""#,
        r#""quantity": "3", "minimum": "20", "maximum": "180.005""#,
        1,
    );
    let list = PriceList::read(&with_limits).unwrap();
    let mut session = Session::open(list, draft(), Zones::iana()).unwrap();
    for (quantity, amount) in [("25", "180.01"), ("6", "20.00"), ("0", "20.00"), ("10", "49.50")] {
        let change = session.set_cell(1, Column::Quantity, quantity).unwrap();
        assert_eq!(change.rows[0].amount.as_deref(), Some(amount), "{quantity}");
        let explained = session.explain(1).unwrap();
        assert_eq!(explained.recompute().unwrap().to_string(), amount);
        let priced = session.priced().unwrap();
        let line = priced.period.lines.iter().find(|line| line.key.as_str() == "seats").unwrap();
        assert_eq!(line.amount.to_string(), amount);
        let lines = canonical(&session.totals().period.unwrap().lines);
        assert_eq!(lines, canonical(&priced.period.totals.lines));
    }
}

/// 200 calls were counted until the cancellation: 200 × 0.01 = 2, all of it. The minimum of 10 is
/// 10 × 15/31 = 4.84.
#[test]
fn usage_of_a_part_of_a_period_is_charged_in_full() {
    let of = |limit: &str| {
        let request = canonical(&half_of_july(&item("calls", "1", r#""line":"calls""#)))
            .replace(r#""meters":[]"#, r#""meters":[{"code":"calls","name":{"en":"Calls"},"unit":{"en":"call"},"aggregation":"sum"}]"#)
            .replace(r#""quantity":"1""#, &format!(r#""usage":"calls"{limit}"#))
            .replace(r#"{"model":"flat","amount":"1"}"#, r#"{"model":"per_unit","unit_price":"0.01"}"#)
            .replace(r#""usage":[]"#, r#""usage":[{"meter":"calls","at":"2026-07-15T23:00:00Z","quantity":"200"}]"#);
        let bill = bill(&BillRequest::read(&request).unwrap(), &Zones::iana()).unwrap();
        assert_eq!(bill.lines[0].derivation.recompute(), Ok(bill.lines[0].amount));
        bill.lines[0].amount.to_string()
    };
    assert_eq!(of(""), "2.00");
    assert_eq!(of(r#","minimum":"10""#), "4.84");
}
