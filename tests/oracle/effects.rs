//! Whether what the oracle knows changes bills at random: what no bill shows is not compared either.

use serde_json::Value;

use crate::{case, document::document, lines::lines};

const CASES: u64 = 600;

/// Takes a field away from every coupon of a request.
fn without_in_coupons(request: &mut Value, field: &str) {
    let events = request["contract"]["events"].as_array_mut().expect("events");
    for event in events {
        let mut coupons: Vec<&mut Value> = Vec::new();
        let event = event.as_object_mut().expect("an event");
        for (name, value) in event {
            match (name.as_str(), value) {
                ("coupons", Value::Array(all)) => coupons.extend(all),
                ("coupon", coupon) => coupons.push(coupon),
                _ => {}
            }
        }
        for coupon in coupons {
            if field == "free_units" && coupon.get(field).is_some() {
                coupon[field] = "0".into();
            } else {
                coupon.as_object_mut().expect("a coupon").remove(field);
            }
        }
    }
}

/// How many of the cases have another bill without something.
fn changed(without: impl Fn(&mut Value)) -> usize {
    let differs = |seed: &u64| {
        let request = case(*seed);
        let mut other = request.clone();
        without(&mut other);
        let figures = |request: &Value| document(request, lines(request)).figures;
        request != other && figures(&request) != figures(&other)
    };
    (1..=CASES).filter(differs).count()
}

#[track_caller]
fn matters(what: &str, percent: usize, without: impl Fn(&mut Value)) {
    let found = changed(without);
    let cases = usize::try_from(CASES).expect("small");
    println!("{what}: {found} of {cases}");
    assert!(found * 100 >= cases * percent, "{what}: only {found} of {cases} bills are of it");
}

#[test]
fn coupons_have_limits() {
    for field in [
        "periods",
        "products",
        "plans",
        "meters",
        "minimum_spend",
        "maximum_discount",
        "free_units",
    ] {
        matters(field, 1, |request| without_in_coupons(request, field));
    }
    matters("discounted", 1, |request| {
        request.as_object_mut().expect("a request").remove("discounted");
    });
    matters("coupons that come later", 5, |request| {
        let events = request["contract"]["events"].as_array_mut().expect("events");
        events.retain(|event| {
            !matches!(event["type"].as_str(), Some("coupon_applied" | "coupon_removed"))
        });
    });
}
