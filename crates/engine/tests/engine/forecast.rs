//! Forecasts: the next bills under assumed usage; worked by hand.

use proptest::prelude::*;
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, BilledLine, bill},
    forecast::{Forecast, ForecastRequest, forecast},
    wire::{Faults, canonical},
};
use serde_json::{Value, json};

use crate::print_and_read::again;

/// A fee of 100.00 a month in advance and calls at 0.10 in arrears, with 20 % tax, from 1 January 2026.
/// It is 16 June; the months so far had `calls`, June 30 until now.
fn request(calls: &[u32], bills: u32, more: Value) -> Value {
    let item = |key: &str, rest: Value| {
        let mut item = json!({"key": key, "name": {"en": key}, "taxes": ["vat"],
            "interval": {"unit": "month", "count": 1}});
        item.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        item
    };
    let fee = item(
        "fee",
        json!({"quantity": "1", "timing": "in_advance",
        "charge": {"model": "flat", "amount": "100"}}),
    );
    let metered = item(
        "calls",
        json!({"usage": "calls", "timing": "in_arrears",
        "charge": {"model": "per_unit", "unit_price": "0.10"}}),
    );
    let months = calls.iter().zip(1..);
    let usage: Vec<Value> = months
        .map(|(calls, month)| {
            json!({"meter": "calls", "at": format!("2026-{month:02}-10T00:00:00Z"),
                "quantity": calls.to_string()})
        })
        .collect();
    let mut request = json!({"version": "seikyu.forecast-request.v1", "bills": bills, "current": {
        "version": "seikyu.bill-request.v1", "contract": {"version": "seikyu.contract.v1",
        "currency": "EUR", "zone": "UTC", "rounding": {}, "coupon_mode": "sequential",
        "tax": {"behavior": "exclusive", "rates": [
            {"code": "vat", "category": "S", "percent": "20", "name": {"en": "VAT"}}]},
        "meters": [{"code": "calls", "name": {"en": "Calls"}, "unit": {"en": "call"},
            "aggregation": "sum"}],
        "events": [{"type": "created", "at": "2026-01-01T00:00:00Z", "coupons": [],
            "items": [fee, metered]}]},
        "usage": usage, "billed": [], "through": "2026-06-16T00:00:00Z"}});
    let billed = BillRequest::read(&request["current"].to_string()).unwrap();
    let lines = bill(&billed, &Zones::iana()).unwrap().lines;
    let lines: Vec<BilledLine> = lines.iter().map(BilledLine::of).collect();
    request["current"]["billed"] = serde_json::from_str(&canonical(&lines)).unwrap();
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

fn made(request: &Value) -> Result<Forecast, Faults> {
    forecast(&again(ForecastRequest::read(&request.to_string())?), &Zones::iana())
}

/// Each bill: its day, low, expected, high.
#[track_caller]
fn check(request: &Value, expect: &[&str]) {
    let forecast = made(request).unwrap_or_else(|faults| panic!("{faults}"));
    let found: Vec<String> = forecast
        .bills
        .iter()
        .map(|bill| {
            let (day, gross) = (&bill.at.to_string()[..10], bill.gross);
            format!("{day} {} {} {}", gross.low, gross.expected, gross.high)
        })
        .collect();
    assert_eq!(found, expect);
}

/// Months of 100, 200, 300, 100 and 300 calls: 200 in the mean, from 100 to 300. On 1 July: the fee and
/// June's 200, of which 30 were told: 120.00 and 20 × 1.2 = 24.00. The low is 100, the high 300 calls.
#[test]
fn the_own_history_with_its_band() {
    let calls = [100, 200, 300, 100, 300, 30];
    check(
        &request(&calls, 2, json!({})),
        &["2026-07-01 132.00 144.00 156.00", "2026-08-01 132.00 144.00 156.00"],
    );
    // 50 per cent each way: 100 and 300.
    check(&request(&calls, 1, json!({"spread": "50"})), &["2026-07-01 132.00 144.00 156.00"]);
    // June has had 250 already: neither the low nor what is expected lies below.
    let calls = [100, 200, 300, 100, 300, 250];
    check(&request(&calls, 1, json!({})), &["2026-07-01 150.00 150.00 156.00"]);
}

#[test]
fn constant_usage_and_a_trend() {
    let calls = [100, 100];
    let constant = json!({"usage": {"constant": {"calls": "1000"}}});
    check(&request(&calls, 1, constant), &["2026-07-01 120.00 240.00 420.00"]);
    // March to May had nothing, so that the mean is 40: the high above is 1,000 × 100/40. The last month
    // had 0, and 10 % more of nothing is nothing.
    let trend = json!({"usage": {"trend": "10"}, "spread": "0"});
    check(&request(&calls, 1, trend.clone()), &["2026-07-01 120.00 120.00 120.00"]);
    // May had 100; June is 110, July 121, August 133.1.
    check(
        &request(&[0, 0, 0, 0, 100], 3, trend),
        &[
            "2026-07-01 133.20 133.20 133.20",
            "2026-08-01 134.52 134.52 134.52",
            "2026-09-01 135.97 135.97 135.97",
        ],
    );
}

/// In July 2027 stands what July 2026 had, in June its 30.
#[test]
fn seasons_come_again() {
    let mut request = request(&[10, 20, 30, 40, 50, 60, 700, 80], 11, json!({"usage": "seasonal"}));
    request["current"]["through"] = "2026-09-01T00:00:00Z".into();
    let current = BillRequest::read(&request["current"].to_string()).unwrap();
    let lines = bill(&current, &Zones::iana()).unwrap().lines;
    let billed = request["current"]["billed"].as_array_mut().unwrap();
    billed.extend(
        lines.iter().map(|line| serde_json::from_str(&canonical(&BilledLine::of(line))).unwrap()),
    );
    let forecast = made(&request).unwrap();
    let calls = |index: usize| {
        let lines = &forecast.bills[index].bill.lines;
        let calls = lines.iter().find(|line| line.key.as_str() == "calls").unwrap();
        calls.quantity.unwrap().to_string()
    };
    // September has no year before it: the mean of eight months, 990 ÷ 8.
    assert_eq!(calls(0), "123.75");
    assert_eq!((calls(4), calls(9), calls(10)), ("10".into(), "60".into(), "700".into()));
}

/// A contract that ends has fewer bills, and what is scheduled is in them: 7 seats instead of 5 from
/// 1 August on, nothing after September.
#[test]
fn what_is_scheduled_is_expected() {
    let mut request = request(&[], 9, json!({}));
    let events = request["current"]["contract"]["events"].as_array_mut().unwrap();
    let fee = events[0]["items"][0].clone();
    let mut raised = fee;
    raised["charge"]["amount"] = "150".into();
    events.push(json!({"type": "item_changed", "at": "2026-08-01T00:00:00Z", "item": raised}));
    events.push(json!({"type": "cancelled", "at": "2026-10-01T00:00:00Z"}));
    check(
        &request,
        &[
            "2026-07-01 120.00 120.00 120.00",
            "2026-08-01 180.00 180.00 180.00",
            "2026-09-01 180.00 180.00 180.00",
        ],
    );
}

#[test]
fn a_request_that_cannot_be_names_the_field() {
    let refused = |bills: u32, more: Value| {
        let faults = made(&request(&[], bills, more)).unwrap_err();
        format!("{} {}", faults.list()[0].code, faults.list()[0].pointer)
    };
    assert_eq!(refused(0, json!({})), "out_of_range /bills");
    assert_eq!(refused(61, json!({})), "out_of_range /bills");
    assert_eq!(refused(1, json!({"spread": "101"})), "out_of_range /spread");
    assert_eq!(refused(1, json!({"usage": {"trend": "-101"}})), "out_of_range /usage/trend");
    assert_eq!(refused(1, json!({"usage": {"trend": "1001"}})), "out_of_range /usage/trend");
    let unknown = json!({"usage": {"constant": {"none": "1"}}});
    assert_eq!(refused(1, unknown), "unknown_reference /usage/constant/none");
    assert_eq!(refused(1, json!({"usage": "luck"})), "wrong_type /usage");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// What is expected lies between the low and the high, the sums are those of the bills, and the first
    /// bill without any usage to come is the bill that will be made.
    #[test]
    fn a_band_holds_what_is_expected(
        calls in prop::collection::vec(0_u32..5_000, 0..6),
        bills in 1_u32..14,
        percent in -100_i32..300,
        which in 0_usize..4,
    ) {
        let usage = [json!("history"), json!("seasonal"), json!({"trend": percent.to_string()}),
            json!({"constant": {"calls": "0"}})];
        let request = request(&calls, bills, json!({"usage": usage[which]}));
        let forecast = made(&request).unwrap();
        prop_assert_eq!(forecast.bills.len(), usize::try_from(bills).unwrap());
        let mut sums = [0_i64; 3];
        for bill in &forecast.bills {
            let all = [bill.gross.low, bill.gross.expected, bill.gross.high].map(|one| one.minor());
            prop_assert!(all[0] <= all[1] && all[1] <= all[2]);
            prop_assert_eq!(bill.bill.totals.gross, bill.gross.expected);
            sums.iter_mut().zip(all).for_each(|(sum, one)| *sum += one);
        }
        let total = forecast.total;
        prop_assert_eq!(sums, [total.low, total.expected, total.high].map(|one| one.minor()));
        if which == 3 {
            let mut first = BillRequest::read(&request["current"].to_string()).unwrap();
            first.through = forecast.bills[0].at;
            let real = bill(&first, &Zones::iana()).unwrap();
            prop_assert_eq!(canonical(&real.lines), canonical(&forecast.bills[0].bill.lines));
        }
    }
}
