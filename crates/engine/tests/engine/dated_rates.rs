//! Rates that change, worked by hand: Japan on 1 October 2019 (8 → 10 %), Germany on 1 July 2020
//! (19 → 16 %, § 27 UStG: the day a continuing service's period is complete).

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, BilledLine, bill},
    catalog::PriceList,
    quote::{Draft, Session, price},
    wire::{Faults, canonical},
};

use crate::{
    credit_notes::credited,
    price_list::{DRAFT, LIST},
};

const JAPAN: &str = r#"{"code":"vat","category":"S","percent":"8","name":{"en":"CT"},
    "changes":[{"from":"2019-10-01","percent":"10"}]}"#;
const GERMANY: &str = r#"{"code":"vat","category":"S","percent":"19","name":{"en":"USt"},
    "changes":[{"from":"2020-07-01","percent":"16"},{"from":"2021-01-01","percent":"19"}]}"#;

/// A bill of 1,000 a month.
fn monthly(
    terms: (&str, &str, &str),
    tax_point: &str,
    timing: &str,
    instants: [&str; 2],
) -> Result<Bill, Faults> {
    after(terms, tax_point, timing, instants, ("", &[]))
}

/// The same after further events, and after what was billed.
fn after(
    (currency, zone, rate): (&str, &str, &str),
    tax_point: &str,
    timing: &str,
    [start, through]: [&str; 2],
    (events, billed): (&str, &[BilledLine]),
) -> Result<Bill, Faults> {
    let text = format!(
        r#"{{"version":"seikyu.bill-request.v1","contract":{{"version":"seikyu.contract.v1",
        "currency":"{currency}","zone":"{zone}","rounding":{{}},"coupon_mode":"sequential",
        "tax":{{"behavior":"exclusive","rates":[{rate}],"tax_point":"{tax_point}"}},"meters":[],
        "events":[{{"type":"created","at":"{start}","items":[{{"key":"fee","name":{{"en":"Fee"}},
        "taxes":["vat"],"quantity":"1","charge":{{"model":"flat","amount":"1000"}},
        "timing":"{timing}","interval":{{"unit":"month","count":1}}}}],"coupons":[]}}{events}]}},
        "usage":[],"billed":{},"through":"{through}"}}"#,
        canonical(&billed)
    );
    let request = BillRequest::read(&text)?;
    assert_eq!(BillRequest::read(&canonical(&request)).as_ref(), Ok(&request));
    bill(&request, &Zones::iana())
}

fn told(bill: &Bill) -> Vec<String> {
    let lines = bill.lines.iter().map(|line| format!("{:?} {}", line.taxes, line.tax));
    let groups = bill
        .taxes
        .iter()
        .map(|tax| format!("{} {} % {} on {}", tax.rate, tax.percent, tax.amount, tax.base));
    lines.chain(groups).collect()
}

const TOKYO: (&str, &str, &str) = ("JPY", "Asia/Tokyo", JAPAN);
const BERLIN: (&str, &str, &str) = ("EUR", "Europe/Berlin", GERMANY);

/// 15 September to 14 October 2019, charged at its start: 8 % = 80 by the charge and by the first day,
/// 10 % = 100 by the last. At its end: 10 % by the charge.
#[test]
fn a_change_within_a_period_counts_by_the_tax_point() {
    let instants = ["2019-09-14T15:00:00Z", "2019-10-14T14:59:59Z"];
    let end = ["2019-09-14T15:00:00Z", "2019-10-14T15:00:00Z"];
    let old = ["[vat] 80", "vat 8 % 80 on 1000"];
    let new = ["[vat-2019-10-01] 100", "vat-2019-10-01 10 % 100 on 1000"];
    for (tax_point, timing, instants, expect) in [
        ("charge", "in_advance", instants, old),
        ("period_start", "in_advance", instants, old),
        ("period_end", "in_advance", instants, new),
        ("charge", "in_arrears", end, new),
        ("period_start", "in_arrears", end, old),
        ("period_end", "in_arrears", end, new),
    ] {
        let bill = monthly(TOKYO, tax_point, timing, instants).unwrap();
        assert_eq!(told(&bill), expect, "{tax_point} {timing}");
    }
}

