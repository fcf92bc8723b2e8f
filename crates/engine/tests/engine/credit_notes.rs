//! Credit notes, worked by hand.

use proptest::prelude::*;
use seikyu_engine::{
    billing::Bill,
    credit_note::{CreditNote, CreditNoteRequest, credit},
    quote::Draft,
    wire::{Faults, canonical, digest},
};
use seikyu_money::Amount;

use crate::price_list::{draft, priced};

/// Credits `what` of a bill; `more` is further fields, each with a comma before it.
pub fn credited(
    bill: &Bill,
    earlier: &[CreditNote],
    what: &str,
    more: &str,
) -> Result<CreditNote, Faults> {
    note(&request_of(&canonical(bill), earlier, what, more))
}

fn note(request: &str) -> Result<CreditNote, Faults> {
    let request = CreditNoteRequest::read(request)?;
    assert_eq!(CreditNoteRequest::read(&canonical(&request)).as_ref(), Ok(&request));
    let note = credit(&request)?;
    for line in &note.lines {
        let (amount, discount, taxes) = line.derivation.recompute().unwrap();
        assert_eq!((amount, discount), (line.amount, line.discount));
        let stated: Vec<Amount> = line.taxes.iter().map(|tax| tax.amount).collect();
        assert_eq!(taxes, stated);
    }
    for one in &note.adjustments {
        let (amount, _, taxes) = one.derivation.recompute().unwrap();
        assert_eq!(amount.minor().abs(), one.amount.minor().abs());
        let stated: Vec<Amount> = one.taxes.iter().map(|tax| tax.amount).collect();
        assert_eq!(taxes, stated);
    }
    assert_eq!(note.derivation.recompute(), Ok(note.refund));
    let zero = Amount::zero(note.currency);
    let total = note.totals.gross.minus(note.totals.withheld.unwrap_or(zero));
    assert_eq!(note.refund.plus(note.balance), total);
    assert_eq!(note.totals.net.plus(note.totals.tax), Ok(note.totals.gross));
    Ok(note)
}

pub fn request_of(bill: &str, earlier: &[CreditNote], what: &str, more: &str) -> String {
    format!(
        r#"{{"version":"seikyu.credit-note-request.v1","bill":{},"credited":{},"credit":{what},"reason":{{"en":"Returned"}}{more}}}"#,
        bill,
        canonical(&earlier)
    )
}

