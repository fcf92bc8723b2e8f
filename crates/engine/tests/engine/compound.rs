//! Taxes on taxes, worked by hand.

use seikyu_calendar::Zones;
use seikyu_engine::billing::{Bill, BillRequest, bill};
use serde_json::{Value, json};

use crate::payable::once;

/// Québec before 2013: GST 5 % on the price, QST 9.5 % on the price and the GST.
const QUEBEC: &str = r#"{"code":"gst","category":"S","percent":"5","name":{"en":"GST"}},
    {"code":"qst","category":"S","percent":"9.5","name":{"en":"QST"},"compound":true}"#;

fn taxes(bill: &Bill) -> Vec<String> {
    let written = bill.taxes.iter().map(|tax| {
        let on = tax.on_taxes.map_or(String::new(), |on| format!(" + {on}"));
        format!("{} {} on {}{on}", tax.rate, tax.amount, tax.base)
    });
    written.chain([format!("{} {}", bill.totals.net, bill.totals.gross)]).collect()
}

#[track_caller]
fn check(behavior: &str, lines: &[(&str, &str, &str)], expect: &[&str]) {
    let bill = once("CAD", behavior, QUEBEC, lines, "{}").unwrap();
    assert_eq!(taxes(&bill), expect);
    let sum: i64 = bill.lines.iter().map(|line| line.tax.minor()).sum();
    assert_eq!(sum, bill.totals.tax.minor());
}

const BOTH: &str = r#""gst","qst""#;