/// June 2020 is complete on 30 June: 19 %, though it is charged at the first instant of July. From 15 June
/// to 14 July: 16 %, though it is charged in June. December and January: 16 % and, once more, 19 %.
#[test]
fn a_continuing_service_has_the_rate_of_its_completion() {
    let of = |timing, instants| told(&monthly(BERLIN, "period_end", timing, instants).unwrap());
    assert_eq!(
        of("in_arrears", ["2020-05-31T22:00:00Z", "2020-06-30T22:00:00Z"]),
        ["[vat] 190.00", "vat 19 % 190.00 on 1000.00"]
    );
    assert_eq!(
        of("in_advance", ["2020-06-14T22:00:00Z", "2020-06-20T00:00:00Z"]),
        ["[vat-2020-07-01] 160.00", "vat-2020-07-01 16 % 160.00 on 1000.00"]
    );
    assert_eq!(
        of("in_arrears", ["2020-11-30T23:00:00Z", "2021-01-31T23:00:00Z"]),
        [
            "[vat-2020-07-01] 160.00",
            "[vat-2021-01-01] 190.00",
            "vat-2020-07-01 16 % 160.00 on 1000.00",
            "vat-2021-01-01 19 % 190.00 on 1000.00"
        ]
    );
}

/// The day is that of the contract's zone: 30 September 15:00 UTC is 1 October in Tokyo.
#[test]
fn the_day_is_that_of_the_zone() {
    let at = ["2019-09-30T15:00:00Z"; 2];
    let tokyo = monthly(TOKYO, "charge", "in_advance", at).unwrap();
    assert_eq!(tokyo.taxes[0].percent.to_string(), "10");
    let utc = monthly(("JPY", "UTC", JAPAN), "charge", "in_advance", at).unwrap();
    assert_eq!(utc.taxes[0].percent.to_string(), "8");
}

/// From 15 October 2019, charged in advance at 10 %; cancelled after 10 of its 31 days: 322.58 → 323 are
/// kept, 677 taken back with the rate it was billed with, 67.7 → 68.
#[test]
fn a_credit_has_the_rate_that_was_billed() {
    let start = "2019-10-14T15:00:00Z";
    let bill = monthly(TOKYO, "charge", "in_advance", [start; 2]).unwrap();
    assert_eq!(told(&bill), ["[vat-2019-10-01] 100", "vat-2019-10-01 10 % 100 on 1000"]);
    let billed: Vec<BilledLine> = bill.lines.iter().map(BilledLine::of).collect();
    let cancelled = r#",{"type":"cancelled","at":"2019-10-24T15:00:00Z"}"#;
    let instants = [start, "2019-10-24T15:00:00Z"];
    let credit = after(TOKYO, "charge", "in_advance", instants, (cancelled, &billed)).unwrap();
    assert_eq!(told(&credit), ["[vat-2019-10-01] -68", "vat-2019-10-01 10 % -68 on -677"]);
}

/// 15 September to 14 October 2019 was to be complete in October: 10 %. Cancelled on 25 September it is
/// complete with 8 %: 10 of 30 days are 333 with 26.64 → 27, and the 1,000 go back with their 100.
#[test]
fn a_tax_point_that_moves_across_a_change_moves_the_rate() {
    let start = "2019-09-14T15:00:00Z";
    let bill = monthly(TOKYO, "period_end", "in_advance", [start; 2]).unwrap();
    let billed: Vec<BilledLine> = bill.lines.iter().map(BilledLine::of).collect();
    let cancelled = r#",{"type":"cancelled","at":"2019-09-24T15:00:00Z"}"#;
    let instants = [start, "2019-09-24T15:00:00Z"];
    let after = after(TOKYO, "period_end", "in_advance", instants, (cancelled, &billed)).unwrap();
    assert_eq!(
        told(&after),
        [
            "[vat] 27",
            "[vat-2019-10-01] -100",
            "vat 8 % 27 on 333",
            "vat-2019-10-01 10 % -100 on -1000"
        ]
    );
}

