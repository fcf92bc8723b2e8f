//! What a quote takes of a price list: add-ons, phases, overrides, currencies, entitlements; by hand.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    catalog::PriceList,
    contract::Contract,
    quote::{Column, Draft, Session, contract, price},
    wire::Faults,
};
use serde_json::{Value, json};

use crate::print_and_read::again;

fn list() -> Value {
    let month = json!({"unit": "month", "count": 1});
    json!({"version": "seikyu.price-list.v1", "code": "acme", "name": {"en": "Acme"}, "currency": "EUR",
        "tax": {"behavior": "exclusive", "rates": [
            {"code": "vat", "category": "S", "percent": "20", "name": {"en": "VAT"}},
            {"code": "low", "category": "S", "percent": "5", "name": {"en": "Low"}}]},
        "meters": [{"code": "calls", "name": {"en": "Calls"}, "unit": {"en": "call"}, "aggregation": "sum"}],
        "products": [
            {"code": "base", "name": {"en": "Platform"}, "taxes": ["vat"]},
            {"code": "seat", "name": {"en": "Seat"}, "taxes": ["vat"]},
            {"code": "setup", "name": {"en": "Set-up"}, "taxes": ["vat"]},
            {"code": "support", "name": {"en": "Support"}, "taxes": ["vat"]}],
        "features": [
            {"code": "sso", "name": {"en": "Single sign-on"}, "kind": "boolean"},
            {"code": "projects", "name": {"en": "Projects"}, "kind": "quantity", "unit": {"en": "project"}},
            {"code": "level", "name": {"en": "Level"}, "kind": "text"}],
        "plans": [{"code": "team", "name": {"en": "Team"}, "version": 1,
            "entitlements": [
                {"feature": "projects", "quantity": "10"},
                {"feature": "level", "text": {"en": "Mail"}}],
            "prices": [
                {"code": "platform", "product": "base", "interval": month,
                 "charge": {"model": "flat", "amount": "100"},
                 "currencies": [{"currency": "JPY", "charge": {"model": "flat", "amount": "16000"}}]},
                {"code": "seats", "product": "seat", "interval": month, "quantity": "5",
                 "charge": {"model": "per_unit", "unit_price": "10"},
                 "currencies": [{"currency": "JPY", "charge": {"model": "per_unit", "unit_price": "1600"}}]},
                {"code": "setup", "product": "setup",
                 "charge": {"model": "flat", "amount": "250"},
                 "currencies": [{"currency": "JPY", "charge": {"model": "flat", "amount": "40000"}}]}]}],
        "add_ons": [{"code": "care", "name": {"en": "Care"}, "quantity_max": 3,
            "entitlements": [
                {"feature": "sso", "enabled": true},
                {"feature": "projects", "quantity": "5"},
                {"feature": "level", "text": {"en": "Phone"}}],
            "prices": [
                {"code": "monthly", "product": "support", "interval": month, "quantity": "2",
                 "charge": {"model": "per_unit", "unit_price": "30"}},
                {"code": "start", "product": "setup", "charge": {"model": "flat", "amount": "50"}}]}],
        "coupons": [{"code": "five", "name": {"en": "Five off"}, "amount": "5"}]})
}

fn draft(rest: Value) -> Value {
    let mut draft = json!({"version": "seikyu.quote.v1", "price_list": "acme", "plan": "team",
        "zone": "UTC", "start": "2027-01-01"});
    draft.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    draft
}

fn agreed(list: &Value, rest: Value) -> Result<Contract, Faults> {
    let draft = again(Draft::read(&draft(rest).to_string())?);
    contract(&again(PriceList::read(&list.to_string())?), &draft, &Zones::iana())
}

/// The lines of a contract billed through an instant: key and amount.
#[track_caller]
fn check(list: &Value, rest: Value, through: &str, expect: &[&str]) -> Bill {
    let contract = agreed(list, rest).unwrap_or_else(|faults| panic!("{faults}"));
    let request = json!({"version": "seikyu.bill-request.v1", "contract": contract, "usage": [],
        "billed": [], "through": through});
    let request = again(BillRequest::read(&request.to_string()).unwrap());
    let bill = bill(&request, &Zones::iana()).unwrap();
    let found: Vec<String> =
        bill.lines.iter().map(|line| format!("{} {}", line.key, line.amount)).collect();
    assert_eq!(found, expect);
    bill
}