/// 100.00: GST 5.00; QST 9.5 % of 105.00 = 9.975 → 9.98.
#[test]
fn a_compound_rate_is_on_the_price_and_the_tax_before() {
    let expect = ["gst 5.00 on 100.00", "qst 9.98 on 100.00 + 5", "100.00 114.98"];
    check("exclusive", &[("fee", "100", BOTH)], &expect);
    // The order is that of the terms, not of the item.
    check("exclusive", &[("fee", "100", r#""qst","gst""#)], &expect);
}

/// 10.10: GST 0.505 → 0.51; QST on the exact tax: 9.5 % of 10.605 = 1.007475 → 1.01. On the rounded tax
/// it would be 9.5 % of 10.61 = 1.00795. Ten lines of 0.33: GST 0.165 → 0.17, QST 9.5 % of 3.465 =
/// 0.329175 → 0.33: once per rate, not per line (0.02 and 0.03 a line: 0.20 and 0.30).
#[test]
fn each_rate_is_rounded_once() {
    let expect = ["gst 0.51 on 10.10", "qst 1.01 on 10.10 + 0.505", "10.10 11.62"];
    check("exclusive", &[("fee", "10.10", BOTH)], &expect);
    let keys: Vec<String> = (0..10).map(|index| format!("line-{index}")).collect();
    let lines: Vec<(&str, &str, &str)> =
        keys.iter().map(|key| (key.as_str(), "0.33", BOTH)).collect();
    check("exclusive", &lines, &["gst 0.17 on 3.30", "qst 0.33 on 3.30 + 0.165", "3.30 3.80"]);
}

/// Contained: 114.98 ÷ 1.14975 = 100.00435; GST 5.000217… → 5.00, QST 9.975434… → 9.98, net 100.00.
#[test]
fn contained_taxes_are_taken_out_of_each_other() {
    let bill = once("CAD", "inclusive", QUEBEC, &[("fee", "114.98", BOTH)], "{}").unwrap();
    let found: Vec<String> = bill
        .taxes
        .iter()
        .map(|tax| format!("{} {} on {}", tax.rate, tax.amount, tax.base))
        .collect();
    assert_eq!(found, ["gst 5.00 on 100.00", "qst 9.98 on 100.00"]);
    assert_eq!(bill.totals.net.to_string(), "100.00");
}

/// A line without GST has QST on its price only: 9.5 % of 105.00 + 9.5 % of 200.00 = 9.975 + 19 = 28.975
/// → 28.98.
#[test]
fn only_taxes_of_the_same_line_count() {
    let lines = [("fee", "100", BOTH), ("book", "200", r#""qst""#)];
    let expect = ["gst 5.00 on 100.00", "qst 28.98 on 300.00 + 5", "300.00 333.98"];
    check("exclusive", &lines, &expect);
}

/// Three rates: 10 % of 100 = 10; 10 % of 110 = 11; 10 % of 121 = 12.10.
#[test]
fn compound_rates_follow_each_other() {
    let rates: Vec<String> = (0..3)
        .map(|index| {
            format!(r#"{{"code":"t{index}","category":"S","percent":"10","name":{{"en":"T"}},"compound":true}}"#)
        })
        .collect();
    for (behavior, amount) in [("exclusive", "100"), ("inclusive", "133.10")] {
        let lines = [("fee", amount, r#""t0","t1","t2""#)];
        let bill = once("CAD", behavior, &rates.join(","), &lines, "{}").unwrap();
        assert_eq!(
            taxes(&bill),
            [
                "t0 10.00 on 100.00 + 0",
                "t1 11.00 on 100.00 + 10",
                "t2 12.10 on 100.00 + 21",
                "100.00 133.10"
            ]
        );
    }
}

/// 11,000 yen with 10 % contained and 11,200 with 10 % and 2 %: each is 10,000 and its own taxes, 1,000 and
/// 1,200, although 10 % comes to 2,000 on both. In the proportion of the prices it would be 991 and 1,009.
#[test]
fn a_contained_tax_is_that_of_the_lines_own_rates() {
    let rates = r#"{"code":"tax","category":"S","percent":"10","name":{"en":"Tax"}},
        {"code":"city","category":"S","percent":"2","name":{"en":"City tax"}}"#;
    let lines = [("one", "11000", r#""tax""#), ("both", "11200", r#""tax","city""#)];
    let bill = once("JPY", "inclusive", rates, &lines, "{}").unwrap();
    let found = bill.lines.iter().map(|line| (line.net.minor(), line.tax.minor()));
    assert_eq!(found.collect::<Vec<_>>(), [(10_000, 1_000), (10_000, 1_200)]);
    assert_eq!(taxes(&bill), ["tax 2000 on 20000", "city 200 on 10000", "20000 22200"]);
}

/// 70 yen and 5 contain 10 % each and are reduced by different coupons: 75/11 = 6.8 → 7, of which the
/// larger has 7 × 70/75 = 6.53 → 7. Storage, at 10 % and 2 %, is charged at the end of the month: it is
/// not on the bill, and the bill is the same without it.
#[test]
fn what_is_not_on_a_bill_moves_no_tax() {
    let rate = |code, percent| json!({"code": code, "category": "S", "percent": percent, "name": {"en": code}});
    let item = |key, amount, timing, taxes| {
        json!({"key": key, "product": key, "name": {"en": key}, "taxes": taxes, "quantity": "1",
            "charge": {"model": "flat", "amount": amount}, "timing": timing,
            "interval": {"unit": "month", "count": 1}})
    };
    let (seats, books) = (
        item("seats", "70", "in_advance", json!(["high"])),
        item("books", "5", "in_advance", json!(["high"])),
    );
    let storage = item("storage", "9", "in_arrears", json!(["high", "low"]));
    let taxes = |items: Value| {
        let request = json!({"version": "seikyu.bill-request.v1", "usage": [], "billed": [],
            "through": "2027-01-01T00:00:00Z", "contract": {
                "version": "seikyu.contract.v1", "currency": "JPY", "zone": "UTC", "rounding": {},
                "coupon_mode": "sequential", "meters": [],
                "tax": {"behavior": "inclusive", "rates": [rate("high", "10"), rate("low", "2")]},
                "events": [{"type": "created", "at": "2027-01-01T00:00:00Z", "items": items,
                    "coupons": [{"code": "none", "name": {"en": "None"}, "percent": "0",
                        "products": ["seats"]}]}]}});
        let request = BillRequest::read(&request.to_string()).unwrap();
        let bill = bill(&request, &Zones::iana()).unwrap();
        bill.lines.iter().map(|line| line.tax.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(taxes(json!([seats, books])), ["7", "0"]);
    assert_eq!(taxes(json!([seats, books, storage])), ["7", "0"]);
}
