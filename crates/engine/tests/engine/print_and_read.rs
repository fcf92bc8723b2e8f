//! What is printed reads back as what it was: every type with a text or a JSON form. Whole documents are
//! in [`crate::properties`] and [`crate::credit_notes`], the calendar's other forms in its own tests.

use std::{
    fmt::{Debug, Display},
    str::FromStr,
};

use proptest::prelude::*;
use seikyu_calendar::{Date, Fraction, Instant, Interval, IntervalUnit, Period};
use seikyu_engine::{
    catalog::{Code, PriceList},
    contract::Contract,
    identifier::{Gln, Iban, RegistrationNumber, VatNumber},
    quote::Draft,
    rating::Charge,
    wire::{canonical, read},
};
use seikyu_money::{Amount, Currency, Number, Percent, Quantity, RoundingMode, UnitPrice};
use serde::{Serialize, de::DeserializeOwned};

use crate::price_list::{draft, list, priced};

/// As text and as JSON.
#[track_caller]
fn text<T>(value: &T)
where
    T: FromStr<Err: Debug> + Display + PartialEq + Debug + Serialize + DeserializeOwned,
{
    let printed = value.to_string();
    assert_eq!(&printed.parse::<T>().unwrap(), value);
    assert_eq!(printed.parse::<T>().unwrap().to_string(), printed);
    json(value);
}

#[track_caller]
fn json<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let printed = canonical(value);
    let read: T = serde_json::from_str(&printed).unwrap();
    assert_eq!(&read, value);
    assert_eq!(canonical(&read), printed);
}

/// The document, once it has been printed and read again: tests of every feature read theirs through
/// this, so that each field they use is covered.
#[track_caller]
pub fn again<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) -> T {
    let printed = canonical(&value);
    let read: T = read(&printed).unwrap_or_else(|faults| panic!("{faults}\n{printed}"));
    assert_eq!(read, value);
    assert_eq!(canonical(&read), printed);
    read
}

/// Where JSON is only written, or the type has no JSON form.
#[track_caller]
fn only_text<T: FromStr<Err: Debug> + Display + PartialEq + Debug>(value: &T) {
    assert_eq!(&value.to_string().parse::<T>().unwrap(), value);
}

fn charge() -> impl Strategy<Value = String> {
    let price = || "-?[0-9]{1,6}(\\.[0-9]{1,12})?";
    let tier = move |bound: u32| {
        (price(), price()).prop_map(move |(unit, flat)| {
            format!(r#""unit_price":"{unit}","flat":"{flat}","up_to":{}"#, bound_text(bound))
        })
    };
    let tiers =
        (tier(5), tier(17), tier(0)).prop_map(|(a, b, c)| format!("[{{{a}}},{{{b}}},{{{c}}}]"));
    prop_oneof![
        price().prop_map(|amount| format!(r#"{{"model":"flat","amount":"{amount}"}}"#)),
        (price(), 1_u32..1000).prop_map(|(unit, base)| format!(
            r#"{{"model":"per_unit","unit_price":"{unit}","base_quantity":"{base}"}}"#
        )),
        (tiers, any::<bool>(), any::<bool>()).prop_map(|(tiers, zero, volume)| format!(
            r#"{{"model":"{}","tiers":{tiers},"flat_at_zero":{zero}}}"#,
            if volume { "volume" } else { "graduated" }
        )),
        (price(), 1_u32..1000).prop_map(|(price, size)| format!(
            r#"{{"model":"package","size":"{size}","price":"{price}"}}"#
        )),
        (price(), 1_u32..9, any::<bool>()).prop_map(|(price, most, each)| format!(
            r#"{{"model":"blocks","blocks":[{{"size":"10","max_blocks":{most},"price":"{price}"}},{{"size":"7.5","max_blocks":null,"price":"1"}}],"priced_by":"{}"}}"#,
            if each { "each_tier" } else { "reached_tier" }
        )),
    ]
}

fn bound_text(bound: u32) -> String {
    if bound == 0 { "null".to_owned() } else { format!("\"{bound}\"") }
}

proptest! {
    #[test]
    fn numbers(number in "-?[0-9]{1,12}(\\.[0-9]{1,12})?", small in "[0-9]{1,3}(\\.[0-9]{1,6})?") {
        text(&number.parse::<Number>().unwrap());
        if let Ok(price) = number.parse::<UnitPrice>() {
            text(&price);
        }
        let size = number.trim_start_matches('-');
        text(&size.parse::<Quantity>().unwrap());
        text(&small.parse::<Percent>().unwrap());
    }

    #[test]
    fn amounts(minor in any::<i64>(), code in prop::sample::select(vec!["JPY", "EUR", "KWD", "CLF", "UYW"])) {
        let currency = Currency::parse(code).unwrap();
        text(&currency);
        let amount = Amount::from_minor(minor, currency);
        prop_assert_eq!(Amount::parse(&amount.to_string(), currency).unwrap(), amount);
    }

    #[test]
    fn times(second in -2_208_988_800_i64..16_756_761_600, length in 1_i64..100_000_000, numerator in 0_u64..400, more in 1_u64..400) {
        let start = Instant::from_unix(second).unwrap();
        text(&start);
        if let Ok(end) = start.plus_seconds(length) {
            json(&Period::new(start, end).unwrap());
        }
        json(&Fraction::new(numerator, numerator + more).unwrap());
        let date: Date = start.to_string()[..10].parse().unwrap();
        text(&date);
    }

    #[test]
    fn intervals(unit in 0_usize..6, count in 1_u32..=1000) {
        use IntervalUnit::{Day, HalfYear, Month, Quarter, Week, Year};
        json(&Interval::new([Day, Week, Month, Quarter, HalfYear, Year][unit], count).unwrap());
    }

    #[test]
    fn codes(code in "[a-z0-9][a-z0-9_.-]{0,63}") {
        text(&code.parse::<Code>().unwrap());
    }

    #[test]
    fn charges(charge in charge()) {
        json(&serde_json::from_str::<Charge>(&charge).unwrap());
    }

    /// A registration number's first digit follows from the other twelve.
    #[test]
    fn registration_numbers(digits in 0_u64..1_000_000_000_000) {
        let read = (1..=9).filter_map(|check| format!("T{check}{digits:012}").parse::<RegistrationNumber>().ok());
        let numbers: Vec<_> = read.collect();
        prop_assert_eq!(numbers.len(), 1);
        only_text(&numbers[0]);
    }
}

#[test]
fn identifiers() {
    only_text(&"EL094259216".parse::<VatNumber>().unwrap());
    only_text(&"pl 856-734-62-15".parse::<VatNumber>().unwrap());
    only_text(&"4006381333931".parse::<Gln>().unwrap());
    only_text(&"GB82 WEST 1234 5698 7654 32".parse::<Iban>().unwrap());
}

#[test]
fn documents_and_modes() {
    let (list, draft): (PriceList, Draft) = (list(), draft());
    json(&list);
    json(&draft);
    let priced = priced(&draft);
    json(&priced.request);
    let contract: &Contract = &priced.request.contract;
    json(contract);
    use RoundingMode::{Down, HalfAwayFromZero, HalfEven, Up};
    for mode in [Down, HalfAwayFromZero, HalfEven, Up] {
        json(&mode);
    }
}
