//! Coupons with limits, commitments, and adjustments of the document; worked by hand.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, BilledLine, Line, bill},
    catalog::{Coupon, NotRedeemable, PriceList},
    quote::{Column, Draft, Session, price},
    wire::{Check, Faults, Pointer, canonical},
};
use serde_json::{Value, json};

use crate::price_list::{DRAFT, LIST};
use crate::print_and_read::again;

fn monthly(key: &str, amount: &str, timing: &str) -> Value {
    json!({"key": key, "product": key, "name": {"en": key}, "taxes": [], "quantity": "1",
        "charge": {"model": "flat", "amount": amount}, "timing": timing,
        "interval": {"unit": "month", "count": 1}})
}

fn coupon(rest: Value) -> Value {
    let mut coupon = json!({"code": "c", "name": {"en": "C"}});
    coupon.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    coupon
}

/// A request of a contract from 1 January 2027, in euro, billed through an instant.
fn request(items: &[Value], coupons: &[Value], commitments: &[Value], through: &str) -> Value {
    json!({"version": "seikyu.bill-request.v1", "contract": {
        "version": "seikyu.contract.v1", "currency": "EUR", "zone": "UTC", "rounding": {},
        "coupon_mode": "sequential", "tax": {"behavior": "exclusive", "rates": [
            {"code": "vat", "category": "S", "percent": "20", "name": {"en": "VAT"}}]},
        "meters": [{"code": "calls", "name": {"en": "Calls"}, "unit": {"en": "call"}, "aggregation": "sum"}],
        "commitments": commitments,
        "events": [{"type": "created", "at": "2027-01-01T00:00:00Z",
            "plan": {"price_list": "acme", "code": "team", "version": 1},
            "items": items, "coupons": coupons}]},
        "usage": [], "billed": [], "through": through})
}

fn billed(request: &Value) -> Result<Bill, Faults> {
    bill(&again(BillRequest::read(&request.to_string())?), &Zones::iana())
}

fn discounts(bill: &Bill) -> Vec<String> {
    bill.lines.iter().map(|line| line.discount.to_string()).collect()
}

/// Three months of 100 in advance, half off for two of them. A coupon that is applied on 10 February
/// holds in February and March.
#[test]
fn a_coupon_holds_for_some_periods() {
    let item = monthly("fee", "100", "in_advance");
    let half = coupon(json!({"percent": "50", "periods": 2}));
    let three = request(
        std::slice::from_ref(&item),
        std::slice::from_ref(&half),
        &[],
        "2027-03-01T00:00:00Z",
    );
    assert_eq!(discounts(&billed(&three).unwrap()), ["50.00", "50.00", "0.00"]);
    let mut later = request(&[item], &[], &[], "2027-04-01T00:00:00Z");
    let applied = json!({"type": "coupon_applied", "at": "2027-02-10T00:00:00Z", "coupon": half});
    later["contract"]["events"].as_array_mut().unwrap().push(applied);
    assert_eq!(discounts(&billed(&later).unwrap()), ["0.00", "50.00", "50.00", "0.00"]);
}

/// 30 once: 10 were taken by an earlier bill of the same period, 20 are left. Half of 100 is at most 20.
/// 150 must be spent, 100 are. A coupon for another plan takes nothing.
#[test]
fn a_coupon_has_limits() {
    let takes = |rest: Value| {
        let item = monthly("fee", "100", "in_advance");
        let mut request = request(&[item], &[coupon(rest)], &[], "2027-01-01T00:00:00Z");
        request["discounted"] = json!([{"coupon": "c", "amount": "10.00"}]);
        billed(&request).unwrap().totals.discounts.to_string()
    };
    assert_eq!(takes(json!({"amount": "30", "periods": 1})), "20.00");
    assert_eq!(takes(json!({"amount": "30"})), "30.00");
    assert_eq!(takes(json!({"percent": "50", "maximum_discount": "20"})), "20.00");
    assert_eq!(takes(json!({"percent": "50", "minimum_spend": "150"})), "0.00");
    assert_eq!(takes(json!({"percent": "50", "minimum_spend": "100"})), "50.00");
    assert_eq!(takes(json!({"percent": "50", "plans": ["solo"]})), "0.00");
    assert_eq!(takes(json!({"percent": "50", "plans": ["team"]})), "50.00");
    assert_eq!(takes(json!({"percent": "50", "meters": ["calls"]})), "0.00");
}

