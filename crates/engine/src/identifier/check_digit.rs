//! The arithmetic of check digits, on digits as numbers.

/// The digits of a number; letters are left out.
pub(super) fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|letter| letter.to_digit(10)).collect()
}

/// The remainder; 0 for a divisor of 0.
pub(super) fn rest(number: u32, divisor: u32) -> u32 {
    number.checked_rem(divisor).unwrap_or_default()
}

/// The sum of digits, each times its weight.
pub(super) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    let products = digits.iter().zip(weights).map(|(digit, weight)| digit.saturating_mul(*weight));
    products.fold(0, u32::saturating_add)
}

/// The value of digits as one number, modulo another.
pub(super) fn modulo(digits: &[u32], divisor: u32) -> u32 {
    digits
        .iter()
        .fold(0, |value, digit| rest(value.saturating_mul(10).saturating_add(*digit), divisor))
}

/// Every second digit from the right doubled, digits of the products added up: a multiple of 10
/// (Luhn; ISO/IEC 7812-1).
pub(super) fn luhn(digits: &[u32]) -> bool {
    let sum = digits.iter().rev().enumerate().fold(0_u32, |sum, (index, digit)| {
        sum.saturating_add(if index & 1 == 1 { doubled(*digit) } else { *digit })
    });
    rest(sum, 10) == 0
}

/// The digits of twice a digit, added up.
pub(super) fn doubled(digit: u32) -> u32 {
    let twice = digit.saturating_mul(2);
    if twice > 9 { twice.saturating_sub(9) } else { twice }
}

/// ISO/IEC 7064 MOD 11,10: used by Germany and Croatia.
pub(super) fn mod_11_10(digits: &[u32]) -> bool {
    let Some((last, digits)) = digits.split_last() else { return false };
    let product = digits.iter().fold(10, |product, digit| {
        let sum = rest(digit.saturating_add(product), 10);
        rest(if sum == 0 { 10 } else { sum }.saturating_mul(2), 11)
    });
    rest(11_u32.saturating_sub(product), 10) == *last
}

/// GS1's modulo 10: weights 3 and 1 in turn from the right, the check digit itself with 1 (GS1 General
/// Specifications, section 7.9).
pub(super) fn gs1(digits: &[u32]) -> bool {
    let sum = digits.iter().rev().enumerate().fold(0_u32, |sum, (index, digit)| {
        let weight = if index & 1 == 1 { 3 } else { 1 };
        sum.saturating_add(digit.saturating_mul(weight))
    });
    rest(sum, 10) == 0
}
