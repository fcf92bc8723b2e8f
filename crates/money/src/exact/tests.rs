//! Exact numbers by hand, and against a big-rational oracle.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;

use super::*;
use crate::{Number, Percent};

fn exact(text: &str) -> Exact {
    text.parse::<Number>().unwrap().into()
}

fn euro() -> Currency {
    Currency::parse("EUR").unwrap()
}

#[track_caller]
fn check_round(text: &str, divisor: u64, mode: RoundingMode, expect: &str) {
    let number = exact(text).fraction(1, divisor).unwrap();
    assert_eq!(number.round(euro(), mode).unwrap().to_string(), expect);
}

#[test]
fn one_rounding_in_each_mode() {
    use RoundingMode::{Down, HalfAwayFromZero, HalfEven, Up};
    check_round("0.005", 1, HalfAwayFromZero, "0.01");
    check_round("-0.005", 1, HalfAwayFromZero, "-0.01");
    check_round("0.005", 1, HalfEven, "0.00");
    check_round("0.015", 1, HalfEven, "0.02");
    check_round("0.0051", 1, HalfEven, "0.01");
    check_round("0.001", 1, Up, "0.01");
    check_round("-0.001", 1, Up, "-0.01");
    check_round("0.009", 1, Down, "0.00");
    check_round("10", 3, HalfAwayFromZero, "3.33");
    check_round("10", 3, Up, "3.34");
    check_round("0.01", 2, HalfAwayFromZero, "0.01");
    check_round("0.0149999999999999999999999", 1, HalfAwayFromZero, "0.01");
}

#[test]
fn beyond_twenty_eight_digits_nothing_is_lost() {
    let quantity = exact("999999999999999.999999999999");
    let price = exact("999999999999.999999999999");
    let product = quantity.times(price).unwrap();
    assert_eq!(product.to_string(), "999999999999999999999998999.000000000000000000000001");
    let back = product.minus(quantity.times(price).unwrap()).unwrap();
    assert!(back.is_zero());
    assert!(product.times(product).is_err(), "beyond 76 digits it refuses");
}

#[test]
fn numbers_print_as_decimals_or_fractions() {
    assert_eq!(exact("12.3400").to_string(), "12.34");
    assert_eq!(exact("100").fraction(16, 31).unwrap().to_string(), "1600/31");
    assert_eq!(exact("1").fraction(1, 8).unwrap().to_string(), "0.125");
    assert_eq!(exact("-0.5").fraction(1, 3).unwrap().to_string(), "-1/6");
    assert_eq!(exact("3").fraction(5, 3).unwrap().to_string(), "5");
}

#[test]
fn contained_tax_is_the_share_of_the_gross() {
    let ten: Percent = "10".parse().unwrap();
    let tax = exact("60000").contained_percent(ten, ten).unwrap();
    let yen = Currency::parse("JPY").unwrap();
    assert_eq!(tax.round(yen, RoundingMode::Down).unwrap().to_string(), "5454");
}

fn rational(text: &str) -> BigRational {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{part}").parse().unwrap();
    BigRational::new(digits, BigInt::from(10).pow(u32::try_from(part.len()).unwrap()))
}

fn rounded(value: &BigRational, mode: RoundingMode) -> BigInt {
    let scaled = value * BigRational::from(BigInt::from(100));
    let magnitude = scaled.abs();
    let floor = magnitude.floor();
    let rest = &magnitude - &floor;
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let odd = (floor.to_integer() % BigInt::from(2)) != BigInt::zero();
    let up = match mode {
        RoundingMode::HalfAwayFromZero => rest >= half,
        RoundingMode::HalfEven => rest > half || (rest == half && odd),
        RoundingMode::Up => !rest.is_zero(),
        RoundingMode::Down => false,
    };
    let result = floor.to_integer() + BigInt::from(u8::from(up));
    if scaled.is_negative() { -result } else { result }
}

fn decimal() -> impl Strategy<Value = String> {
    (-999_999_999_999_i64..=999_999_999_999, 0..=12_u32, 0..12_usize).prop_map(
        |(digits, scale, shift)| {
            let sign = if digits < 0 { "-" } else { "" };
            let text = format!("{:0width$}", digits.unsigned_abs(), width = scale as usize + 1);
            let (whole, part) = text.split_at(text.len() - scale as usize);
            let zeros = if part.is_empty() { "0".repeat(shift) } else { String::new() };
            if part.is_empty() {
                format!("{sign}{whole}{zeros}")
            } else {
                format!("{sign}{whole}.{part}")
            }
        },
    )
}

fn mode() -> impl Strategy<Value = RoundingMode> {
    prop_oneof![
        Just(RoundingMode::HalfAwayFromZero),
        Just(RoundingMode::HalfEven),
        Just(RoundingMode::Up),
        Just(RoundingMode::Down),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// `(a × b + c × n / d)` rounded agrees with exact rationals to the last digit.
    #[test]
    fn agrees_with_an_exact_rational_oracle(
        a in decimal(), b in decimal(), c in decimal(),
        n in 0_u64..100_000_000, d in 1_u64..100_000_000, mode in mode(),
    ) {
        let ours = exact(&a).times(exact(&b)).and_then(|product| {
            product.plus(exact(&c).fraction(n, d)?)
        });
        let oracle = rational(&a) * rational(&b)
            + rational(&c) * BigRational::new(BigInt::from(n), BigInt::from(d));
        let expect = rounded(&oracle, mode);
        match ours.and_then(|value| value.round(euro(), mode)) {
            Ok(amount) => prop_assert_eq!(BigInt::from(amount.minor()), expect),
            Err(error) => {
                prop_assert_eq!(error, MoneyError::Overflow);
                prop_assert!(expect.abs() > BigInt::from(i64::MAX), "refused though it fits");
            }
        }
    }

    #[test]
    fn order_and_equality_agree_with_subtraction(a in decimal(), b in decimal(), d in 1_u64..1000) {
        let left = exact(&a).fraction(1, d).unwrap();
        let right = exact(&b).fraction(7, d).unwrap();
        let difference = left.minus(right).unwrap();
        let order = left.compare(right).unwrap();
        prop_assert_eq!(order == Ordering::Less, difference.is_negative());
        prop_assert_eq!(order == Ordering::Equal, difference.is_zero());
        prop_assert_eq!(left == right, difference.is_zero());
    }
}