/// 1,000 calls at 0.10: 100 are included and 200 free by the coupon, 700 cost 70. Nothing is left to
/// take of the document.
#[test]
fn a_coupon_gives_free_units() {
    let mut item = monthly("calls", "0", "in_arrears");
    let fields = item.as_object_mut().unwrap();
    fields.remove("quantity");
    fields.insert("usage".into(), json!("calls"));
    fields.insert("included".into(), json!("100"));
    fields.insert("charge".into(), json!({"model": "per_unit", "unit_price": "0.10"}));
    let free = coupon(json!({"free_units": "200", "meters": ["calls"], "periods": 1}));
    let mut request = request(&[item], &[free], &[], "2027-03-01T00:00:00Z");
    let used = |at: &str| json!({"meter": "calls", "at": at, "quantity": "1000"});
    request["usage"] = json!([used("2027-01-05T00:00:00Z"), used("2027-02-05T00:00:00Z")]);
    let bill = billed(&request).unwrap();
    let amounts: Vec<String> = bill.lines.iter().map(|line| line.amount.to_string()).collect();
    assert_eq!(amounts, ["70.00", "90.00"]);
    assert!(bill.discounts.is_empty());
    let part = &bill.lines[0].derivation.parts[0];
    assert_eq!(part.included.unwrap().to_string(), "300");
    assert_eq!(part.free_units.unwrap().to_string(), "200");
}

/// Usage of February is billed early at the threshold. A coupon of 200 free units for one period, applied
/// on 10 February, holds in February, though a period came before: 1,000 less 300 at 0.10.
#[test]
fn free_units_hold_in_usage_that_is_billed_early() {
    let mut item = monthly("calls", "0", "in_arrears");
    let fields = item.as_object_mut().unwrap();
    fields.remove("quantity");
    fields.insert("usage".into(), json!("calls"));
    fields.insert("included".into(), json!("100"));
    fields.insert("charge".into(), json!({"model": "per_unit", "unit_price": "0.10"}));
    let mut asked = request(&[item], &[], &[], "2027-02-20T00:00:00Z");
    asked["contract"]["threshold"] = json!("50");
    let free = coupon(json!({"free_units": "200", "meters": ["calls"], "periods": 1}));
    let applied = json!({"type": "coupon_applied", "at": "2027-02-10T00:00:00Z", "coupon": free});
    asked["contract"]["events"].as_array_mut().unwrap().push(applied);
    asked["usage"] = json!([{"meter": "calls", "at": "2027-02-15T00:00:00Z", "quantity": "1000"}]);
    let bill = billed(&asked).unwrap();
    assert_eq!(bill.lines[0].amount.to_string(), "70.00");
}

/// The contract begins at half past nine; its first period with the day. The plan of that period is the
/// contract's: 1,000 less 200 at 0.10.
#[test]
fn free_units_for_a_plan_hold_in_the_first_period() {
    let mut item = monthly("calls", "0", "in_arrears");
    let fields = item.as_object_mut().unwrap();
    fields.remove("quantity");
    fields.insert("usage".into(), json!("calls"));
    fields.insert("charge".into(), json!({"model": "per_unit", "unit_price": "0.10"}));
    let free = coupon(json!({"free_units": "200", "meters": ["calls"], "plans": ["team"]}));
    let mut asked = request(&[item], &[free], &[], "2027-02-01T00:00:00Z");
    asked["contract"]["events"][0]["at"] = json!("2027-01-01T09:30:00Z");
    asked["usage"] = json!([{"meter": "calls", "at": "2027-01-15T00:00:00Z", "quantity": "1000"}]);
    let bill = billed(&asked).unwrap();
    assert_eq!(bill.lines[0].amount.to_string(), "80.00");
}

#[test]
fn a_coupon_is_redeemed_in_time_and_not_too_often() {
    let rest = json!({"percent": "5", "expires_on": "2027-01-31", "redemptions_max": 2});
    let coupon: Coupon = serde_json::from_value(coupon(rest)).unwrap();
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(coupon.redeem(day("2027-01-31"), 1), Ok(()));
    let last = day("2027-01-31");
    assert_eq!(coupon.redeem(day("2027-02-01"), 0), Err(NotRedeemable::Expired { last }));
    assert_eq!(coupon.redeem(day("2027-01-31"), 2), Err(NotRedeemable::UsedUp { max: 2 }));
}

#[test]
fn what_is_no_coupon_is_refused() {
    let refused = |rest: Value, expect: &[(&str, &str)]| {
        let coupon: Coupon = serde_json::from_value(coupon(rest)).unwrap();
        let mut check = Check::default();
        coupon.check("EUR".parse().unwrap(), &Pointer::ROOT, &mut check);
        let faults = check.finish().unwrap_err();
        let found: Vec<(&str, &str)> =
            faults.list().iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
        assert_eq!(found, expect, "{faults}");
    };
    refused(
        json!({"percent": "5", "free_units": "1"}),
        &[("one_of", ""), ("missing_field", "/meters")],
    );
    refused(
        json!({"percent": "5", "periods": 0, "redemptions_max": 0}),
        &[("out_of_range", "/periods"), ("out_of_range", "/redemptions_max")],
    );
    refused(
        json!({"percent": "5", "minimum_spend": "-1", "maximum_discount": "0.001"}),
        &[("out_of_range", "/minimum_spend"), ("too_precise", "/maximum_discount")],
    );
}

