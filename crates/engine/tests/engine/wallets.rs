//! Wallets and the customer's balance, worked by hand.

use proptest::prelude::*;
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    wire::Faults,
};

use crate::print_and_read::again;

/// A bill of lines of some products, with 10 % tax, on wallets and a balance.
fn billed(lines: &[(&str, &str)], wallets: &str, balance: &str) -> Result<Bill, Faults> {
    let items: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(number, (product, amount))| {
            format!(
                r#"{{"key":"line-{number}","product":"{product}","name":{{"en":"x"}},
                "taxes":["vat"],"quantity":"1","charge":{{"model":"flat","amount":"{amount}"}},
                "timing":"in_advance"}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"version":"seikyu.bill-request.v1","contract":{{"version":"seikyu.contract.v1",
        "currency":"EUR","zone":"UTC","rounding":{{}},"coupon_mode":"sequential",
        "tax":{{"behavior":"exclusive","rates":[
          {{"code":"vat","category":"S","percent":"10","name":{{"en":"VAT"}}}}]}},
        "meters":[],"events":[{{"type":"created","at":"2026-07-01T00:00:00Z",
        "items":[{}],"coupons":[]}}]}},"usage":[],"billed":[],"wallets":[{wallets}],
        {balance}"through":"2026-07-01T00:00:00Z"}}"#,
        items.join(",")
    );
    bill(&again(BillRequest::read(&text)?), &Zones::iana())
}

fn wallet(code: &str, kind: &str, balance: &str, rest: &str) -> String {
    format!(
        r#"{{"code":"{code}","name":{{"en":"w"}},"kind":"{kind}","balance":"{balance}"{rest}}}"#
    )
}

/// What each wallet paid, what each line got, what is due.
fn told(bill: &Bill) -> (Vec<String>, Vec<String>, String) {
    let wallets = bill.wallets.iter().map(|draw| format!("{} {}", draw.wallet, draw.drawn));
    let lines = bill.lines.iter().map(|line| {
        line.paid_by_wallets.map_or_else(|| "-".to_owned(), |amount| amount.to_string())
    });
    (wallets.collect(), lines.collect(), bill.totals.due.to_string())
}

