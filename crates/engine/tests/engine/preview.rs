//! Previews of changes: what is due now, what comes next, what it costs from then on; and commits.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::bill,
    preview::{ChangeRequest, commit_change, preview_change, preview_migration},
    wire::{Faults, canonical},
};

use crate::print_and_read::again;

/// A plan of 100.00 a month with 20 % tax and 10 % off, billed for June; metered calls at 0.01.
fn request(change: &str) -> String {
    let item = |key: &str, amount: &str, unit: &str| {
        format!(
            r#"{{"key":"{key}","name":{{"en":"{key}"}},"taxes":["vat"],"quantity":"1",
            "charge":{{"model":"flat","amount":"{amount}"}},"timing":"in_advance",
            "interval":{{"unit":"{unit}","count":1}}}}"#
        )
    };
    let calls = r#"{"key":"calls","name":{"en":"Calls"},"taxes":["vat"],"usage":"calls",
        "charge":{"model":"per_unit","unit_price":"0.01"},"timing":"in_arrears",
        "interval":{"unit":"month","count":1}}"#;
    let change = change
        .replace("SMALL", &item("small", "100", "month"))
        .replace("LARGE", &item("large", "300", "month"))
        .replace("YEARLY", &item("yearly", "1200", "year"))
        .replace("CALLS", calls);
    let small = item("small", "100", "month");
    format!(
        r#"{{"version":"seikyu.change-request.v1","current":{{"version":"seikyu.bill-request.v1",
        "contract":{{"version":"seikyu.contract.v1","currency":"EUR","zone":"UTC","rounding":{{}},
        "coupon_mode":"sequential","tax":{{"behavior":"exclusive","rates":[
        {{"code":"vat","name":{{"en":"VAT"}},"category":"S","percent":"20"}}]}},
        "meters":[{{"code":"calls","name":{{"en":"Calls"}},"unit":{{"en":"call"}},"aggregation":"sum"}}],
        "events":[{{"type":"created","at":"2026-06-01T00:00:00Z","items":[{small},{calls}],
        "coupons":[{{"code":"ten","name":{{"en":"Ten"}},"percent":"10"}}]}}]}},
        "usage":[{{"meter":"calls","at":"2026-06-10T00:00:00Z","quantity":"500"}}],
        "billed":[{{"line":"small","amount":"100.00","discount":"10.00","taxes":["vat"],
        "period":{{"start":"2026-06-01T00:00:00Z","end":"2026-07-01T00:00:00Z"}}}}],
        "through":"2026-06-16T00:00:00Z"}},"change":[{change}]}}"#
    )
}

const UPGRADE: &str = r#"{"type":"plan_changed","at":"2026-06-16T00:00:00Z",
    "plan":{"price_list":"acme","code":"large","version":1},"items":[LARGE,CALLS]}"#;

fn read(text: &str) -> ChangeRequest {
    again(ChangeRequest::read(text).unwrap_or_else(|faults| panic!("{faults}")))
}