#[track_caller]
fn refused(list: &Value, rest: Value, expect: &[(&str, &str)]) {
    let faults = agreed(list, rest).unwrap_err();
    let found: Vec<(&str, &str)> =
        faults.list().iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
    assert_eq!(found, expect, "{faults}");
}

/// Edits a quote in a session; its totals are those of pricing it from scratch.
#[track_caller]
fn session_agrees(list: &Value, rest: Value) {
    let zones = Zones::iana();
    let list = PriceList::read(&list.to_string()).unwrap();
    let draft = Draft::read(&draft(rest).to_string()).unwrap();
    let mut session = Session::open(list.clone(), draft.clone(), zones.clone()).unwrap();
    for quantity in ["5", "12", "0", "7"] {
        let totals = session.set_cell(1, Column::Quantity, quantity).unwrap().totals;
        let draft = session.draft().unwrap();
        let priced = price(&list, &draft, &zones).unwrap();
        assert_eq!(totals.start.unwrap().gross, priced.first.totals.gross, "start, {quantity}");
        assert_eq!(totals.period.unwrap().gross, priced.period.totals.gross, "period, {quantity}");
    }
}

#[test]
fn a_price_without_interval_is_charged_once() {
    let bill = check(
        &list(),
        json!({}),
        "2027-02-01T00:00:00Z",
        &["platform 100.00", "platform 100.00", "seats 50.00", "seats 50.00", "setup 250.00"],
    );
    assert!(bill.lines[4].period.is_none());
    session_agrees(&list(), json!({}));
}

/// Seats at 8 from 20 seats on, named otherwise and at 5 %; the platform in arrears with a minimum.
#[test]
fn a_customer_has_prices_of_its_own() {
    let overrides = json!({"overrides": {
        "seats": {"charge": {"model": "per_unit", "unit_price": "8"}, "quantity": "20",
            "name": {"en": "Seats as agreed"}, "taxes": ["low"]},
        "platform": {"timing": "in_arrears", "minimum": "120"}}});
    let bill = check(
        &list(),
        overrides.clone(),
        "2027-02-01T00:00:00Z",
        &["platform 120.00", "seats 160.00", "seats 160.00", "setup 250.00"],
    );
    assert_eq!(bill.lines[1].name.to_string(), "Seats as agreed");
    assert_eq!(bill.lines[1].tax.to_string(), "8.00");
    session_agrees(&list(), overrides);
    refused(
        &list(),
        json!({"overrides": {"chairs": {}, "seats": {"minimum": "-1", "taxes": ["none"]}}}),
        &[
            ("unknown_reference", "/overrides/chairs"),
            ("out_of_range", "/overrides/seats/minimum"),
            ("unknown_reference", "/overrides/seats/taxes/0"),
        ],
    );
}

/// 16,000 + 5 × 1,600 + 40,000 yen. The add-on has no price in yen, and the coupon is in euro.
#[test]
fn a_plan_is_sold_in_several_currencies() {
    let bill = check(
        &list(),
        json!({"currency": "JPY"}),
        "2027-01-01T00:00:00Z",
        &["platform 16000", "seats 8000", "setup 40000"],
    );
    assert_eq!(bill.currency.code(), "JPY");
    session_agrees(&list(), json!({"currency": "JPY"}));
    refused(
        &list(),
        json!({"currency": "JPY", "add_ons": [{"code": "care"}], "coupons": ["five"]}),
        &[
            ("no_price_in_currency", "/currency"),
            ("no_price_in_currency", "/currency"),
            ("currency_mismatch", "/coupons/0"),
        ],
    );
    refused(&list(), json!({"currency": "USD"}), &[("no_price_in_currency", "/currency"); 3]);
}