/// Freight has the rate of the day through which is billed, and goes back with it.
#[test]
fn an_adjustment_names_the_rate_of_its_day() {
    let request = r#"{"version":"seikyu.bill-request.v1","contract":{"version":"seikyu.contract.v1",
        "currency":"JPY","zone":"Asia/Tokyo","rounding":{},"coupon_mode":"sequential",
        "tax":{"behavior":"exclusive","rates":[RATE]},"meters":[],
        "events":[{"type":"created","at":"2019-09-14T15:00:00Z","items":[{"key":"fee","name":{"en":"Fee"},
        "taxes":["vat"],"quantity":"1","charge":{"model":"flat","amount":"1000"},
        "timing":"in_advance","interval":{"unit":"month","count":1}}],"coupons":[]}]},
        "adjustments":[{"code":"freight","name":{"en":"Freight"},"kind":"charge","amount":"50","taxes":["vat"]}],
        "usage":[],"billed":[],"through":"2019-10-01T00:00:00Z"}"#;
    let request = BillRequest::read(&request.replace("RATE", JAPAN)).unwrap();
    let bill = bill(&request, &Zones::iana()).unwrap();
    assert_eq!(bill.adjustments[0].taxes[0].as_str(), "vat-2019-10-01");
    let note = credited(&bill, &[], r#""invoice""#, "").unwrap();
    assert_eq!(note.totals.gross, bill.totals.gross);
    assert_eq!(note.adjustments[0].tax.to_string(), "5");
}

#[test]
fn a_bill_across_a_change_is_credited_in_full() {
    let instants = ["2019-08-31T15:00:00Z", "2019-09-30T15:00:00Z"];
    let bill = monthly(TOKYO, "charge", "in_advance", instants).unwrap();
    assert_eq!(bill.totals.tax.to_string(), "180");
    let note = credited(&bill, &[], r#""invoice""#, "").unwrap();
    assert_eq!(note.totals.gross, bill.totals.gross);
    assert_eq!(note.taxes.len(), 2);
}

/// A quote of December 2026 whose standard rate changes on the 15th: what is charged in advance has the old
/// rate, calls in arrears the new one; while it is edited, too.
#[test]
fn a_quote_being_edited_has_the_rates_of_its_days() {
    let from = r#""percent": "20""#;
    assert!(LIST.contains(from), "the list's standard rate");
    let changing = format!(r#"{from}, "changes": [{{"from": "2026-12-15", "percent": "25"}}]"#);
    let list = PriceList::read(&LIST.replacen(from, &changing, 1)).unwrap();
    let draft = Draft::read(DRAFT).unwrap();
    let priced = price(&list, &draft, &Zones::iana()).unwrap();
    let mut rates: Vec<&str> = priced.period.taxes.iter().map(|tax| tax.rate.as_str()).collect();
    rates.retain(|rate| rate.starts_with("standard"));
    assert_eq!(rates, ["standard", "standard-2026-12-15"]);
    let session = Session::open(list, draft, Zones::iana()).unwrap();
    let totals = session.totals();
    for (view, bill) in [(totals.start, &priced.first), (totals.period, &priced.period)] {
        let view = view.unwrap();
        assert_eq!(view.gross, bill.totals.gross);
        let found: Vec<_> = view.taxes.iter().map(|tax| (&tax.rate, tax.amount)).collect();
        let billed: Vec<_> = bill.taxes.iter().map(|tax| (&tax.rate, tax.amount)).collect();
        assert_eq!(found, billed);
    }
}

#[test]
fn changes_that_are_not_accepted_name_the_field() {
    let check = |changes: &str, category: &str, expect: (&str, &str)| {
        let other = r#"{"code":"vat-2019-12-01","category":"S","percent":"1","name":{"en":"X"}}"#;
        let rate = format!(
            r#"{{"code":"vat","category":"{category}","percent":"0","name":{{"en":"X"}},"changes":[{changes}]}},{other}"#
        );
        let at = ["2019-09-30T15:00:00Z"; 2];
        let faults = monthly(("JPY", "UTC", &rate), "charge", "in_advance", at).unwrap_err();
        let fault = &faults.list()[0];
        let pointer = fault.pointer.trim_start_matches("/contract/tax/rates/0/changes/");
        assert_eq!((fault.code, pointer), expect, "{faults}");
    };
    let falling = r#"{"from":"2020-01-02","percent":"1"},{"from":"2020-01-02","percent":"2"}"#;
    check(falling, "S", ("changes_not_rising", "1/from"));
    check(r#"{"from":"2020-01-01","percent":"1"}"#, "E", ("rate_not_zero", "0/percent"));
    check(r#"{"from":"2019-12-01","percent":"1"}"#, "S", ("duplicate_code", "0/from"));
    check(r#"{"from":"2019-12-32","percent":"1"}"#, "S", ("invalid_time", "0/from"));
}