fn commitment(rest: Value) -> Value {
    let mut commitment = json!({"code": "agreed", "name": {"en": "Agreed"}, "taxes": ["vat"],
        "interval": {"unit": "month", "count": 1}});
    commitment.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    commitment
}

fn true_up(request: &Value) -> Option<String> {
    let bill = billed(request).unwrap_or_else(|faults| panic!("{faults}"));
    let line = bill.lines.iter().find(|line| line.key.as_str() == "agreed")?;
    assert_eq!(line.derivation.recompute(), Ok(line.amount));
    Some(line.amount.to_string())
}

/// Lines of 100 and 50. At least 200: 50 are missing, with 10 % off 65. At most 120: −30. Beyond 100 at
/// 80 %: 50 cost 40, −10; then at most 130: −20. On the first line alone, at least 120: 20.
#[test]
fn spending_is_trued_up() {
    let items = [monthly("a", "100", "in_arrears"), monthly("b", "50", "in_arrears")];
    let with = |rest: Value, coupons: &[Value]| {
        true_up(&request(&items, coupons, &[commitment(rest)], "2027-02-01T00:00:00Z"))
    };
    let found = |text: &str| Some(text.to_owned());
    assert_eq!(with(json!({"minimum": "200"}), &[]), found("50.00"));
    assert_eq!(
        with(json!({"minimum": "200"}), &[coupon(json!({"percent": "10"}))]),
        found("65.00")
    );
    assert_eq!(with(json!({"maximum": "120"}), &[]), found("-30.00"));
    assert_eq!(with(json!({"minimum": "100", "overage_percent": "80"}), &[]), found("-10.00"));
    let both = json!({"minimum": "100", "overage_percent": "80", "maximum": "130"});
    assert_eq!(with(both, &[]), found("-20.00"));
    assert_eq!(with(json!({"minimum": "120", "lines": ["a"]}), &[]), found("20.00"));
    assert_eq!(with(json!({"minimum": "150"}), &[]), None);
}

/// 20 % tax on a true-up of 50; the lines have none.
#[test]
fn a_true_up_is_taxed_and_no_coupon_reduces_it() {
    let items = [monthly("a", "100", "in_arrears")];
    let ten = coupon(json!({"percent": "10"}));
    let agreed = commitment(json!({"minimum": "140"}));
    let bill = billed(&request(&items, &[ten], &[agreed], "2027-02-01T00:00:00Z")).unwrap();
    let totals = &bill.totals;
    assert_eq!(totals.lines.to_string(), "150.00");
    assert_eq!(totals.discounts.to_string(), "10.00");
    assert_eq!(totals.tax.to_string(), "10.00");
    assert_eq!(totals.gross.to_string(), "150.00");
}

/// A year of 1,000 on 50 a month in advance: six months billed, and six more at the end of the year:
/// 400 are missing. Billed again, nothing.
#[test]
fn a_year_is_trued_up_over_many_bills() {
    let items = [monthly("fee", "50", "in_advance")];
    let year = commitment(json!({"minimum": "1000", "interval": {"unit": "year", "count": 1}}));
    let mut asked = request(&items, &[], &[year], "2027-06-01T00:00:00Z");
    let first = billed(&asked).unwrap();
    assert_eq!(first.totals.lines.to_string(), "300.00");
    let mut lines: Vec<BilledLine> = first.lines.iter().map(BilledLine::of).collect();
    asked["billed"] = serde_json::from_str(&canonical(&lines)).unwrap();
    asked["through"] = json!("2027-12-31T23:59:59Z");
    let second = billed(&asked).unwrap();
    assert_eq!(second.totals.lines.to_string(), "300.00");
    asked["through"] = json!("2028-01-01T00:00:00Z");
    assert_eq!(true_up(&asked), Some("400.00".to_owned()));
    let last = billed(&asked).unwrap();
    lines.extend(last.lines.iter().map(BilledLine::of));
    asked["billed"] = serde_json::from_str(&canonical(&lines)).unwrap();
    assert!(billed(&asked).unwrap().lines.is_empty());
}