/// Gross 110 and 55. Priority 0 before 1; of priority 1 the one that ends first, and of the two without
/// an end the granted one before the bought one. 20 + 30 + 40 + 50 = 140 of 165: 110 on the first line,
/// 30 on the second, 25 are left.
#[test]
fn wallets_are_drawn_in_order_and_line_by_line() {
    let wallets = [
        wallet("bought", "prepaid", "50", r#","priority":1"#),
        wallet("granted", "promotional", "40", r#","priority":1"#),
        wallet("ending", "prepaid", "30", r#","priority":1,"expires_at":"2026-08-01T00:00:00Z""#),
        wallet("first", "prepaid", "20", ""),
    ];
    let bill = billed(&[("a", "100"), ("b", "50")], &wallets.join(","), "").unwrap();
    let expected = ["first 20.00", "ending 30.00", "granted 40.00", "bought 50.00"];
    let (drawn, lines, due) = told(&bill);
    assert_eq!(drawn, expected);
    assert_eq!(lines, ["110.00", "30.00"]);
    assert_eq!(due, "25.00");
    assert_eq!(bill.totals.wallets.unwrap().to_string(), "140.00");
}

/// A wallet for product b pays its 55 only; one that ended at this very instant pays nothing.
#[test]
fn a_wallet_pays_for_its_products_until_it_ends() {
    let wallets = [
        wallet("ended", "promotional", "99", r#","expires_at":"2026-07-01T00:00:00Z""#),
        wallet("for-b", "prepaid", "80", r#","products":["b"]"#),
    ];
    let bill = billed(&[("a", "100"), ("b", "50")], &wallets.join(","), "").unwrap();
    let (drawn, lines, due) = told(&bill);
    assert_eq!(drawn, ["ended 0.00", "for-b 55.00"]);
    assert_eq!(lines, ["-", "55.00"]);
    assert_eq!(due, "110.00");
    assert!(bill.wallets[0].expired);
    assert_eq!(bill.wallets[0].after.to_string(), "99.00");
}

/// 200 were bought for 150; 110 of them cost 150 × 110/200 = 82.50. 90 are left: below 100, and filled up
/// to 250 by 160.
#[test]
fn cost_threshold_and_top_up_are_told() {
    let rest = r#","cost":"150","low_below":"100","top_up":{"below":"100","to":"250"}"#;
    let bill = billed(&[("a", "100")], &wallet("w", "prepaid", "200", rest), "").unwrap();
    let draw = &bill.wallets[0];
    assert_eq!(draw.cost.to_string(), "82.50");
    assert_eq!(draw.after.to_string(), "90.00");
    assert!(draw.low);
    assert_eq!(draw.top_up.unwrap().to_string(), "160.00");
    let rest = r#","low_below":"90","top_up":{"below":"90","amount":"500"}"#;
    let bill = billed(&[("a", "100")], &wallet("w", "prepaid", "200", rest), "").unwrap();
    assert!(!bill.wallets[0].low);
    assert_eq!(bill.wallets[0].top_up, None);
}

/// Gross 110 − 22 = 88: the line below zero reduces what is to be paid, so that 88 of the 100 are drawn.
/// With 50 in the wallet 38 are left, of which the customer's balance of 30 pays 30.
#[test]
fn a_line_below_zero_fills_no_wallet_and_the_balance_comes_last() {
    let lines = [("a", "100"), ("b", "-20")];
    let bill = billed(&lines, &wallet("w", "prepaid", "100", ""), "").unwrap();
    assert_eq!(
        told(&bill),
        (vec!["w 88.00".into()], vec!["88.00".into(), "-".into()], "0.00".into())
    );
    let balance = r#""balance":"30.00","#;
    let bill = billed(&lines, &wallet("w", "prepaid", "50", ""), balance).unwrap();
    assert_eq!(bill.totals.balance.unwrap().to_string(), "30.00");
    assert_eq!(bill.totals.due.to_string(), "8.00");
    let bill = billed(&[("a", "-20")], &wallet("w", "prepaid", "50", ""), balance).unwrap();
    assert_eq!(bill.totals.wallets, None);
    assert_eq!(bill.totals.balance, None);
    assert_eq!(bill.totals.credit.to_string(), "22.00");
}

#[test]
fn what_is_no_wallet_is_refused() {
    let refused = |wallet: &str, expect: &[(&str, &str)]| {
        let faults = billed(&[("a", "1")], wallet, r#""balance":"-1.005","#).unwrap_err();
        let found: Vec<(&str, &str)> =
            faults.list().iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
        assert_eq!(found, expect, "{faults}");
    };
    let balance = [("out_of_range", "/balance"), ("too_precise", "/balance")];
    let neither = r#"{"code":"w","name":{"en":"w"},"kind":"prepaid","credit_value":"-1"}"#;
    let expected = [
        ("one_of", "/wallets/0"),
        ("out_of_range", "/wallets/0/credit_value"),
        ("out_of_range", "/wallets/0/credit_value"),
        balance[0],
        balance[1],
    ];
    refused(neither, &expected);
    let rest = r#","cost":"0.001","top_up":{"below":"-5"}"#;
    let expected = [
        ("out_of_range", "/wallets/0/balance"),
        ("too_precise", "/wallets/0/cost"),
        ("out_of_range", "/wallets/0/top_up/below"),
        ("one_of", "/wallets/0/top_up"),
        balance[0],
        balance[1],
    ];
    refused(&wallet("w", "prepaid", "-2", rest), &expected);
    let twice = [wallet("w", "prepaid", "1", ""), wallet("w", "prepaid", "1", "")].join(",");
    refused(&twice, &[("duplicate_code", "/wallets/1/code"), balance[0], balance[1]]);
}

proptest! {
    /// Nothing is lost: what is drawn leaves the wallets, lies on the lines, and lowers what is due.
    #[test]
    fn drawn_is_paid_is_no_longer_due(
        amounts in prop::collection::vec(-5_000_i64..20_000, 1..6),
        balances in prop::collection::vec((0_i64..9_000, 0_u16..3, 0_usize..3), 0..5),
        balance in 0_i64..9_000,
    ) {
        let euros = |minor: i64| format!("{}{}.{:02}", if minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100);
        let texts: Vec<String> = amounts.iter().map(|minor| euros(*minor)).collect();
        let products = ["a", "b"];
        let lines: Vec<(&str, &str)> =
            texts.iter().enumerate().map(|(index, text)| (products[index % 2], text.as_str())).collect();
        let wallets: Vec<String> = balances.iter().enumerate().map(|(index, (minor, priority, of))| {
            let products = products.get(*of).map_or_else(String::new, |product| format!(r#","products":["{product}"]"#));
            wallet(&format!("w{index}"), "prepaid", &euros(*minor), &format!(r#","priority":{priority}{products}"#))
        }).collect();
        let bill = billed(&lines, &wallets.join(","), &format!(r#""balance":"{}","#, euros(balance))).unwrap();
        let drawn: i64 = bill.wallets.iter().map(|draw| draw.drawn.minor()).sum();
        let paid: i64 = bill.lines.iter().filter_map(|line| line.paid_by_wallets).map(|paid| paid.minor()).sum();
        let totals = &bill.totals;
        prop_assert_eq!(&bill.recompute(Default::default()).unwrap(), totals);
        prop_assert_eq!(drawn, paid);
        prop_assert_eq!(drawn, totals.wallets.map_or(0, |paid| paid.minor()));
        let used = totals.balance.map_or(0, |used| used.minor());
        prop_assert_eq!(totals.gross.minor().max(0), totals.due.minor() + drawn + used);
        prop_assert!(used <= balance && totals.due.minor() >= 0);
        for draw in &bill.wallets {
            prop_assert_eq!(draw.before.minor(), draw.drawn.minor() + draw.after.minor());
        }
        for line in &bill.lines {
            let paid = line.paid_by_wallets.map_or(0, |paid| paid.minor());
            prop_assert!(paid >= 0 && paid <= line.gross.minor().max(0));
        }
    }
}
