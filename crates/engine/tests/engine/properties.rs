//! What holds for every input.

use proptest::prelude::*;
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    catalog::PriceList,
    quote::{Draft, price},
    wire::{canonical, digest},
};
use seikyu_money::{Amount, Currency};

use crate::price_list::{DRAFT, LIST, draft, list, priced};

fn euro(minor: i64) -> Amount {
    Amount::from_minor(minor, Currency::parse("EUR").unwrap())
}

fn sum(amounts: impl Iterator<Item = Amount>) -> Amount {
    amounts.fold(euro(0), |sum, amount| sum.plus(amount).unwrap())
}

fn parts_add_up(bill: &Bill) {
    let totals = &bill.totals;
    assert_eq!(sum(bill.lines.iter().map(|line| line.amount)), totals.lines);
    assert_eq!(sum(bill.lines.iter().map(|line| line.discount)), totals.discounts);
    assert_eq!(sum(bill.lines.iter().map(|line| line.net)), totals.net);
    assert_eq!(sum(bill.lines.iter().map(|line| line.tax)), totals.tax);
    assert_eq!(sum(bill.lines.iter().map(|line| line.gross)), totals.gross);
    assert_eq!(sum(bill.discounts.iter().map(|discount| discount.amount)), totals.discounts);
    assert_eq!(sum(bill.taxes.iter().map(|tax| tax.amount)), totals.tax);
    assert_eq!(totals.net.plus(totals.tax).unwrap(), totals.gross);
    for line in &bill.lines {
        assert!(line.amount.minor() < 0 || line.net.minor() >= 0, "below zero: {line:?}");
        assert_eq!(line.derivation.recompute().unwrap(), line.amount);
    }
}

pub fn drafts() -> impl Strategy<Value = Draft> {
    let number = (0_u64..5_000_000, 0_u32..4)
        .prop_map(|(digits, scale)| format!("{}.{:0>4}", digits, scale * 7));
    let line = (number.clone(), -50_000_i32..500_000, 0_usize..4);
    (
        prop::collection::vec(line, 0..30),
        number.clone(),
        number,
        prop::sample::subsequence(vec!["ten", "seats5"], 0..=2),
        any::<bool>(),
    )
        .prop_map(|(lines, seats, calls, coupons, inclusive)| {
            let taxes = [r#"["standard"]"#, r#"["reduced"]"#, r#"["exempt"]"#, r#"["standard","reduced"]"#];
            let lines: Vec<String> = lines
                .iter()
                .enumerate()
                .map(|(index, (quantity, price, tax))| {
                    format!(
                        r#"{{"key":"line-{index}","name":{{"en":"L"}},"quantity":"{quantity}","unit_price":"{}{}.{:03}","taxes":{}}}"#,
                        if *price < 0 { "-" } else { "" },
                        (price.unsigned_abs()) / 1000,
                        price.unsigned_abs() % 1000,
                        taxes[*tax]
                    )
                })
                .collect();
            let behavior = if inclusive { "inclusive" } else { "exclusive" };
            let text = format!(
                r#"{{"version":"seikyu.quote.v1","price_list":"acme","plan":"team","zone":"Asia/Tokyo","start":"2026-12-01","quantities":{{"seats":"{seats}"}},"usage":{{"calls":"{calls}"}},"lines":[{}],"coupons":{},"tax_behavior":"{behavior}"}}"#,
                lines.join(","),
                canonical(&coupons)
            );
            Draft::read(&text).unwrap()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn parts_add_up_to_their_wholes(draft in drafts()) {
        let priced = price(&list(), &draft, &Zones::iana()).unwrap();
        parts_add_up(&priced.first);
        parts_add_up(&priced.period);
    }

    #[test]
    fn what_is_printed_reads_back_and_bills_the_same(draft in drafts()) {
        let text = canonical(&draft);
        prop_assert_eq!(&Draft::read(&text).unwrap(), &draft);
        let zones = Zones::iana();
        let priced = price(&list(), &draft, &zones).unwrap();
        let request = BillRequest::read(&canonical(&priced.request)).unwrap();
        prop_assert_eq!(&request, &priced.request);
        prop_assert_eq!(canonical(&bill(&request, &zones).unwrap()), canonical(&priced.first));
    }

    /// Free lines in another order: the same totals.
    #[test]
    fn the_order_of_lines_changes_no_total(draft in drafts()) {
        let mut turned = draft.clone();
        turned.lines.reverse();
        let zones = Zones::iana();
        let one = price(&list(), &draft, &zones).unwrap().first.totals;
        let other = price(&list(), &turned, &zones).unwrap().first.totals;
        prop_assert_eq!((one.lines, one.discounts, one.tax, one.gross), (other.lines, other.discounts, other.tax, other.gross));
    }

    /// Any text at all, and any damage to a good document: an answer or a refusal, never a panic.
    #[test]
    fn no_input_panics(at in any::<prop::sample::Index>(), noise in "\\PC{0,12}", whole in "\\PC{0,200}") {
        let zones = Zones::iana();
        for good in [LIST, DRAFT, &canonical(&priced(&draft()).request)] {
            let mut letters: Vec<char> = good.chars().collect();
            let place = at.index(letters.len());
            letters.splice(place..(place + 2).min(letters.len()), noise.chars());
            let damaged: String = letters.into_iter().collect();
            for text in [damaged.as_str(), whole.as_str()] {
                let _ = PriceList::read(text);
                if let Ok(draft) = Draft::read(text) {
                    let _ = price(&list(), &draft, &zones);
                }
                if let Ok(request) = BillRequest::read(text) {
                    let _ = bill(&request, &zones);
                }
            }
        }
    }

    /// A number anywhere replaced by any other number: an answer or a refusal, never a panic.
    #[test]
    fn no_number_panics(at in any::<prop::sample::Index>(), number in "-?[0-9]{1,30}(\\.[0-9]{1,14})?") {
        let text = canonical(&priced(&draft()).request);
        let places: Vec<usize> = text.match_indices('"').map(|(place, _)| place).collect();
        let starts: Vec<usize> = places.iter().copied().filter(|place| text[place + 1..].starts_with(|letter: char| letter.is_ascii_digit())).collect();
        let start = starts[at.index(starts.len())] + 1;
        let end = start + text[start..].find('"').unwrap();
        let changed = format!("{}{number}{}", &text[..start], &text[end..]);
        if let Ok(request) = BillRequest::read(&changed)
            && let Ok(bill) = bill(&request, &Zones::iana())
        {
            parts_add_up(&bill);
        }
        prop_assert_eq!(digest(&changed).len(), 64);
    }
}
