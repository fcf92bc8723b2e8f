//! Numbers as fractions of two whole numbers of any size: nothing here can overflow or lose a digit.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// A whole number as a fraction over one.
pub fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

/// Ten to a power.
pub fn ten_to(power: usize) -> BigInt {
    BigInt::from(10).pow(u32::try_from(power).expect("a small power"))
}

/// Reads decimal text such as `-12.30`.
pub fn decimal(text: &str) -> BigRational {
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{before}{after}").parse().expect("digits");
    BigRational::new(digits, ten_to(after.len()))
}

/// Reads decimal text, or two of them over each other: `70/3`.
pub fn quotient(text: &str) -> BigRational {
    match text.split_once('/') {
        Some((above, below)) => decimal(above) / decimal(below),
        None => decimal(text),
    }
}

/// Rounds to a whole number. Every mode treats a negative number as the mirror of the positive one.
pub fn round(number: &BigRational, mode: &str) -> BigInt {
    let size = number.abs();
    let below = size.floor().to_integer();
    let rest = size - whole(below.clone());
    let half = BigRational::new(1.into(), 2.into());
    let up = match mode {
        "down" => false,
        "up" => !rest.is_zero(),
        "half_even" if rest == half => (&below % BigInt::from(2)) != BigInt::zero(),
        "half_even" | "half_away_from_zero" => rest >= half,
        other => panic!("no rounding mode {other}"),
    };
    let rounded = if up { below + BigInt::from(1) } else { below };
    if number.is_negative() { -rounded } else { rounded }
}

/// Parts of a whole in the proportion of weights: each its share cut to a whole number, and one more
/// for those that lost most by it, the earlier one first. Parts of nothing go to the first weight.
pub fn allocate(amount: &BigInt, weights: &[BigInt]) -> Vec<BigInt> {
    let total: BigInt = weights.iter().sum();
    if amount.is_zero() || total.is_zero() {
        let first = weights.iter().position(|weight| !weight.is_zero()).unwrap_or(0);
        let part = |index| if index == first { amount.clone() } else { BigInt::zero() };
        return (0..weights.len()).map(part).collect();
    }
    let shares: Vec<BigRational> =
        weights.iter().map(|weight| whole(amount.abs() * weight) / whole(total.clone())).collect();
    let mut parts: Vec<BigInt> = shares.iter().map(|share| share.floor().to_integer()).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| (whole(parts[*index].clone()) - &shares[*index], *index));
    let mut left = amount.abs() - parts.iter().sum::<BigInt>();
    for index in order {
        if left.is_zero() {
            break;
        }
        parts[index] += 1;
        left -= 1;
    }
    if amount.is_negative() { parts.into_iter().map(|part| -part).collect() } else { parts }
}

/// Whole parts of exact ones that come to their rounded sum: each cut down, and one more for those that
/// lost most by it, the earlier one first; below zero the mirror of it.
pub fn cut(sum: &BigInt, exact: &[BigRational]) -> Vec<BigInt> {
    if sum.is_negative() {
        let mirrored: Vec<BigRational> = exact.iter().map(|part| -part).collect();
        return cut(&-sum, &mirrored).into_iter().map(|part| -part).collect();
    }
    let mut parts: Vec<BigInt> = exact.iter().map(|part| part.floor().to_integer()).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|index| (whole(parts[*index].clone()) - &exact[*index], *index));
    for index in order {
        if parts.iter().sum::<BigInt>() < *sum {
            parts[index] += 1;
        }
    }
    parts
}

/// Minor units as text in major units.
pub fn major(minor: &BigInt, decimals: usize) -> String {
    let digits = format!("{:0>width$}", minor.abs().to_string(), width = decimals + 1);
    let (before, after) = digits.split_at(digits.len() - decimals);
    let sign = if minor.is_negative() { "-" } else { "" };
    if decimals == 0 { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}
