//! A bill and its credit notes are zero, in every field and in however many parts.

use proptest::prelude::*;
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    credit_note::{CreditNote, CreditTotals},
    quote::{Draft, price},
    wire::canonical,
};
use seikyu_money::{Amount, Currency, Exact};
use serde_json::json;

use crate::{
    credit_notes::{credited, whole},
    price_list::list,
    properties::drafts,
};

/// What a document states, line by line, rate by rate and in total, in minor units.
type Fields = Vec<(String, [i64; 5])>;

fn add(fields: &mut Fields, name: String, amounts: [Amount; 5]) {
    let amounts = amounts.map(Amount::minor);
    match fields.iter_mut().find(|(known, _)| *known == name) {
        Some((_, sum)) => sum.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount),
        None => fields.push((name, amounts)),
    }
}

fn of_bill(bill: &Bill) -> Fields {
    let zero = euro(0);
    let mut fields = Fields::new();
    for line in &bill.lines {
        let name = format!("line {} {}", line.key, canonical(&line.period));
        add(&mut fields, name, [line.amount, line.discount, line.net, line.tax, line.gross]);
    }
    for tax in &bill.taxes {
        add(&mut fields, format!("tax {}", tax.rate), [tax.base, tax.amount, zero, zero, zero]);
    }
    for one in &bill.adjustments {
        let name = format!("adjustment {}", one.code);
        add(&mut fields, name, [one.amount, zero, one.net, one.tax, one.gross]);
    }
    let totals = &bill.totals;
    let sums = [totals.lines, totals.discounts, totals.net, totals.tax, totals.gross];
    add(&mut fields, "totals".to_owned(), sums);
    add(&mut fields, "adjustments".to_owned(), sums_of((totals.charges, totals.allowances)));
    fields.sort();
    fields
}

fn of_notes(notes: &[CreditNote]) -> Fields {
    let zero = euro(0);
    let mut fields = Fields::new();
    for note in notes {
        for line in &note.lines {
            let name = format!("line {} {}", line.key, canonical(&line.period));
            add(&mut fields, name, [line.amount, line.discount, line.net, line.tax, line.gross]);
        }
        for tax in &note.taxes {
            add(&mut fields, format!("tax {}", tax.rate), [tax.base, tax.amount, zero, zero, zero]);
        }
        for one in &note.adjustments {
            let name = format!("adjustment {}", one.code);
            add(&mut fields, name, [one.amount, zero, one.net, one.tax, one.gross]);
        }
        let CreditTotals { lines, discounts, charges, allowances, net, tax, gross, .. } =
            note.totals;
        add(&mut fields, "totals".to_owned(), [lines, discounts, net, tax, gross]);
        add(&mut fields, "adjustments".to_owned(), sums_of((charges, allowances)));
    }
    fields.sort();
    fields
}

fn euro(minor: i64) -> Amount {
    Amount::from_minor(minor, Currency::parse("EUR").unwrap())
}

fn sums_of((charges, allowances): (Option<Amount>, Option<Amount>)) -> [Amount; 5] {
    let zero = euro(0);
    [charges.unwrap_or(zero), allowances.unwrap_or(zero), zero, zero, zero]
}

/// The bill of a draft with charges and allowances of the document: minor units and how they are taxed.
fn adjusted(draft: &Draft, adjustments: &[(i32, usize)]) -> Bill {
    let taxes =
        [json!(["standard"]), json!(["reduced"]), json!(["standard", "reduced"]), json!([])];
    let zones = Zones::iana();
    let priced = price(&list(), draft, &zones).unwrap();
    let mut request: serde_json::Value = serde_json::from_str(&canonical(&priced.request)).unwrap();
    let adjustments = adjustments.iter().enumerate().map(|(index, (minor, tax))| {
        let kind = if *minor < 0 { "allowance" } else { "charge" };
        let amount = euro(i64::from(minor.abs())).to_string();
        json!({"code": format!("a{index}"), "name": {"en": "A"}, "kind": kind, "amount": amount,
            "taxes": taxes[*tax]})
    });
    request["adjustments"] = adjustments.collect();
    bill(&BillRequest::read(&request.to_string()).unwrap(), &zones).unwrap()
}

/// A part of a line or an adjustment: which one, and how much of it in 1/1000; by quantity or by amount.
type Part = (prop::sample::Index, i64, bool);

fn part(
    bill: &Bill,
    earlier: &[CreditNote],
    (at, share, by_quantity): &Part,
) -> Option<CreditNote> {
    let at = at.index(bill.lines.len() + bill.adjustments.len());
    let Some(line) = bill.lines.get(at) else {
        let one = &bill.adjustments[at - bill.lines.len()];
        let amount = Amount::from_minor(one.amount.minor() * share / 1000, bill.currency);
        let what = format!(r#"{{"lines":[{{"adjustment":"{}","amount":"{amount}"}}]}}"#, one.code);
        return credited(bill, earlier, &what, "").ok();
    };
    let how = match line.quantity {
        Some(quantity) if *by_quantity => {
            let part = Exact::from(quantity).fraction(share.unsigned_abs(), 1000).unwrap();
            format!(r#""quantity":"{part}""#)
        }
        _ => {
            let minor = line.amount.minor() * share / 1000;
            format!(r#""amount":"{}""#, Amount::from_minor(minor, line.amount.currency()))
        }
    };
    let period = line.period.map(|period| format!(r#""period":{},"#, canonical(&period)));
    let what =
        format!(r#"{{"lines":[{{"line":"{}",{}{how}}}]}}"#, line.key, period.unwrap_or_default());
    credited(bill, earlier, &what, "").ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A bill and its full credit note, at once or in up to six parts in any order, are zero in every
    /// line, rate and total. A part that is more than what is left is refused, and the rest credits it.
    #[test]
    fn a_bill_and_its_credit_notes_are_zero(
        draft in drafts(),
        adjustments in prop::collection::vec((-9_999_i32..9_999, 0_usize..4), 0..4),
        parts in prop::collection::vec((any::<prop::sample::Index>(), 1_i64..1000, any::<bool>()), 0..6),
        turned in any::<bool>(),
    ) {
        let bill = adjusted(&draft, &adjustments);
        prop_assume!(!bill.lines.is_empty() && bill.totals.gross.minor() >= 0);
        let mut notes: Vec<CreditNote> = Vec::new();
        for wanted in if turned { parts.iter().rev().collect::<Vec<_>>() } else { parts.iter().collect() } {
            notes.extend(part(&bill, &notes, wanted));
        }
        // In whatever order the earlier notes are given.
        notes.reverse();
        notes.extend(whole(&bill, &notes));
        prop_assert_eq!(of_notes(&notes), of_bill(&bill));
        let again = whole(&bill, &notes).unwrap_err();
        prop_assert_eq!(again.list()[0].code, "nothing_left");
    }
}
