//! Bills worked by hand, to the last minor unit.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    quote::Draft,
    wire::canonical,
};

use crate::price_list::{draft, priced};

#[track_caller]
fn check(bill: &Bill, expect: &str) {
    let mut found = String::new();
    for line in &bill.lines {
        found += &format!(
            "{} {} -{} net {} tax {}\n",
            line.key, line.amount, line.discount, line.net, line.tax
        );
    }
    for discount in &bill.discounts {
        found += &format!("{} {} of {}\n", discount.coupon, discount.amount, discount.base);
    }
    for tax in &bill.taxes {
        found += &format!("{} % {} on {}\n", tax.percent, tax.amount, tax.base);
    }
    let totals = &bill.totals;
    found += &format!(
        "lines {} discounts {} net {} tax {} gross {}",
        totals.lines, totals.discounts, totals.net, totals.tax, totals.gross
    );
    let trimmed: Vec<&str> = expect.trim().lines().map(str::trim).collect();
    assert_eq!(found, trimmed.join("\n"));
}

/// Platform 49; 25 seats: 5 free, 15 × 9.90 = 148.50, 5 × 7.45 + 10 = 47.25, together 195.75; book
/// 3.333 → 3.33; onboarding 150. Sum 398.08. Ten per cent = 39.808 → 39.81, spread over buckets
/// (standard without seats: 199.00, seats: 195.75, book 3.33): 19.90, 19.58, 0.33. Then 5.00 off the
/// seats. Standard net: 199.00 − 19.90 + 195.75 − 19.58 − 5.00 = 350.27 → 20 % = 70.054 → 70.05. Book
/// net 3.00 → 5.5 % = 0.165 → 0.17 (half away from zero).
#[test]
fn the_first_bill_of_a_quote() {
    let priced = priced(&draft());
    check(
        &priced.first,
        "platform 49.00 -4.90 net 44.10 tax 8.82
         seats 195.75 -24.58 net 171.17 tax 34.23
         book 3.33 -0.33 net 3.00 tax 0.17
         line-1 150.00 -15.00 net 135.00 tax 27.00
         ten 39.81 of 398.08
         seats5 5.00 of 176.17
         20 % 70.05 on 350.27
         5.5 % 0.17 on 3.00
         lines 398.08 discounts 44.81 net 353.27 tax 70.22 gross 423.49",
    );
}

/// As above without onboarding, with (120,000 − 1,000) × 0.000123 = 14.637 → 14.64 of calls. Sum
/// 262.72, ten per cent 26.27. The standard tax of 45.69 is shared by platform and calls (57.27: 11.454)
/// and seats (171.18: 34.236): 11.45 and 34.24; within the first 8.817 and 2.633: 8.82 and 2.63.
#[test]
fn a_full_period_under_the_assumed_usage() {
    let priced = priced(&draft());
    check(
        &priced.period,
        "platform 49.00 -4.90 net 44.10 tax 8.82
         seats 195.75 -24.57 net 171.18 tax 34.24
         calls 14.64 -1.47 net 13.17 tax 2.63
         book 3.33 -0.33 net 3.00 tax 0.17
         ten 26.27 of 262.72
         seats5 5.00 of 176.18
         20 % 45.69 on 228.45
         5.5 % 0.17 on 3.00
         lines 262.72 discounts 31.27 net 231.45 tax 45.86 gross 277.31",
    );
}

/// Prices containing tax: 20 % of 220 is contained as 220 × 20 / 120 = 36.67.
#[test]
fn contained_tax_is_taken_out_of_the_total() {
    let text = r#"{"version":"seikyu.quote.v1","price_list":"acme","plan":"team","zone":"UTC",
        "start":"2026-12-01","quantities":{"seats":"0","book":"0"},"tax_behavior":"inclusive",
        "lines":[{"key":"a","name":{"en":"A"},"quantity":"3","unit_price":"57","taxes":["standard"]}]}"#;
    check(
        &priced(&Draft::read(text).unwrap()).first,
        "platform 49.00 -0.00 net 40.83 tax 8.17
         a 171.00 -0.00 net 142.50 tax 28.50
         20 % 36.67 on 183.33
         lines 220.00 discounts 0.00 net 183.33 tax 36.67 gross 220.00",
    );
}

#[test]
fn billing_again_bills_nothing_and_late_usage_bills_the_difference() {
    let zones = Zones::iana();
    let request = priced(&draft()).request;
    let first = bill(&request, &zones).unwrap();
    let billed: Vec<String> = first.lines.iter().map(billed_line).collect();
    let text = canonical(&request)
        .replace(r#""billed":[]"#, &format!(r#""billed":[{}]"#, billed.join(",")));
    let again = bill(&BillRequest::read(&text).unwrap(), &zones).unwrap();
    assert!(again.lines.is_empty(), "{:?}", again.lines);

    // A month later: January in advance, December's usage in arrears.
    let later =
        text.replace(r#""through":"2026-11-30T23:00:00Z""#, r#""through":"2026-12-31T23:00:00Z""#);
    let january = BillRequest::read(&later).unwrap();
    let keys: Vec<String> =
        bill(&january, &zones).unwrap().lines.iter().map(|line| line.key.to_string()).collect();
    assert_eq!(keys, ["platform", "seats"]);
    let usage = r#""usage":[{"meter":"calls","at":"2026-12-24T12:00:00Z","quantity":"120000"}]"#;
    let late = BillRequest::read(
        &later.replace(r#""usage":[],"billed""#, &format!(r#"{usage},"billed""#)),
    )
    .unwrap();
    let lines = bill(&late, &zones).unwrap().lines;
    let calls = lines.iter().find(|line| line.key.as_str() == "calls").unwrap();
    assert_eq!(calls.amount.to_string(), "14.64");
}

fn billed_line(line: &seikyu_engine::billing::Line) -> String {
    let period = line.period.map(|period| format!(r#""period":{},"#, canonical(&period)));
    format!(r#"{{"line":"{}",{}"amount":"{}"}}"#, line.key, period.unwrap_or_default(), line.amount)
}

#[test]
fn every_derivation_recomputes_to_its_line() {
    let priced = priced(&draft());
    for line in priced.first.lines.iter().chain(&priced.period.lines) {
        assert_eq!(line.derivation.recompute(), Ok(line.amount), "{}", line.key);
    }
}

#[test]
fn the_digest_covers_input_and_result() {
    let priced = priced(&draft());
    let bare = Bill { digest: None, ..priced.first.clone() };
    let text = format!("{}\n{}", canonical(&priced.request), canonical(&bare));
    assert_eq!(priced.first.digest, Some(seikyu_engine::wire::digest(&text)));
}
