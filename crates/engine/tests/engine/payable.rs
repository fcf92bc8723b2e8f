//! From the gross total to what is due, worked by hand: split payment, what was paid before, wallets, the
//! customer's balance, the rounding of the payable amount.

use proptest::prelude::*;
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, Totals, bill},
    wire::{Faults, canonical},
};
use seikyu_money::Amount;

pub const VAT: &str = r#"{"code":"vat","category":"S","percent":"20","name":{"en":"VAT"}}"#;

/// A bill of lines charged once, given as (key, amount, tax rates).
pub fn once(
    currency: &str,
    behavior: &str,
    rates: &str,
    lines: &[(&str, &str, &str)],
    payable: &str,
) -> Result<Bill, Faults> {
    let items: Vec<String> = lines
        .iter()
        .map(|(key, amount, taxes)| {
            format!(
                r#"{{"key":"{key}","product":"{key}","name":{{"en":"{key}"}},"taxes":[{taxes}],
                "quantity":"1","charge":{{"model":"flat","amount":"{amount}"}},"timing":"in_advance"}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"version":"seikyu.bill-request.v1","contract":{{"version":"seikyu.contract.v1",
        "currency":"{currency}","zone":"UTC","rounding":{{}},"coupon_mode":"sequential",
        "tax":{{"behavior":"{behavior}","rates":[{rates}]}},"meters":[],"events":[
        {{"type":"created","at":"2026-07-01T00:00:00Z","items":[{}],"coupons":[]}}]}},
        "usage":[],"billed":[],"through":"2026-07-01T00:00:00Z"{}{}"#,
        items.join(","),
        if payable == "{}" { "" } else { "," },
        payable.trim_start_matches('{'),
    );
    let request = BillRequest::read(&text)?;
    assert_eq!(BillRequest::read(&canonical(&request)).as_ref(), Ok(&request));
    bill(&request, &Zones::iana())
}

fn totals(bill: &Bill) -> String {
    let Totals { gross, withheld, prepaid, wallets, balance, rounding, due, credit, .. } =
        &bill.totals;
    let or_nothing = |amount: &Option<Amount>| amount.map_or("-".to_owned(), |a| a.to_string());
    let middle = [withheld, prepaid, wallets, balance, rounding].map(or_nothing).join(" ");
    format!("{gross} | {middle} | {due} {credit}")
}

#[track_caller]
fn check(currency: &str, amount: &str, payable: &str, expect: &str) {
    let lines = [("fee", amount, r#""vat""#)];
    assert_eq!(totals(&once(currency, "exclusive", VAT, &lines, payable).unwrap()), expect);
}

/// 100.00 + 20 % = 120.00.
#[test]
fn what_was_paid_before_is_taken_off() {
    check("EUR", "100", "{}", "120.00 | - - - - - | 120.00 0.00");
    check("EUR", "100", r#"{"prepaid":"50.5"}"#, "120.00 | - 50.50 - - - | 69.50 0.00");
    // More than the whole: the excess is in the customer's favour.
    check("EUR", "100", r#"{"prepaid":"130"}"#, "120.00 | - 130.00 - - - | 0.00 10.00");
    // The balance is taken only as far as there is something to pay.
    check("EUR", "100", r#"{"balance":"500"}"#, "120.00 | - - - 120.00 - | 0.00 0.00");
    let both = r#"{"prepaid":"130","balance":"500"}"#;
    check("EUR", "100", both, "120.00 | - 130.00 - - - | 0.00 10.00");
    check("EUR", "-100", r#"{"balance":"5"}"#, "-120.00 | - - - - - | 0.00 120.00");
}

/// 10.31 + 20 % (2.062 → 2.06) = 12.37; five centimes: 12.37 ÷ 0.05 = 247.4 → 247 × 0.05 = 12.35. Up:
/// 12.40. 10.40 + 2.08 = 12.48 → 249.6 → 250 × 0.05 = 12.50. After 12.35 is paid there is a rest of
/// 0.02: 0.4 → 0.
#[test]
fn the_payable_amount_is_rounded_to_coins() {
    let coins = r#"{"payable_rounding":{"multiple":"0.05"}}"#;
    check("CHF", "10.31", coins, "12.37 | - - - - -0.02 | 12.35 0.00");
    check("CHF", "10.40", coins, "12.48 | - - - - 0.02 | 12.50 0.00");
    let up = r#"{"payable_rounding":{"multiple":"0.05","mode":"up"}}"#;
    check("CHF", "10.31", up, "12.37 | - - - - 0.03 | 12.40 0.00");
    let rest = r#"{"payable_rounding":{"multiple":"0.05"},"prepaid":"12.35"}"#;
    check("CHF", "10.31", rest, "12.37 | - 12.35 - - -0.02 | 0.00 0.00");
    // What goes to the balance is not paid in coins.
    check("CHF", "-10.31", coins, "-12.37 | - - - - - | 0.00 12.37");
    check(
        "EUR",
        "280.75",
        r#"{"payable_rounding":{"amount":"0.10"}}"#,
        "336.90 | - - - - 0.10 | 337.00 0.00",
    );
    check(
        "EUR",
        "0",
        r#"{"payable_rounding":{"amount":"-0.10"}}"#,
        "0.00 | - - - - -0.10 | 0.00 0.10",
    );
    check("JPY", "1234", r#"{"payable_rounding":{"multiple":"10"}}"#, "1481 | - - - - -1 | 1480 0");
}

const SPLIT: &str = r#"{"code":"split","category":"B","percent":"22","name":{"en":"IVA"}}"#;

/// 100.00 + 22 % shown = 122.00; 22.00 goes from the buyer to the state, 100.00 to the seller. Contained in
/// 122.00 it is the same.
#[test]
fn the_tax_of_a_split_payment_is_shown_and_not_asked_for() {
    for (behavior, amount) in [("exclusive", "100"), ("inclusive", "122")] {
        let of = |payable| {
            once("EUR", behavior, SPLIT, &[("fee", amount, r#""split""#)], payable).unwrap()
        };
        let plain = of("{}");
        assert_eq!(totals(&plain), "122.00 | 22.00 - - - - | 100.00 0.00");
        assert_eq!(plain.totals.tax.to_string(), "22.00");
        // A wallet pays the seller, not the state.
        let wallet =
            r#"{"wallets":[{"code":"w","name":{"en":"W"},"kind":"prepaid","balance":"500"}]}"#;
        assert_eq!(totals(&of(wallet)), "122.00 | 22.00 - 100.00 - - | 0.00 0.00");
    }
}

#[test]
fn a_document_that_uses_none_of_it_does_not_speak_of_it() {
    let bill = once("EUR", "exclusive", VAT, &[("fee", "1", r#""vat""#)], "{}").unwrap();
    let text = canonical(&bill);
    for word in ["wallet", "prepaid", "withheld", "rounding\":\"0", "on_taxes", "payable"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn what_is_not_accepted_names_the_field() {
    let check = |payable: &str, expect: &[(&str, &str)]| {
        let faults =
            once("EUR", "exclusive", VAT, &[("fee", "1", r#""vat""#)], payable).unwrap_err();
        let found: Vec<(&str, &str)> =
            faults.list().iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
        assert_eq!(found, expect, "{payable}");
    };
    check(r#"{"prepaid":"-1"}"#, &[("out_of_range", "/prepaid")]);
    check(r#"{"prepaid":"0.001"}"#, &[("too_precise", "/prepaid")]);
    check(r#"{"balance":"-1"}"#, &[("out_of_range", "/balance")]);
    check(r#"{"paid":"1"}"#, &[("unknown_field", "/paid")]);
    let rounding = |fields: &str, code, field: &str| {
        check(
            &format!(r#"{{"payable_rounding":{{{fields}}}}}"#),
            &[(code, &format!("/payable_rounding{field}"))],
        );
    };
    rounding("", "one_of", "");
    rounding(r#""multiple":"1","amount":"0.1""#, "one_of", "");
    rounding(r#""multiple":"0""#, "out_of_range", "/multiple");
    rounding(r#""multiple":"0.001""#, "too_precise", "/multiple");
    rounding(r#""amount":"1""#, "out_of_range", "/amount");
    rounding(r#""amount":"-1""#, "out_of_range", "/amount");
    rounding(r#""amount":"0.1","mode":"up""#, "one_of", "/mode");
    let both = format!("{SPLIT},{VAT}");
    let mixed = once("EUR", "exclusive", &both, &[("fee", "1", r#""vat","split""#)], "{}");
    let faults = mixed.unwrap_err();
    assert_eq!(faults.list()[0].code, "split_and_other");
    assert_eq!(faults.list()[0].pointer, "/contract/events/0/items/0/taxes");
}

proptest! {
    /// gross − withheld − prepaid − wallets − balance + rounding = due − credit, neither below zero; the
    /// lines' shares add up to what the wallets paid, and a wallet never pays more than it has.
    #[test]
    fn what_is_due_adds_up(
        amounts in prop::collection::vec(-20_000_i64..50_000, 1..6),
        balances in prop::collection::vec((0_i64..40_000, 0_u32..3, any::<bool>()), 0..4),
        prepaid in 0_i64..60_000,
        balance in 0_i64..60_000,
        multiple in 1_i64..100,
        split in any::<bool>(),
    ) {
        let cents = |minor: i64| format!("{}{}.{:02}", if minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100);
        let texts: Vec<(String, String)> = amounts.iter().enumerate().map(|(index, minor)| (format!("line-{index}"), cents(*minor))).collect();
        let tax = if split { r#""split""# } else { r#""vat""# };
        let lines: Vec<(&str, &str, &str)> = texts.iter().map(|(key, amount)| (key.as_str(), amount.as_str(), tax)).collect();
        let declared: Vec<String> = balances.iter().enumerate().map(|(index, (minor, priority, only))| {
            let products = if *only { r#","products":["line-0"]"# } else { "" };
            format!(r#"{{"code":"w{index}","name":{{"en":"W"}},"kind":"prepaid","balance":"{}","priority":{priority}{products}}}"#, cents(*minor))
        }).collect();
        let payable = format!(
            r#"{{"wallets":[{}],"prepaid":"{}","balance":"{}","payable_rounding":{{"multiple":"{}"}}}}"#,
            declared.join(","), cents(prepaid), cents(balance), cents(multiple)
        );
        let bill = once("EUR", "exclusive", &format!("{VAT},{SPLIT}"), &lines, &payable).unwrap();
        let minor = |amount: Option<Amount>| amount.map_or(0, Amount::minor);
        let totals = &bill.totals;
        let left = totals.gross.minor() - minor(totals.withheld) - minor(totals.prepaid)
            - minor(totals.wallets) - minor(totals.balance) + minor(totals.rounding);
        prop_assert_eq!(left, totals.due.minor() - totals.credit.minor());
        prop_assert!(totals.due.minor() >= 0 && totals.credit.minor() >= 0);
        prop_assert!(totals.due.is_zero() || totals.credit.is_zero());
        prop_assert_eq!(totals.due.minor() % multiple, 0);
        prop_assert_eq!(minor(totals.wallets), bill.lines.iter().map(|line| minor(line.paid_by_wallets)).sum::<i64>());
        prop_assert_eq!(minor(totals.wallets), bill.wallets.iter().map(|used| used.drawn.minor()).sum::<i64>());
        for line in &bill.lines {
            prop_assert!(minor(line.paid_by_wallets) >= 0 && minor(line.paid_by_wallets) <= line.gross.minor().max(0));
        }
        for used in &bill.wallets {
            prop_assert!(used.drawn.minor() >= 0 && used.after.minor() >= 0);
        }
        let before = totals.gross.minor() - minor(totals.withheld) - prepaid;
        prop_assert!(minor(totals.wallets) + minor(totals.balance) <= before.max(0));
    }
}