/// A charge of 50 for this document is due now and neither next nor in any period; of a fixed coupon of
/// 30 for one period, what is taken now is not taken again.
#[test]
fn what_belongs_to_one_document_does_not_come_again() {
    let zones = Zones::iana();
    let plain = preview_change(&read(&request(UPGRADE)), &zones).unwrap();
    let charge = r#""adjustments":[{"code":"visit","name":{"en":"Visit"},"kind":"charge","amount":"50","taxes":["vat"]}],
        "through":"2026-06-16T00:00:00Z""#;
    let text = request(UPGRADE).replace(r#""through":"2026-06-16T00:00:00Z""#, charge);
    let charged = preview_change(&read(&text), &zones).unwrap();
    assert_eq!(charged.due_now.totals.due.to_string(), "168.00");
    assert_eq!(charged.next, plain.next);
    assert_eq!(charged.recurring, plain.recurring);
    let once = text.replace(r#""percent":"10""#, r#""amount":"30","periods":1"#);
    let once = preview_change(&read(&once), &zones).unwrap();
    assert_eq!(once.due_now.discounts[0].amount.to_string(), "30.00");
    assert_eq!(once.next.unwrap().bill.totals.discounts.to_string(), "0.00");
}

/// Half of June is left. Due now: 300 × 15/30 less 10 %, and 20 % on that: 135 + 27 = 162; back go
/// 50 − 5 = 45 and 9: 54. So 108 now. On 1 July: 300 − 30 = 270 for July and 5.00 − 0.50 of calls,
/// 274.50 with 54.90 tax. A full period was 90 + 4.50 + 18.90 = 113.40 and becomes 329.40.
#[test]
fn an_upgrade_in_the_middle_of_a_month() {
    let request = read(&request(UPGRADE));
    let zones = Zones::iana();
    let preview = preview_change(&request, &zones).unwrap();
    assert_eq!(preview.due_now.totals.due.to_string(), "108.00");
    let next = preview.next.as_ref().unwrap();
    assert_eq!(next.at.to_string(), "2026-07-01T00:00:00Z");
    assert_eq!(next.bill.totals.due.to_string(), "329.40");
    let recurring = &preview.recurring;
    assert_eq!(recurring.before.totals.gross.to_string(), "113.40");
    assert_eq!(recurring.after.totals.gross.to_string(), "329.40");
    assert_eq!(recurring.after.per_month.to_string(), "329.40");
    let lines: Vec<String> = recurring
        .lines
        .iter()
        .map(|line| {
            let amount = |side: &Option<_>| {
                side.as_ref().map_or("-".to_owned(), |line: &seikyu_engine::billing::Line| {
                    assert_eq!(line.derivation.recompute(), Ok(line.amount));
                    line.amount.to_string()
                })
            };
            format!("{} {} {}", line.key, amount(&line.before), amount(&line.after))
        })
        .collect();
    assert_eq!(lines, ["small 100.00 -", "calls 5.00 5.00", "large - 300.00"]);
}

/// 1,200 × 0.9 × 1.2 = 1,296 a year is 108 a month; with calls of 4.50 × 1.2 = 5.40.
#[test]
fn a_year_is_compared_by_the_month() {
    let preview =
        preview_change(&read(&request(&UPGRADE.replace("LARGE", "YEARLY"))), &Zones::iana());
    assert_eq!(preview.unwrap().recurring.after.per_month.to_string(), "113.40");
}

#[test]
fn what_is_previewed_is_what_is_committed() {
    let zones = Zones::iana();
    let request = read(&request(UPGRADE));
    let preview = preview_change(&request, &zones).unwrap();
    let committed = commit_change(&request, &preview.basis, &zones).unwrap();
    assert_eq!(canonical(&committed), canonical(&preview));
    let issued = bill(&request.changed(), &zones).unwrap();
    assert_eq!(canonical(&issued), canonical(&preview.due_now));
}

#[test]
fn a_stale_preview_is_refused_and_says_what_has_changed() {
    let zones = Zones::iana();
    let request = read(&request(UPGRADE));
    let basis = preview_change(&request, &zones).unwrap().basis;
    let refused = |change: &dyn Fn(&mut ChangeRequest)| {
        let mut request = request.clone();
        change(&mut request);
        let faults = commit_change(&request, &basis, &zones).unwrap_err();
        let found = faults.list().iter();
        found.map(|fault| format!("{} {}", fault.code, fault.pointer)).collect::<Vec<_>>()
    };
    assert_eq!(refused(&|request| request.current.usage.clear()), ["stale /usage"]);
    assert_eq!(refused(&|request| request.current.billed.clear()), ["stale /billed"]);
    assert_eq!(
        refused(&|request| {
            request.current.through = "2026-06-17T00:00:00Z".parse().unwrap();
            request.current.balance = Some("1".parse().unwrap());
        }),
        ["stale /payment", "stale /change"]
    );
    assert_eq!(
        refused(&|request| {
            request.current.contract.zone = "Asia/Tokyo".parse().unwrap();
        }),
        ["stale /contract"]
    );
    let mut forged = basis.clone();
    forged.result = "0".repeat(64);
    let faults = commit_change(&request, &forged, &zones).unwrap_err();
    assert_eq!(faults.list()[0].pointer, "/result");
}

#[test]
fn a_change_that_contradicts_names_its_event() {
    let check = |change: &str, expect: &str| {
        let faults: Faults = ChangeRequest::read(&request(change)).unwrap_err();
        let found = &faults.list()[0];
        assert_eq!(format!("{} {}", found.code, found.pointer), expect, "{faults}");
    };
    check("", "empty /change");
    check(r#"{"type":"resumed","at":"2026-06-16T00:00:00Z"}"#, "not_paused /change/0");
    check(
        r#"{"type":"paused","at":"2026-06-16T00:00:00Z","credit":true},
        {"type":"item_removed","at":"2026-06-17T00:00:00Z","key":"sofas"}"#,
        "unknown_reference /change/1",
    );
    check(
        r#"{"type":"created","at":"2026-06-16T00:00:00Z","items":[SMALL]}"#,
        "created_twice /change/0",
    );
}

/// Cancelled at once, with 500 calls used: 4.50 and its tax are due, 45 and 9 come back; nothing follows.
#[test]
fn a_cancellation_has_no_next_bill() {
    let request = read(&request(r#"{"type":"cancelled","at":"2026-06-16T00:00:00Z"}"#));
    let preview = preview_change(&request, &Zones::iana()).unwrap();
    assert_eq!(preview.due_now.totals.credit.to_string(), "48.60");
    assert_eq!(preview.next, None);
    assert_eq!(preview.recurring.after.per_month.to_string(), "0.00");
}

/// As above, 113.40 a month becomes 329.40, 216 more; without the plan only calls are left, 5.40, which
/// is 108 less; the same plan again is the same. One contract is refused and holds up no other.
#[test]
fn a_migration_says_who_pays_more_and_who_less() {
    let to = |items: &str| read(&request(&UPGRADE.replace("LARGE,CALLS", items)));
    let mut refused = to("LARGE,CALLS");
    refused.change.extend_from_slice(
        &read(&request(r#"{"type":"item_removed","at":"2026-06-16T00:00:00Z","key":"small"}"#))
            .change,
    );
    let contracts =
        [("a", to("LARGE,CALLS")), ("b", to("CALLS")), ("c", to("SMALL,CALLS")), ("d", refused)]
            .map(|(id, request)| (id.to_owned(), request));
    let preview = preview_migration(&contracts, &Zones::iana()).unwrap();
    let differences: Vec<String> = preview
        .contracts
        .iter()
        .map(|one| match &one.price {
            Some(price) => {
                format!("{} {} {} {}", one.id, price.difference, price.due_now, price.credit)
            }
            None => format!("{} {}", one.id, one.faults[0].code),
        })
        .collect();
    assert_eq!(
        differences,
        ["a 216.00 108.00 0.00", "b -108.00 0.00 54.00", "c 0.00 0.00 0.00", "d unknown_reference"]
    );
    let [totals] = preview.totals.as_slice() else { panic!("one currency") };
    assert_eq!((totals.more, totals.less, totals.same), (1, 1, 1));
    let sums = [totals.more_by, totals.less_by, totals.difference].map(|sum| sum.to_string());
    assert_eq!(sums, ["216.00", "108.00", "108.00"]);
}