/// Cancelled after 15 of 31 days: 310 × 15/31 = 150, of which 31 × 15/31 = 15 are spent.
#[test]
fn a_period_cut_short_cuts_the_commitment() {
    let items = [monthly("fee", "31", "in_arrears")];
    let agreed = commitment(json!({"minimum": "310"}));
    let mut asked = request(&items, &[], &[agreed], "2027-01-16T00:00:00Z");
    let end = json!({"type": "cancelled", "at": "2027-01-16T00:00:00Z"});
    asked["contract"]["events"].as_array_mut().unwrap().push(end);
    assert_eq!(true_up(&asked), Some("135.00".to_owned()));
}

#[test]
fn a_commitment_names_what_is_wrong() {
    let items = [monthly("a", "100", "in_arrears")];
    let bad = commitment(json!({"code": "a", "maximum": "-1", "overage_percent": "80",
        "lines": ["b"], "taxes": ["none"]}));
    let faults = billed(&request(&items, &[], &[bad], "2027-02-01T00:00:00Z")).unwrap_err();
    let found: Vec<(&str, &str)> = faults
        .list()
        .iter()
        .map(|fault| (fault.code, fault.pointer.strip_prefix("/contract/commitments/0").unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("out_of_range", "/maximum"),
            ("missing_field", "/overage_percent"),
            ("unknown_reference", "/taxes/0"),
            ("duplicate_code", "/code"),
            ("unknown_reference", "/lines/0"),
        ]
    );
}

/// A quote shows the true-up of a month as the bill has it, also while it is edited.
#[test]
fn a_quote_shows_the_true_up() {
    let mut list: Value = serde_json::from_str(LIST).unwrap();
    list["plans"][0]["prices"].as_array_mut().unwrap().retain(|price| price["code"] != "book");
    list["plans"][0]["commitments"] =
        json!([commitment(json!({"minimum": "5000", "taxes": ["standard"]}))]);
    let list = again(PriceList::read(&list.to_string()).unwrap());
    let draft = again(Draft::read(DRAFT).unwrap());
    let zones = Zones::iana();
    let mut session = Session::open(list.clone(), draft, zones.clone()).unwrap();
    for quantity in ["3", "400", "9000"] {
        let change = session.set_cell(1, Column::Quantity, quantity).unwrap();
        let shown = change.totals.period.unwrap();
        let priced = price(&list, &session.draft().unwrap(), &zones).unwrap().period;
        assert_eq!(shown.gross, priced.totals.gross, "{quantity}");
        let (added, of_rows): (Vec<_>, Vec<_>) =
            priced.lines.iter().partition(|line| line.derivation.true_up.is_some());
        let sum = |lines: &[&Line]| lines.iter().map(|line| line.amount.minor()).sum::<i64>();
        assert_eq!(shown.lines.minor(), sum(&of_rows), "{quantity}");
        let changes: Vec<_> = shown.true_ups.iter().map(|one| one.true_up.change).collect();
        assert_eq!(changes, added.iter().map(|line| line.amount).collect::<Vec<_>>());
    }
    assert!(session.totals().period.unwrap().true_ups.is_empty());
}

/// 100 with 20 % off 10 and a charge of 5: allowances and charges are no lines, and a wallet pays them
/// last: 100 + 5 − 10 = 95, 114 with tax; of 117 the wallet pays 114.
#[test]
fn adjustments_are_no_lines() {
    let mut item = monthly("fee", "100", "in_advance");
    item["taxes"] = json!(["vat"]);
    let mut asked = request(&[item], &[], &[], "2027-01-01T00:00:00Z");
    let adjustment = |kind: &str, amount: &str| {
        json!({"code": kind, "name": {"en": kind},
        "kind": kind, "amount": amount, "taxes": ["vat"]})
    };
    asked["adjustments"] = json!([adjustment("charge", "5"), adjustment("allowance", "10")]);
    asked["wallets"] =
        json!([{"code": "w", "name": {"en": "W"}, "kind": "prepaid", "balance": "117"}]);
    let bill = billed(&asked).unwrap();
    let totals = &bill.totals;
    assert_eq!(totals.lines.to_string(), "100.00");
    assert_eq!(totals.charges.unwrap().to_string(), "5.00");
    assert_eq!(totals.allowances.unwrap().to_string(), "10.00");
    assert_eq!(totals.gross.to_string(), "114.00");
    assert_eq!(totals.wallets.unwrap().to_string(), "114.00");
    assert_eq!(bill.adjustments[1].gross.to_string(), "-12.00");
    asked["adjustments"] = json!([adjustment("charge", "5"), adjustment("charge", "0.001")]);
    let faults = billed(&asked).unwrap_err();
    let found: Vec<&str> = faults.list().iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(found, ["/adjustments/1/code", "/adjustments/1/amount"]);
}
