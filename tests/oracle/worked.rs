//! The oracle itself, on cases worked by hand.

use num_bigint::BigInt;
use serde_json::{Value, json};

use crate::{calendar, charge, document, lines, number};

#[test]
fn it_knows_charges_numbers_and_days() {
    let charge = json!({"model": "graduated", "tiers": [
        {"up_to": "120", "unit_price": "29.80"},
        {"up_to": "300", "unit_price": "36.40"},
        {"up_to": null, "unit_price": "40.49"},
    ]});
    // 120 × 29.80 + 180 × 36.40 + 20 × 40.49 = 3576 + 6552 + 809.80
    assert_eq!(charge::cost(&charge, &number::decimal("320")), number::decimal("10937.80"));
    let parts = number::allocate(&BigInt::from(-5), &[1, 1, 1].map(BigInt::from));
    assert_eq!(parts, [-2, -2, -1].map(BigInt::from));
    let rounded = |text, mode| number::round(&number::decimal(text), mode);
    let modes = ["half_away_from_zero", "half_even", "up", "down"];
    assert_eq!(modes.map(|mode| rounded("-2.5", mode)), [-3, -2, -3, -2].map(BigInt::from));
    // Paris puts its clocks forward on 29 March 2026: midnight is 23:00 UTC before it, 22:00 after.
    let midnight =
        |day| calendar::text(calendar::start_of("Europe/Paris", calendar::day(2026, 3, day)));
    assert_eq!([29, 30].map(midnight), ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"]);
    let month = json!({"unit": "month", "count": 1});
    let from_31 = calendar::after(calendar::day(2028, 1, 31), &month, 1);
    assert_eq!(calendar::date(from_31), (2028, 2, 29));
}

/// A fee of a month in euro, in advance from 1 January 2027; 20 % tax where it is asked for.
fn monthly(key: &str, amount: &str) -> Value {
    json!({"key": key, "product": key, "name": {"en": key}, "taxes": [], "quantity": "1",
        "charge": {"model": "flat", "amount": amount}, "timing": "in_advance",
        "interval": {"unit": "month", "count": 1}})
}

fn request(items: &[Value], coupons: &[Value], through: &str) -> Value {
    json!({"contract": {"currency": "EUR", "zone": "UTC", "coupon_mode": "sequential",
        "rounding": {"lines": "half_away_from_zero", "tax": "half_away_from_zero"},
        "tax": {"behavior": "exclusive", "rates": [
            {"code": "vat", "category": "S", "percent": "20", "name": {"en": "VAT"}}]},
        "meters": [{"code": "calls", "aggregation": "sum"}],
        "events": [{"type": "created", "at": "2027-01-01T00:00:00Z",
            "plan": {"price_list": "acme", "code": "team", "version": 1},
            "items": items, "coupons": coupons}]},
        "usage": [], "billed": [], "through": through})
}

fn figures(request: &Value) -> Value {
    document::document(request, lines::lines(request)).figures
}

fn each(figures: &Value, list: &str, field: &str) -> Vec<String> {
    let all = figures[list].as_array().unwrap().iter();
    all.map(|one| one[field].as_str().unwrap().to_owned()).collect()
}

/// Half off for two periods of three; from 10 February on, February and March. 30 once, of which 10 were
/// taken: 20. At most 20. 150 must be spent, 100 are.
#[test]
fn it_knows_the_limits_of_coupons() {
    let fee = [monthly("fee", "100")];
    let half = json!({"code": "c", "percent": "50", "periods": 2});
    let at_once = request(&fee, std::slice::from_ref(&half), "2027-03-01T00:00:00Z");
    assert_eq!(each(&figures(&at_once), "lines", "discount"), ["50.00", "50.00", "0.00"]);
    let mut later = request(&fee, &[], "2027-04-01T00:00:00Z");
    let applied = json!({"type": "coupon_applied", "at": "2027-02-10T00:00:00Z", "coupon": half});
    later["contract"]["events"].as_array_mut().unwrap().push(applied);
    assert_eq!(each(&figures(&later), "lines", "discount"), ["0.00", "50.00", "50.00", "0.00"]);
    for (coupon, expect) in [
        (json!({"code": "c", "amount": "30", "periods": 1}), "20.00"),
        (json!({"code": "c", "amount": "30"}), "30.00"),
        (json!({"code": "c", "percent": "50", "maximum_discount": "20"}), "20.00"),
        (json!({"code": "c", "percent": "50", "minimum_spend": "150"}), "0.00"),
        (json!({"code": "c", "percent": "50", "minimum_spend": "100"}), "50.00"),
        (json!({"code": "c", "percent": "50", "plans": ["solo"]}), "0.00"),
        (json!({"code": "c", "percent": "50", "plans": ["team"]}), "50.00"),
        (json!({"code": "c", "percent": "50", "meters": ["calls"]}), "0.00"),
    ] {
        let mut request = request(&fee, &[coupon], "2027-01-01T00:00:00Z");
        request["discounted"] = json!([{"coupon": "c", "amount": "10.00"}]);
        assert_eq!(figures(&request)["totals"]["discounts"], expect);
    }
}

/// 1,000 calls at 0.10: 100 are included, and in January 200 free by the coupon.
#[test]
fn it_knows_free_units() {
    let calls = json!({"key": "calls", "name": {"en": "Calls"}, "taxes": [], "usage": "calls",
        "included": "100", "charge": {"model": "per_unit", "unit_price": "0.10"},
        "timing": "in_arrears", "interval": {"unit": "month", "count": 1}});
    let free = json!({"code": "c", "free_units": "200", "meters": ["calls"], "periods": 1});
    let mut request = request(&[calls], &[free], "2027-03-01T00:00:00Z");
    let used = |at: &str| json!({"meter": "calls", "at": at, "quantity": "1000"});
    request["usage"] = json!([used("2027-01-05T00:00:00Z"), used("2027-02-05T00:00:00Z")]);
    assert_eq!(each(&figures(&request), "lines", "amount"), ["70.00", "90.00"]);
}