pub fn whole(bill: &Bill, earlier: &[CreditNote]) -> Result<CreditNote, Faults> {
    credited(bill, earlier, r#""invoice""#, "")
}

/// The first period of the draft's line as JSON, for naming a line.
fn period(bill: &Bill) -> String {
    canonical(&bill.lines[0].period)
}

#[track_caller]
fn check(note: &CreditNote, expect: &str) {
    let mut found = String::new();
    for line in &note.lines {
        let quantity = line.quantity.map(|quantity| format!("{quantity} of ")).unwrap_or_default();
        found += &format!(
            "{quantity}{} {} -{} net {} tax {}\n",
            line.key, line.amount, line.discount, line.net, line.tax
        );
    }
    for one in &note.adjustments {
        let kind = canonical(&one.kind);
        let (kind, code) = (kind.trim_matches('"'), &one.code);
        found += &format!("{kind} {code} {} net {} tax {}\n", one.amount, one.net, one.tax);
    }
    for tax in &note.taxes {
        found += &format!("{} % {} on {}\n", tax.percent, tax.amount, tax.base);
    }
    let totals = &note.totals;
    found += &format!("gross {} refund {} balance {}", totals.gross, note.refund, note.balance);
    let trimmed: Vec<&str> = expect.trim().lines().map(str::trim).collect();
    assert_eq!(found, trimmed.join("\n"));
}

/// The first bill of the golden quote: seats 195.75 with discount 24.58, net 171.17, tax 34.23. Ten of
/// 25 seats are 78.30: discount 24.58 × 0.4 = 9.832 → 9.83, tax 34.23 × 0.4 = 13.692 → 13.69. Then
/// 17.45 of the 117.45 that is left: discount 14.75 × 17.45/117.45 = 2.1914… → 2.19, tax
/// 20.54 × 17.45/117.45 = 3.0517… → 3.05. The rest: 100.00, 14.75 − 2.19 = 12.56, 20.54 − 3.05 = 17.49.
#[test]
fn a_line_by_quantity_by_amount_and_the_rest() {
    let bill = priced(&draft()).first;
    let period = period(&bill);
    let line = |how: &str| format!(r#"{{"lines":[{{"line":"seats","period":{period}{how}}}]}}"#);
    let first = credited(&bill, &[], &line(r#","quantity":"10""#), "").unwrap();
    check(
        &first,
        "10 of seats 78.30 -9.83 net 68.47 tax 13.69
         20 % 13.69 on 68.47
         gross 82.16 refund 0.00 balance 82.16",
    );
    assert_eq!(first.original, bill.digest);
    let second =
        credited(&bill, std::slice::from_ref(&first), &line(r#","amount":"17.45""#), "").unwrap();
    check(
        &second,
        "seats 17.45 -2.19 net 15.26 tax 3.05
         20 % 3.05 on 15.26
         gross 18.31 refund 0.00 balance 18.31",
    );
    let third = credited(&bill, &[second, first], &line(""), "").unwrap();
    check(
        &third,
        "15 of seats 100.00 -12.56 net 87.44 tax 17.49
         20 % 17.49 on 87.44
         gross 104.93 refund 0.00 balance 104.93",
    );
}

/// Two fees of 100.00 with 20 % tax, 120.00 gross each; 150.00 was paid, 75.00 on each. Of the first
/// 80.00 is credited, 96.00 gross: kept is 120.00 × 20/100 = 24.00, so 75.00 − 24.00 = 51.00 was paid
/// beyond it. When 120.00 had been paid back, 30.00 is the most. Paid in full, all of it is paid back.
#[test]
fn what_was_paid_beyond_the_kept_part_is_paid_back() {
    let request = |what: &str, more: &str| {
        let line = |key: &str| {
            format!(
                r#"{{"key":"{key}","name":{{"en":"L"}},"amount":"100","discount":"0","net":"100","tax":"20","gross":"120","taxes":["vat"]}}"#
            )
        };
        let bill = format!(
            r#"{{"version":"seikyu.bill.v1","currency":"EUR","tax_behavior":"exclusive","lines":[{},{}],"taxes":[{{"rate":"vat","name":{{"en":"VAT"}},"category":"S","percent":"20","base":"200","amount":"40"}}],"totals":{{"lines":"200","discounts":"0","net":"200","tax":"40","gross":"240"}}}}"#,
            line("a"),
            line("b")
        );
        note(&request_of(&bill, &[], what, more)).unwrap()
    };
    let refund = |disposition: &str, paid: &str, refunded: &str| {
        let more = format!(
            r#","payment":{{"paid":"{paid}","refunded":"{refunded}"}},"disposition":"{disposition}""#
        );
        let what = r#"{"lines":[{"line":"a","amount":"80"}]}"#;
        let note = request(what, &more);
        format!("{} {}", note.refund, note.balance)
    };
    assert_eq!(refund("balance", "150", "0"), "0.00 96.00");
    assert_eq!(refund("both", "150", "0"), "51.00 45.00");
    assert_eq!(refund("both", "150", "120"), "30.00 66.00");
    assert_eq!(refund("both", "40", "0"), "0.00 96.00");
    assert_eq!(refund("both", "240", "0"), "96.00 0.00");
    assert_eq!(refund("refund", "150", "0"), "96.00 0.00");
    assert_eq!(refund("refund", "150", "100"), "50.00 46.00");
    // Kept of 100.00 are 33.33: 120.00 × 0.3333 = 39.996, and 40.00 of the 75.00 stay.
    let more = r#","payment":{"paid":"150","refunded":"0"},"disposition":"both""#;
    let what = r#"{"lines":[{"line":"a","amount":"66.67"}]}"#;
    assert_eq!(request(what, more).refund.to_string(), "35.00");
}

/// 100.00 with 20 % tax, of which a wallet paid 60.00 and the customer the other 60.00. Half of the line
/// is credited, 60.00 with tax: of the 60.00 that were owed in money 30.00 are kept, and 30.00 of the
/// payment are paid back; the wallet's half goes to the balance.
#[test]
fn what_a_wallet_paid_is_not_paid_back_in_money() {
    let bill = r#"{"version":"seikyu.bill.v1","currency":"EUR","tax_behavior":"exclusive",
        "lines":[{"key":"a","name":{"en":"L"},"amount":"100","discount":"0","net":"100","tax":"20","gross":"120","paid_by_wallets":"60","taxes":["vat"]}],
        "taxes":[{"rate":"vat","name":{"en":"VAT"},"category":"S","percent":"20","base":"100","amount":"20"}],
        "totals":{"lines":"100","discounts":"0","net":"100","tax":"20","gross":"120","wallets":"60","due":"60"}}"#;
    let refund = |amount: &str, disposition: &str| {
        let more =
            format!(r#","payment":{{"paid":"60","refunded":"0"}},"disposition":"{disposition}""#);
        let what = format!(r#"{{"lines":[{{"line":"a","amount":"{amount}"}}]}}"#);
        let note = note(&request_of(bill, &[], &what, &more)).unwrap();
        format!("{} {}", note.refund, note.balance)
    };
    assert_eq!(refund("50", "both"), "30.00 30.00");
    assert_eq!(refund("100", "both"), "60.00 60.00");
    assert_eq!(refund("100", "refund"), "60.00 60.00");
}

/// Split payment: of 122.00 the buyer paid 100.00 to the seller and 22.00 to the state. A credit of half
/// gives 50.00 back; the other 11.00 are between the buyer and the state.
#[test]
fn withheld_tax_is_not_given_back() {
    let bill = r#"{"version":"seikyu.bill.v1","currency":"EUR","tax_behavior":"exclusive",
        "lines":[{"key":"a","name":{"en":"L"},"amount":"100","discount":"0","net":"100","tax":"22","gross":"122","taxes":["vat"]}],
        "taxes":[{"rate":"vat","name":{"en":"IVA"},"category":"B","percent":"22","base":"100","amount":"22"}],
        "totals":{"lines":"100","discounts":"0","net":"100","tax":"22","gross":"122","withheld":"22","due":"100"}}"#;
    let more = r#","payment":{"paid":"100","refunded":"0"},"disposition":"both""#;
    let what = r#"{"lines":[{"line":"a","amount":"50"}]}"#;
    let note = note(&request_of(bill, &[], what, more)).unwrap();
    let found = [note.totals.gross, note.totals.withheld.unwrap(), note.refund, note.balance];
    assert_eq!(found.map(|amount| amount.to_string()), ["61.00", "11.00", "50.00", "0.00"]);
}

#[test]
fn the_digest_covers_request_and_result() {
    let bill = priced(&draft()).first;
    let request =
        CreditNoteRequest::read(&request_of(&canonical(&bill), &[], r#""invoice""#, "")).unwrap();
    let note = credit(&request).unwrap();
    let bare = CreditNote { digest: None, ..note.clone() };
    let text = format!("{}\n{}", canonical(&request), canonical(&bare));
    assert_eq!(note.digest, Some(digest(&text)));
}

/// Without tax inside: the same shares when prices contain tax. 220.00 with 36.67 of 20 % in it: of
/// 49.00 with 8.17 the half is 24.50, tax 8.17 ÷ 2 = 4.085 → 4.09, net 20.41.
#[test]
fn prices_that_contain_tax() {
    let text = r#"{"version":"seikyu.quote.v1","price_list":"acme","plan":"team","zone":"UTC",
        "start":"2026-12-01","quantities":{"seats":"0","book":"0"},"tax_behavior":"inclusive",
        "lines":[{"key":"a","name":{"en":"A"},"quantity":"3","unit_price":"57","taxes":["standard"]}]}"#;
    let bill = priced(&Draft::read(text).unwrap()).first;
    let period = period(&bill);
    let what = format!(
        r#"{{"lines":[{{"line":"platform","period":{period},"amount":"24.50"}},{{"line":"a","quantity":"1"}}]}}"#
    );
    // 28.50 of tax on three: 9.50 on one.
    check(
        &credited(&bill, &[], &what, "").unwrap(),
        "platform 24.50 -0.00 net 20.41 tax 4.09
         1 of a 57.00 -0.00 net 47.50 tax 9.50
         20 % 13.59 on 67.91
         gross 81.50 refund 0.00 balance 81.50",
    );
}

/// A line of 80.00, freight of 10.00 and a loyalty allowance of 5.00 at 20 %: 85.00 net, 17.00 tax. Of
/// the freight 4.00 are given back with 0.80 tax, then half of the allowance is taken back: 2.50 with
/// 0.50. What is left is 80.00 + 6.00 − 2.50 = 83.50, and 16.00 + 1.20 − 0.50 = 16.70 tax.
#[test]
fn charges_and_allowances_of_the_document() {
    let bill = r#"{"version":"seikyu.bill.v1","currency":"EUR","tax_behavior":"exclusive",
        "lines":[{"key":"a","name":{"en":"L"},"amount":"80","discount":"0","net":"80","tax":"16","gross":"96","taxes":["vat"]}],
        "adjustments":[{"code":"freight","name":{"en":"Freight"},"kind":"charge","amount":"10","net":"10","tax":"2","gross":"12","taxes":["vat"]},
            {"code":"loyal","name":{"en":"Loyalty"},"kind":"allowance","amount":"5","net":"-5","tax":"-1","gross":"-6","taxes":["vat"]}],
        "taxes":[{"rate":"vat","name":{"en":"VAT"},"category":"S","percent":"20","base":"85","amount":"17"}],
        "totals":{"lines":"80","discounts":"0","charges":"10","allowances":"5","net":"85","tax":"17","gross":"102"}}"#;
    let ask = |earlier: &[CreditNote], what: &str| note(&request_of(bill, earlier, what, ""));
    let freight = ask(&[], r#"{"lines":[{"adjustment":"freight","amount":"4"}]}"#).unwrap();
    check(
        &freight,
        "charge freight 4.00 net 4.00 tax 0.80\n20 % 0.80 on 4.00\ngross 4.80 refund 0.00 balance 4.80",
    );
    // An allowance cannot be taken back by itself: that would be a charge.
    let loyal = r#"{"adjustment":"loyal","amount":"2.5"}"#;
    let alone = ask(&[], &format!(r#"{{"lines":[{loyal}]}}"#)).unwrap_err();
    assert_eq!(alone.list()[0].code, "below_zero");
    let both = format!(r#"{{"lines":[{{"line":"a","amount":"10"}},{loyal}]}}"#);
    let both = ask(std::slice::from_ref(&freight), &both).unwrap();
    check(
        &both,
        "a 10.00 -0.00 net 10.00 tax 2.00
         allowance loyal 2.50 net -2.50 tax -0.50
         20 % 1.50 on 7.50
         gross 9.00 refund 0.00 balance 9.00",
    );
    let rest = ask(&[both, freight], r#""invoice""#).unwrap();
    check(
        &rest,
        "a 70.00 -0.00 net 70.00 tax 14.00
         charge freight 6.00 net 6.00 tax 1.20
         allowance loyal 2.50 net -2.50 tax -0.50
         20 % 14.70 on 73.50
         gross 88.20 refund 0.00 balance 88.20",
    );
    assert_eq!(rest.totals.charges.map(Amount::minor), Some(600));
    assert_eq!(rest.totals.allowances.map(Amount::minor), Some(250));
    let refused = |what: &str| {
        let faults = ask(&[], &format!(r#"{{"lines":[{what}]}}"#)).unwrap_err();
        format!("{} {}", faults.list()[0].code, faults.list()[0].pointer)
    };
    assert_eq!(refused(r#"{"adjustment":"none"}"#), "unknown_reference /credit/lines/0/adjustment");
    assert_eq!(refused("{}"), "one_of /credit/lines/0");
    assert_eq!(refused(r#"{"line":"a","adjustment":"loyal"}"#), "one_of /credit/lines/0");
    let more = refused(r#"{"adjustment":"freight","amount":"10.01"}"#);
    assert_eq!(more, "more_than_left /credit/lines/0/amount");
    let turned = refused(r#"{"adjustment":"loyal","amount":"-1"}"#);
    assert_eq!(turned, "out_of_range /credit/lines/0/amount");
    let counted = refused(r#"{"adjustment":"freight","quantity":"1"}"#);
    assert_eq!(counted, "no_quantity /credit/lines/0/quantity");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any damage to a good request: an answer or a refusal, never a panic.
    #[test]
    fn no_request_panics(at in any::<prop::sample::Index>(), noise in "\\PC{0,12}|-?[0-9]{1,20}") {
        let bill = priced(&draft()).first;
        let earlier = whole(&bill, &[]).unwrap();
        for earlier in [vec![], vec![earlier]] {
            let good = request_of(&canonical(&bill), &earlier, r#""invoice""#, "");
            let mut letters: Vec<char> = good.chars().collect();
            let place = at.index(letters.len());
            letters.splice(place..(place + 2).min(letters.len()), noise.chars());
            let damaged: String = letters.into_iter().collect();
            if let Ok(request) = CreditNoteRequest::read(&damaged) {
                let _ = credit(&request);
            }
        }
    }
}
