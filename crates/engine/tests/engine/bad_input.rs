//! Refusals: which field, what was found, what is accepted.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::BillRequest,
    catalog::PriceList,
    credit_note::{CreditNoteRequest, credit},
    quote::{Draft, price},
    wire::{Faults, canonical},
};

use crate::{
    credit_notes::{credited, request_of},
    price_list::{DRAFT, LIST, draft, list, priced},
};

#[track_caller]
fn check(faults: &Faults, expect: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> =
        faults.list().iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
    assert_eq!(found, expect, "{faults}");
    for fault in faults.list() {
        assert!(fault.detail.len() > 20, "{}", fault.detail);
    }
}

#[track_caller]
fn check_list(from: &str, to: &str, expect: &[(&str, &str)]) {
    assert!(LIST.contains(from), "{from}");
    check(&PriceList::read(&LIST.replacen(from, to, 1)).unwrap_err(), expect);
}

#[test]
fn a_price_list_names_the_field() {
    check_list(r#""EUR""#, r#""EUX""#, &[("unknown_currency", "/currency")]);
    check_list(r#""EUR""#, "12", &[("wrong_type", "/currency")]);
    check_list(
        r#""amount": "49""#,
        r#""amount": 49"#,
        &[("wrong_type", "/plans/0/prices/0/charge/amount")],
    );
    check_list(
        r#""amount": "49""#,
        r#""amount": "NaN""#,
        &[("not_a_number", "/plans/0/prices/0/charge/amount")],
    );
    let long = format!(r#""amount": "{}""#, "1".repeat(40));
    check_list(r#""amount": "49""#, &long, &[("out_of_range", "/plans/0/prices/0/charge/amount")]);
    check_list(
        r#""quantity": "3""#,
        r#""quantity": "-3""#,
        &[("out_of_range", "/plans/0/prices/1/quantity")],
    );
    check_list(
        r#""up_to": "20""#,
        r#""up_to": "5""#,
        &[("tiers_not_rising", "/plans/0/prices/1/charge/tiers/1/up_to")],
    );
    check_list(
        r#""up_to": null"#,
        r#""up_to": "50""#,
        &[("last_tier_closed", "/plans/0/prices/1/charge/tiers/2/up_to")],
    );
    check_list(
        r#""code": "acme","#,
        r#""code": "acme", "colour": "red","#,
        &[("unknown_field", "/colour")],
    );
    check_list(
        r#""model": "flat", "#,
        r#""model": "flat", "unit_price": "1", "#,
        &[("unknown_field", "/plans/0/prices/0/charge")],
    );
    check_list(
        r#""product": "base""#,
        r#""product": "bass""#,
        &[("unknown_reference", "/plans/0/prices/0/product")],
    );
    check_list(
        r#""percent": "0""#,
        r#""percent": "3""#,
        &[("rate_not_zero", "/tax/rates/2/percent")],
    );
    check_list(
        r#""percent": "10""#,
        r#""percent": "100.5""#,
        &[("out_of_range", "/coupons/0/percent")],
    );
    check_list(
        r#""amount": "5.00""#,
        r#""amount": "5.001""#,
        &[("too_precise", "/coupons/1/amount")],
    );
    check_list(
        r#"{"code": "ten", "name": {"en": "Ten off"}, "percent": "10"}"#,
        r#"{"code": "ten", "name": {"en": "Ten off"}}"#,
        &[("one_of", "/coupons/0")],
    );
    check_list(
        r#""version": "seikyu.price-list.v1""#,
        r#""version": "seikyu.price-list.v9""#,
        &[("wrong_type", "/version")],
    );
}

#[test]
fn a_coupon_in_another_currency_is_refused() {
    check_list(
        r#""amount": "5.00""#,
        r#""amount": "5.00", "currency": "JPY""#,
        &[("currency_mismatch", "/coupons/1/currency")],
    );
}

#[test]
fn every_charge_model_names_the_field() {
    let flat = r#"{"model": "flat", "amount": "49"}"#;
    let at = |field: &str| format!("/plans/0/prices/0/charge{field}");
    let refuse = |charge: &str, code: &str, field: &str| {
        check_list(flat, charge, &[(code, &at(field))]);
    };
    refuse(r#"{"model": "volume", "tiers": []}"#, "tiers_count", "/tiers");
    refuse(
        r#"{"model": "stairstep", "stairs": [{"up_to": "5", "amount": "1"}]}"#,
        "last_tier_closed",
        "/stairs/0/up_to",
    );
    refuse(r#"{"model": "package", "size": "0", "price": "5"}"#, "out_of_range", "/size");
    refuse(r#"{"model": "package", "size": "5"}"#, "missing_field", "");
    refuse(
        r#"{"model": "blocks", "priced_by": "each_tier", "blocks": [{"size": "5", "max_blocks": 0, "price": "1"}, {"size": "9", "max_blocks": null, "price": "1"}]}"#,
        "out_of_range",
        "/blocks/0/max_blocks",
    );
    refuse(
        r#"{"model": "graduated_percentage", "shares": [{"up_to": null, "rate_percent": "1001"}]}"#,
        "out_of_range",
        "/shares/0/rate_percent",
    );
    refuse(
        r#"{"model": "per_unit", "unit_price": "1", "base_quantity": "0"}"#,
        "out_of_range",
        "/base_quantity",
    );
    refuse(r#"{"model": "auction"}"#, "wrong_type", "/model");
}

#[test]
fn limits_name_the_field() {
    let refuse = |limits: &str, expect: &[(&str, &str)]| {
        check_list(r#""quantity": "3""#, &format!(r#""quantity": "3", {limits}"#), expect);
    };
    let at = |field: &str| format!("/plans/0/prices/1/{field}");
    refuse(r#""minimum": "-1""#, &[("out_of_range", &at("minimum"))]);
    refuse(r#""minimum": "5", "maximum": "4.99""#, &[("out_of_range", &at("maximum"))]);
}

#[test]
fn every_fault_of_a_list_is_told_at_once() {
    let text = LIST
        .replace(r#""up_to": "20""#, r#""up_to": "4""#)
        .replace(r#""product": "call""#, r#""product": "fax""#)
        .replace(r#""products": ["seat"]"#, r#""products": ["sofa"]"#);
    check(
        &PriceList::read(&text).unwrap_err(),
        &[
            ("tiers_not_rising", "/plans/0/prices/1/charge/tiers/1/up_to"),
            ("unknown_reference", "/plans/0/prices/2/product"),
            ("unknown_reference", "/coupons/1/products/0"),
        ],
    );
}

#[test]
fn text_that_is_no_json_or_too_large() {
    check(&PriceList::read("{\"version\": ").unwrap_err(), &[("malformed_json", "")]);
    check(&PriceList::read("").unwrap_err(), &[("malformed_json", "")]);
    check(&PriceList::read(&format!("{LIST} x")).unwrap_err(), &[("malformed_json", "")]);
    let large = " ".repeat(1_048_577);
    check(&PriceList::read(&large).unwrap_err(), &[("too_large", "")]);
}

#[track_caller]
fn check_draft(from: &str, to: &str, expect: &[(&str, &str)]) {
    assert!(DRAFT.contains(from), "{from}");
    let result = Draft::read(&DRAFT.replacen(from, to, 1))
        .and_then(|draft| price(&list(), &draft, &Zones::iana()));
    check(&result.unwrap_err(), expect);
}

#[test]
fn a_draft_names_the_field() {
    check_draft(
        r#""seats":"25""#,
        r#""sofas":"25""#,
        &[("unknown_reference", "/quantities/sofas")],
    );
    check_draft(r#""seats":"25""#, r#""seats":"twenty""#, &[("not_a_number", "/quantities/seats")]);
    check_draft(r#""calls":"120000""#, r#""faxes":"1""#, &[("unknown_reference", "/usage/faxes")]);
    check_draft(r#""Europe/Paris""#, r#""Europe/Lutetia""#, &[("unknown_zone", "/zone")]);
    check_draft(r#""plan":"team""#, r#""plan":"solo""#, &[("unknown_reference", "/plan")]);
    check_draft(r#""2026-12-01""#, r#""2026-02-30""#, &[("invalid_time", "/start")]);
    check_draft(r#""ten","seats5""#, r#""ten","ten""#, &[("duplicate_code", "/coupons/1/code")]);
    check_draft(r#""key":"line-1""#, r#""key":"seats""#, &[("duplicate_code", "/lines/0/key")]);
}

#[test]
fn a_bill_request_names_the_field() {
    let request = canonical(&priced(&draft()).request);
    let refuse = |from: &str, to: &str| {
        assert!(request.contains(from), "{from}");
        BillRequest::read(&request.replacen(from, to, 1)).unwrap_err()
    };
    let usage = r#""usage":[{"meter":"faxes","at":"2026-12-05T00:00:00Z","quantity":"1"}]"#;
    check(
        &refuse(r#""usage":[],"billed""#, &format!(r#"{usage},"billed""#)),
        &[("unknown_reference", "/usage/0/meter")],
    );
    let backwards = r#""billed":[{"line":"seats","period":{"start":"2026-12-05T00:00:00Z","end":"2026-12-01T00:00:00Z"},"amount":"1.00"}]"#;
    let faults = refuse(r#""billed":[]"#, backwards);
    assert_eq!(faults.list()[0].pointer, "/billed/0/period", "{faults}");
    let cancelled = r#""events":[{"type":"cancelled","at":"2026-11-01T00:00:00Z"},"#;
    let faults = refuse(r#""events":["#, cancelled);
    assert_eq!(faults.list()[0].code, "not_created", "{faults}");
}

#[test]
fn a_credit_note_request_names_the_field() {
    let bill = priced(&draft()).first;
    let period = canonical(&bill.lines[0].period);
    let line = |how: &str| {
        format!(r#"{{"lines":[{{"line":"seats","period":{period}{how}}},{{"line":"line-1"}}]}}"#)
    };
    let earlier = credited(&bill, &[], &line(r#","amount":"100""#), "").unwrap();
    let request = request_of(&canonical(&bill), &[earlier], &line(r#","quantity":"1""#), "");
    let refuse = |from: &str, to: &str, expect: &[(&str, &str)]| {
        assert!(request.contains(from), "{from}");
        let text = request.replace(from, to);
        let refused = CreditNoteRequest::read(&text).and_then(|request| credit(&request));
        check(&refused.unwrap_err(), expect);
    };
    // The free line was credited in full.
    let nothing = ("nothing_left", "/credit/lines/1");
    let ask = r#","quantity":"1"},"#;
    refuse("seikyu.bill.v1", "seikyu.bill.v2", &[("wrong_type", "/bill/version")]);
    refuse(ask, ask, &[nothing]);
    refuse(
        ask,
        r#","quantity":"25.1"},"#,
        &[("more_than_left", "/credit/lines/0/quantity"), nothing],
    );
    refuse(ask, r#","quantity":"0"},"#, &[("out_of_range", "/credit/lines/0/quantity"), nothing]);
    refuse(ask, r#","amount":"95.76"},"#, &[("more_than_left", "/credit/lines/0/amount"), nothing]);
    refuse(ask, r#","amount":"-1"},"#, &[("out_of_range", "/credit/lines/0/amount"), nothing]);
    refuse(ask, r#","amount":"0.001"},"#, &[("too_precise", "/credit/lines/0/amount"), nothing]);
    refuse(ask, r#","amount":"1","quantity":"1"},"#, &[("one_of", "/credit/lines/0"), nothing]);
    refuse(
        r#"{"line":"seats""#,
        r#"{"line":"sofas""#,
        &[("unknown_reference", "/credit/lines/0/line"), nothing],
    );
    refuse(
        r#"{"line":"line-1"}"#,
        &format!(r#"{{"line":"seats","period":{period}}}"#),
        &[("duplicate_code", "/credit/lines/1/line")],
    );
    refuse(r#""credit":{"lines""#, r#""credit":{"rows""#, &[("wrong_type", "/credit/rows")]);
    refuse(
        r#""totals":{"lines":"398.08""#,
        r#""totals":{"lines":"398.09""#,
        &[("does_not_add_up", "/bill/totals/lines")],
    );
    refuse(r#""net":"44.10""#, r#""net":"44.11""#, &[("does_not_add_up", "/bill/lines/0/net")]);
    refuse(
        r#""base":"350.27","amount":"70.05""#,
        r#""base":"350.27","amount":"70.06""#,
        &[("does_not_add_up", "/bill/taxes")],
    );
    refuse(r#""original":""#, r#""original":"0"#, &[("another_invoice", "/credited/0/original")]);
    refuse(
        r#""credited":[{"version":"seikyu.credit-note.v1""#,
        r#""credited":[{"version":"seikyu.bill.v1""#,
        &[("wrong_type", "/credited/0/version")],
    );
    for (paid, refunded, field) in [("-1", "0", "paid"), ("1", "2", "refunded")] {
        let payment =
            format!(r#""payment":{{"paid":"{paid}","refunded":"{refunded}"}},"credit":{{"#);
        let pointer = format!("/payment/{field}");
        refuse(r#""credit":{"#, &payment, &[("out_of_range", &pointer)]);
    }
    let reduced = priced(
        &Draft::read(&DRAFT.replacen(r#""unit_price":"150""#, r#""unit_price":"-150""#, 1))
            .unwrap(),
    );
    let below = credited(&reduced.first, &[], r#"{"lines":[{"line":"line-1"}]}"#, "");
    check(&below.unwrap_err(), &[("below_zero", "/credit")]);
}

/// A contract of one item, with more events.
fn with_events(events: &str) -> Result<BillRequest, Faults> {
    let item = EVENT_ITEM;
    BillRequest::read(&format!(
        r#"{{"version":"seikyu.bill-request.v1","contract":{{"version":"seikyu.contract.v1",
        "currency":"EUR","zone":"UTC","rounding":{{}},"coupon_mode":"sequential",
        "tax":{{"behavior":"exclusive","rates":[]}},
        "meters":[{{"code":"calls","name":{{"en":"Calls"}},"unit":{{"en":"call"}},"aggregation":"sum"}}],
        "events":[{{"type":"created","at":"2026-01-01T00:00:00Z","items":[{item}]}},{events}]}},
        "usage":[],"billed":[],"through":"2026-01-01T00:00:00Z"}}"#
    ))
}

const EVENT_ITEM: &str = r#"{"key":"seats","name":{"en":"Seats"},"taxes":[],"quantity":"1",
    "charge":{"model":"per_unit","unit_price":"10"},"interval":{"unit":"month","count":1},
    "timing":"in_advance"}"#;

#[test]
fn contradictory_events_name_the_reason() {
    let at = |day: u8, rest: &str| format!(r#"{{"at":"2026-01-{day:02}T00:00:00Z",{rest}}}"#);
    let seats = EVENT_ITEM;
    let calls = seats
        .replace("seats", "calls")
        .replace(r#""quantity":"1""#, r#""usage":"calls""#)
        .replace("in_advance", "in_arrears");
    let table: &[(String, &str, &str)] = &[
        (at(2, r#""type":"resumed""#), "not_paused", "/1"),
        (at(2, r#""type":"reactivated""#), "not_cancelled", "/1"),
        (at(2, r#""type":"item_removed","key":"sofas""#), "unknown_reference", "/1/key"),
        (
            at(2, r#""type":"quantity_changed","key":"sofas","quantity":"2""#),
            "unknown_reference",
            "/1/key",
        ),
        (
            at(2, r#""type":"quantity_changed","key":"seats","quantity":"-2""#),
            "out_of_range",
            "/1/quantity",
        ),
        (at(2, r#""type":"quantity_changed","key":"seats""#), "missing_field", "/1"),
        (at(2, r#""type":"paused","credit":true,"key":"seats""#), "unknown_field", "/1"),
        (at(2, r#""type":"stopped""#), "wrong_type", "/1/type"),
        (at(2, &format!(r#""type":"item_added","item":{seats}"#)), "item_exists", "/1/item/key"),
        (
            at(2, &format!(r#""type":"item_changed","item":{calls}"#)),
            "unknown_reference",
            "/1/item/key",
        ),
        (
            at(2, &format!(r#""type":"item_added","item":{calls}"#))
                + ","
                + &at(3, r#""type":"quantity_changed","key":"calls","quantity":"2""#),
            "usage_and_quantity",
            "/2/quantity",
        ),
        (
            at(
                2,
                &format!(
                    r#""type":"item_added","item":{}"#,
                    calls.replace(r#""usage":"calls""#, r#""usage":"faxes""#)
                ),
            ),
            "unknown_reference",
            "/1/item/usage",
        ),
        (at(2, r#""type":"coupon_removed","code":"ten""#), "unknown_reference", "/1/code"),
        (
            at(
                2,
                r#""type":"coupon_applied","coupon":{"code":"ten","name":{"en":"Ten"},"percent":"110"}"#,
            ),
            "out_of_range",
            "/1/coupon/percent",
        ),
        (at(2, r#""type":"trial_started","until":"2026-02-01T00:00:00Z""#), "trial_late", "/1/at"),
        (at(2, r#""type":"trial_extended","until":"2026-02-01T00:00:00Z""#), "no_trial", "/1"),
        (
            at(1, r#""type":"trial_started","until":"2026-01-05T00:00:00Z""#)
                + ","
                + &at(6, r#""type":"trial_extended","until":"2026-01-09T00:00:00Z""#),
            "trial_over",
            "/2/at",
        ),
        (
            at(2, r#""type":"paused","credit":true"#)
                + ","
                + &at(3, r#""type":"paused","credit":true"#),
            "paused_twice",
            "/2",
        ),
        (
            at(2, r#""type":"cancelled""#) + "," + &at(3, r#""type":"cancelled""#),
            "cancelled_twice",
            "/2",
        ),
        (
            at(2, r#""type":"cancelled""#)
                + ","
                + &at(3, r#""type":"quantity_changed","key":"seats","quantity":"2""#),
            "after_cancellation",
            "/2",
        ),
        (
            at(3, r#""type":"paused","credit":true"#) + "," + &at(2, r#""type":"resumed""#),
            "events_not_in_order",
            "/2/at",
        ),
        (at(2, r#""type":"unscheduled","event":"ramp""#), "unknown_reference", "/1/event"),
        (
            at(2, r#""type":"cancelled","id":"end""#)
                + ","
                + &at(3, r#""type":"unscheduled","event":"end""#),
            "not_scheduled",
            "/2/event",
        ),
        (
            at(2, r#""type":"paused","credit":true,"id":"a""#)
                + ","
                + &at(3, r#""type":"resumed","id":"a""#),
            "duplicate_code",
            "/2/id",
        ),
    ];
    for (events, code, place) in table {
        let faults = with_events(events).expect_err(events);
        check(&faults, &[(code, &format!("/contract/events{place}"))]);
    }
}

#[test]
fn a_threshold_is_an_amount_above_zero() {
    let request =
        canonical(&with_events(r#"{"type":"cancelled","at":"2026-02-01T00:00:00Z"}"#).unwrap());
    for (threshold, code) in
        [("0", "out_of_range"), ("-5", "out_of_range"), ("1.005", "too_precise")]
    {
        let with = format!(r#""threshold":"{threshold}","meters":"#);
        let faults = BillRequest::read(&request.replacen(r#""meters":"#, &with, 1)).unwrap_err();
        check(&faults, &[(code, "/contract/threshold")]);
    }
}