/// Two of the add-on: 2 × 2 × 30 a month, its set-up once. From 16 January to 1 March: half of January is
/// 16 of 31 days, 61.935… → 61.94.
#[test]
fn an_add_on_has_a_quantity_and_dates() {
    let two = json!({"add_ons": [{"code": "care", "quantity": 2}]});
    check(
        &list(),
        two.clone(),
        "2027-01-01T00:00:00Z",
        &[
            "platform 100.00",
            "seats 50.00",
            "setup 250.00",
            "care.monthly 120.00",
            "care.start 50.00",
        ],
    );
    session_agrees(&list(), two);
    let dated = json!({"quantities": {"care.monthly": "4"},
        "add_ons": [{"code": "care", "start": "2027-01-16", "end": "2027-03-01"}]});
    let bill = check(
        &list(),
        dated.clone(),
        "2027-04-01T00:00:00Z",
        &[
            "platform 100.00",
            "platform 100.00",
            "platform 100.00",
            "platform 100.00",
            "seats 50.00",
            "seats 50.00",
            "seats 50.00",
            "seats 50.00",
            "setup 250.00",
            "care.monthly 61.94",
            "care.monthly 120.00",
            "care.start 50.00",
        ],
    );
    assert_eq!(bill.lines[9].derivation.parts[0].fraction.unwrap().to_string(), "16/31");
    session_agrees(&list(), dated);
    let wrong = json!({"add_ons": [{"code": "care", "quantity": 4, "start": "2027-02-01", "end": "2027-02-01"},
        {"code": "cure"}]});
    refused(
        &list(),
        wrong,
        &[
            ("out_of_range", "/add_ons/0/quantity"),
            ("invalid_time", "/add_ons/0/end"),
            ("unknown_reference", "/add_ons/1/code"),
        ],
    );
}

