//! Laws of prices and documents: bigger costs no less, cut lines come to the same, and no document that
//! was tampered with makes a door panic.

use proptest::{prelude::*, sample::Index};
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    catalog::PriceList,
    credit_note::{CreditNoteRequest, credit},
    quote::{Draft, price},
    rating::{Charge, Measured},
    wire::canonical,
};
use seikyu_money::{Exact, Quantity, allocate};
use serde_json::Value;

use crate::{
    credit_notes::request_of,
    price_list::{DRAFT, LIST, draft, list, priced},
};

fn thousandths(number: u64) -> String {
    format!("{}.{:03}", number / 1000, number % 1000)
}

fn cost(charge: &Charge, quantity: u64) -> Exact {
    let quantity: Quantity = thousandths(quantity).parse().unwrap();
    charge.rate(&Measured::of(quantity, None), &mut ()).unwrap()
}

proptest! {
    /// With prices of zero or more, under graduated and graduated percentage, and under stairs and
    /// packages that do not fall.
    #[test]
    fn a_bigger_quantity_never_costs_less(
        tiers in prop::collection::vec((1_u64..50_000, 0_u64..20_000, 0_u64..5_000), 1..9),
        flat_at_zero in any::<bool>(),
        quantities in (0_u64..300_000, 0_u64..300_000),
    ) {
        let mut bound = 0;
        let mut graduated = Vec::new();
        let mut shares = Vec::new();
        let last = tiers.len() - 1;
        for (index, (step, unit_price, flat)) in tiers.iter().enumerate() {
            bound += step;
            let up_to = if index == last { "null".to_owned() } else { format!("\"{}\"", thousandths(bound)) };
            let (unit_price, flat) = (thousandths(*unit_price), thousandths(*flat));
            graduated.push(format!(r#"{{"up_to":{up_to},"unit_price":"{unit_price}","flat":"{flat}"}}"#));
            shares.push(format!(r#"{{"up_to":{up_to},"rate_percent":"{unit_price}","flat":"{flat}"}}"#));
        }
        let models = [
            format!(r#"{{"model":"graduated","tiers":[{}],"flat_at_zero":{flat_at_zero}}}"#, graduated.join(",")),
            format!(r#"{{"model":"graduated_percentage","shares":[{}],"flat_at_zero":{flat_at_zero}}}"#, shares.join(",")),
            format!(r#"{{"model":"package","size":"{}","price":"{}"}}"#, thousandths(tiers[0].0), thousandths(tiers[0].1)),
        ];
        let (less, more) = (quantities.0.min(quantities.1), quantities.0.max(quantities.1));
        for model in models {
            let charge: Charge = serde_json::from_str(&model).unwrap();
            let (small, big) = (cost(&charge, less), cost(&charge, more));
            prop_assert!(small.compare(big).unwrap().is_le(), "{} > {}: {}", small, big, model);
        }
    }

    /// A line of whole cents cut in two: the same totals, and the discount of the line, spread over the
    /// two, adds up to it.
    #[test]
    fn a_line_cut_in_two_comes_to_the_same(
        cents in 1_u64..100_000,
        units in (0_u64..500, 0_u64..500),
        others in prop::collection::vec((1_u64..900, 1_u64..90_000), 0..6),
        inclusive in any::<bool>(),
    ) {
        let zones = Zones::iana();
        let line = |key: &str, units: u64, cents: u64| format!(
            r#"{{"key":"{key}","name":{{"en":"L"}},"quantity":"{units}","unit_price":"{}.{:02}","taxes":["standard"]}}"#,
            cents / 100, cents % 100
        );
        let rest: Vec<String> =
            others.iter().enumerate().map(|(index, (units, cents))| line(&format!("other-{index}"), *units, *cents)).collect();
        let bill_of = |first: Vec<String>| {
            let lines = [first, rest.clone()].concat().join(",");
            let behavior = if inclusive { "inclusive" } else { "exclusive" };
            let text = format!(
                r#"{{"version":"seikyu.quote.v1","price_list":"acme","plan":"team","zone":"UTC","start":"2026-12-01","quantities":{{"seats":"3"}},"lines":[{lines}],"coupons":["ten"],"tax_behavior":"{behavior}"}}"#
            );
            price(&list(), &Draft::read(&text).unwrap(), &zones).unwrap().first
        };
        let whole = bill_of(vec![line("whole", units.0 + units.1, cents)]);
        let cut = bill_of(vec![line("one", units.0, cents), line("two", units.1, cents)]);
        prop_assert_eq!(&whole.totals, &cut.totals);
        if let Some(line) = whole.lines.iter().find(|line| line.key.as_str() == "whole") {
            let weights = [units.0 * cents, units.1 * cents].map(|weight| i64::try_from(weight).unwrap());
            let parts = allocate(line.discount, &weights).unwrap();
            prop_assert_eq!(parts[0].plus(parts[1]).unwrap(), line.discount);
            prop_assert!(parts.iter().zip(weights).all(|(part, weight)| (0..=weight).contains(&part.minor())));
        }
    }

    /// Free lines in any order: the same totals.
    #[test]
    fn lines_in_any_order_come_to_the_same(
        lines in Just((0_u64..12).collect::<Vec<_>>()).prop_shuffle(),
        prices in prop::collection::vec((0_u64..9_000_000, 0_u64..80_000, 0_usize..4), 12),
    ) {
        let taxes = [r#"["standard"]"#, r#"["reduced"]"#, r#"["exempt"]"#, r#"["standard","reduced"]"#];
        let bill_of = |order: &[u64]| {
            let lines: Vec<String> = order.iter().map(|index| {
                let (quantity, price, tax) = prices[usize::try_from(*index).unwrap()];
                format!(
                    r#"{{"key":"line-{index}","name":{{"en":"L"}},"quantity":"{}","unit_price":"{}","taxes":{}}}"#,
                    thousandths(quantity), thousandths(price), taxes[tax]
                )
            }).collect();
            let text = format!(
                r#"{{"version":"seikyu.quote.v1","price_list":"acme","plan":"team","zone":"UTC","start":"2026-12-01","lines":[{}],"coupons":["ten"]}}"#,
                lines.join(",")
            );
            price(&list(), &Draft::read(&text).unwrap(), &Zones::iana()).unwrap().first
        };
        let sorted: Vec<u64> = (0..12).collect();
        prop_assert_eq!(bill_of(&lines).totals, bill_of(&sorted).totals);
    }

    /// A value anywhere in a document replaced, removed or doubled: an answer or a refusal.
    #[test]
    fn no_tampered_document_panics(which in 0_usize..4, hits in prop::collection::vec((any::<Index>(), tampering()), 1..4)) {
        let zones = Zones::iana();
        let priced = priced(&draft());
        let good = [
            LIST.to_owned(),
            DRAFT.to_owned(),
            canonical(&priced.request),
            request_of(&canonical(&priced.first), &[], r#""invoice""#, ""),
        ];
        let mut value: Value = serde_json::from_str(&good[which]).unwrap();
        for (at, tampering) in hits {
            let count = count(&value);
            let mut left = at.index(count);
            tamper(&mut value, &mut left, &tampering);
        }
        let text = value.to_string();
        match which {
            0 => if let Ok(list) = PriceList::read(&text) {
                let _ = price(&list, &draft(), &zones);
            },
            1 => if let Ok(draft) = Draft::read(&text) {
                let _ = price(&list(), &draft, &zones);
            },
            2 => if let Ok(request) = BillRequest::read(&text) {
                let _ = bill(&request, &zones);
            },
            _ => if let Ok(request) = CreditNoteRequest::read(&text) {
                let _ = credit(&request);
            },
        }
    }
}

#[derive(Clone, Debug)]
enum Tampering {
    Replace(Value),
    Remove,
    Double,
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let text = prop_oneof![
        "-?[0-9]{1,19}(\\.[0-9]{1,13})?",
        "[a-z]{1,8}",
        Just("2026-12-31T23:59:59Z".to_owned()),
        Just("1900-01-01".to_owned()),
        Just("Europe/Paris".to_owned()),
        Just("JPY".to_owned()),
    ];
    let value = prop_oneof![
        4 => text.prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Array(Vec::new())),
    ];
    prop_oneof![
        6 => value.prop_map(Tampering::Replace),
        1 => Just(Tampering::Remove),
        1 => Just(Tampering::Double),
    ]
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(all) => all.iter().map(count).sum(),
        Value::Object(all) => all.values().map(count).sum(),
        _ => 0,
    }
}

/// Reaches the value of a number, in the order of the document, and tampers with it.
fn tamper(value: &mut Value, left: &mut usize, tampering: &Tampering) {
    if *left == 0 {
        match (tampering, value) {
            (Tampering::Replace(with), value) => *value = with.clone(),
            (Tampering::Remove, Value::Array(all)) => drop(all.pop()),
            (Tampering::Remove, Value::Object(all)) => {
                let first = all.keys().next().cloned();
                first.and_then(|key| all.remove(&key));
            }
            (Tampering::Double, Value::Array(all)) => all.extend(all.clone()),
            (_, value) => *value = Value::String(value.to_string()),
        }
        *left = usize::MAX;
        return;
    }
    *left -= 1;
    let mut reach = |value: &mut Value| {
        if *left != usize::MAX {
            let inside = count(value);
            if *left < inside { tamper(value, left, tampering) } else { *left -= inside }
        }
    };
    match value {
        Value::Array(all) => all.iter_mut().for_each(&mut reach),
        Value::Object(all) => all.values_mut().for_each(&mut reach),
        _ => {}
    }
}