/// Of the plan and two of the add-on: single sign-on, 10 + 2 × 5 projects, support by phone.
#[test]
fn plan_and_add_ons_entitle() {
    let contract = agreed(&list(), json!({"add_ons": [{"code": "care", "quantity": 2}]})).unwrap();
    let found: Vec<String> = contract
        .entitlements
        .iter()
        .map(|one| {
            format!(
                "{} {:?} {:?} {:?}",
                one.feature,
                one.enabled,
                one.quantity.map(|q| q.to_string()),
                one.text.as_ref().map(ToString::to_string)
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            r#"sso Some(true) None None"#,
            r#"projects None Some("20") None"#,
            r#"level None None Some("Phone")"#,
        ]
    );
}

/// A month free, two at half the price, then 100. Seats ramp: 5 until 1 February, then as chosen.
#[test]
fn prices_have_phases() {
    let mut list = list();
    list["plans"][0]["prices"][0]["currencies"] = json!([]);
    list["plans"][0]["prices"][0]["phases"] = json!([
        {"periods": 1, "charge": {"model": "flat", "amount": "0"}},
        {"periods": 2, "charge": {"model": "flat", "amount": "50"}}]);
    list["plans"][0]["prices"][1]["currencies"] = json!([]);
    list["plans"][0]["prices"][1]["phases"] = json!([{"until": "2027-02-01", "quantity": "5"}]);
    let rest = json!({"quantities": {"seats": "8"}});
    check(
        &list,
        rest.clone(),
        "2027-04-01T00:00:00Z",
        &[
            "platform 0.00",
            "platform 50.00",
            "platform 50.00",
            "platform 100.00",
            "seats 50.00",
            "seats 80.00",
            "seats 80.00",
            "seats 80.00",
            "setup 250.00",
        ],
    );
    let zones = Zones::iana();
    let checked = again(PriceList::read(&list.to_string()).unwrap());
    let priced =
        price(&checked, &Draft::read(&draft(rest.clone()).to_string()).unwrap(), &zones).unwrap();
    assert_eq!(priced.first.totals.lines.to_string(), "300.00");
    assert_eq!(priced.period.totals.lines.to_string(), "180.00");
    session_agrees(&list, rest);
    list["plans"][0]["prices"][1]["phases"] = json!([{"until": "2026-02-01", "quantity": "5"}]);
    refused(&list, json!({}), &[("invalid_time", "/overrides/seats")]);
}

/// A first period is charged in advance as a whole, or the quote is refused.
#[test]
fn nothing_ends_within_the_first_period() {
    refused(
        &list(),
        json!({"add_ons": [{"code": "care", "end": "2027-01-16"}]}),
        &[("invalid_time", "")],
    );
    let mut list = list();
    list["plans"][0]["prices"][1]["currencies"] = json!([]);
    list["plans"][0]["prices"][1]["phases"] = json!([{"until": "2027-01-16", "quantity": "4"}]);
    refused(&list, json!({}), &[("invalid_time", "")]);
}

/// One price list, many faults, all told at once, each at its place.
#[test]
fn a_price_list_tells_every_fault_at_once() {
    let mut list = list();
    let plan = &mut list["plans"][0];
    plan["version"] = json!(0);
    plan["entitlements"] = json!([{"feature": "nothing", "enabled": true},
        {"feature": "sso", "quantity": "1"}, {"feature": "level", "text": {"en": "A"}},
        {"feature": "level", "text": {"en": "B"}}]);
    plan["commitments"] = json!([{"code": "seats", "name": {"en": "C"}, "taxes": ["none"],
        "interval": {"unit": "year", "count": 1}, "lines": ["chairs"]}]);
    plan["prices"][0]["product"] = json!("chair");
    plan["prices"][0]["minimum"] = json!("-1");
    plan["prices"][0]["currencies"][0]["currency"] = json!("EUR");
    plan["prices"][0]["phases"] = json!([{"periods": 0, "until": "2027-01-01"}]);
    plan["prices"][1]["code"] = json!("setup");
    plan["prices"][1]["usage"] = json!("minutes");
    plan["prices"][1]["charge"] = json!({"model": "graduated", "tiers": [
        {"up_to": "5", "unit_price": "1"}, {"up_to": "5", "unit_price": "1"},
        {"up_to": "9", "unit_price": "1"}]});
    plan["prices"][2]["phases"] = json!([{"periods": 1}]);
    list["tax"]["rates"][1]["code"] = json!("vat");
    list["products"][3]["taxes"] = json!(["vat", "vat", "none"]);
    list["features"][0]["unit"] = json!({"en": "x"});
    list["add_ons"][0]["plans"] = json!(["solo"]);
    list["add_ons"][0]["quantity_max"] = json!(0);
    list["coupons"][0] = json!({"code": "five", "name": {"en": "Five"}, "percent": "500", "amount": "1",
        "periods": 0, "products": ["chair"], "plans": ["solo"], "meters": ["minutes"]});
    let faults = PriceList::read(&list.to_string()).unwrap_err();
    let found: Vec<String> =
        faults.list().iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect();
    let expected = "duplicate_code /tax/rates/1/code
        duplicate_code /products/3/taxes/1
        unknown_reference /products/3/taxes/2
        out_of_range /plans/0/version
        duplicate_code /plans/0/prices/2/code
        unknown_reference /plans/0/prices/0/product
        one_of /plans/0/prices/0/phases/0
        out_of_range /plans/0/prices/0/phases/0/periods
        out_of_range /plans/0/prices/0/phases/0/minimum
        duplicate_code /plans/0/prices/0/currencies/0/currency
        out_of_range /plans/0/prices/0/currencies
        out_of_range /plans/0/prices/0/minimum
        unknown_reference /plans/0/prices/1/usage
        usage_and_quantity /plans/0/prices/1/quantity
        tiers_not_rising /plans/0/prices/1/charge/tiers/1/up_to
        last_tier_closed /plans/0/prices/1/charge/tiers/2/up_to
        out_of_range /plans/0/prices/2/phases
        out_of_range /plans/0/prices/2/currencies
        unknown_reference /plans/0/entitlements/0/feature
        one_of /plans/0/entitlements/1
        duplicate_code /plans/0/entitlements/3/feature
        missing_field /plans/0/commitments/0
        unknown_reference /plans/0/commitments/0/taxes/0
        unknown_reference /plans/0/commitments/0/lines/0
        unknown_reference /add_ons/0/plans/0
        out_of_range /add_ons/0/quantity_max
        out_of_range /features/0/unit
        one_of /coupons/0
        out_of_range /coupons/0/percent
        out_of_range /coupons/0/periods
        unknown_reference /coupons/0/products/0
        unknown_reference /coupons/0/plans/0
        unknown_reference /coupons/0/meters/0";
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(found, expected);
}
