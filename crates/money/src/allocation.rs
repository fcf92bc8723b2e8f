//! Allocation by largest remainder: parts that add up to their whole, to the minor unit.

use crate::{Amount, MoneyError};

/// Spreads `whole` over `weights` so that the parts add up to it exactly.
///
/// Each part is its exact share rounded down; the minor units left over go to the parts with the
/// largest remainders, the earlier first where remainders are equal. A negative whole is the mirror
/// image of the positive one. Weights are usually the lines' amounts; they may be negative, and only
/// their sum must not be zero. A whole of zero gives zeros.
///
/// ```
/// use seikyu_money::{Amount, Currency, allocate};
/// let yen = Currency::parse("JPY")?;
/// let parts = allocate(Amount::from_minor(5, yen), &[1, 1, 1])?;
/// let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
/// assert_eq!(parts, ["2", "2", "1"]);
/// # Ok::<(), seikyu_money::MoneyError>(())
/// ```
///
/// # Errors
/// [`MoneyError::DivisionByZero`] when the weights add up to zero and `whole` is not zero,
/// [`MoneyError::Overflow`] when a part or the sum of weights exceeds 64 bits.
pub fn allocate(whole: Amount, weights: &[i64]) -> Result<Vec<Amount>, MoneyError> {
    let parts = allocate_minor(whole.minor(), weights)?;
    Ok(parts.into_iter().map(|part| Amount::from_minor(part, whole.currency())).collect())
}

/// [`allocate`] on bare minor units.
///
/// # Errors
/// As [`allocate`].
pub fn allocate_minor(whole: i64, weights: &[i64]) -> Result<Vec<i64>, MoneyError> {
    if whole == 0 || weights.is_empty() {
        return if whole == 0 {
            Ok(vec![0; weights.len()])
        } else {
            Err(MoneyError::DivisionByZero)
        };
    }
    let total = weights
        .iter()
        .try_fold(0_i64, |sum, weight| sum.checked_add(*weight))
        .ok_or(MoneyError::Overflow)?;
    if total == 0 {
        return Err(MoneyError::DivisionByZero);
    }
    if total < 0 {
        let mirrored: Option<Vec<i64>> =
            weights.iter().map(|weight| weight.checked_neg()).collect();
        return allocate_minor(whole, &mirrored.ok_or(MoneyError::Overflow)?);
    }
    if whole < 0 {
        let mirrored = whole.checked_neg().ok_or(MoneyError::Overflow)?;
        let mut parts = allocate_minor(mirrored, weights)?;
        for part in &mut parts {
            *part = part.checked_neg().ok_or(MoneyError::Overflow)?;
        }
        return Ok(parts);
    }
    if let [_] = weights {
        return Ok(vec![whole]);
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = whole;
    for (index, weight) in weights.iter().enumerate() {
        let (part, remainder) = share(whole, *weight, total)?;
        left = left.checked_sub(part).ok_or(MoneyError::Overflow)?;
        parts.push(part);
        remainders.push((remainder, index));
    }
    // Each floor loses less than one, so `left` is below the number of parts.
    let extra = usize::try_from(left).map_err(|_| MoneyError::Overflow)?;
    if extra > 0 && extra < remainders.len() {
        remainders.select_nth_unstable_by(extra, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    for (_, index) in remainders.iter().take(extra) {
        if let Some(part) = parts.get_mut(*index) {
            *part = part.checked_add(1).ok_or(MoneyError::Overflow)?;
        }
    }
    Ok(parts)
}

/// `whole × weight / total` rounded towards minus infinity, and the remainder.
fn share(whole: i64, weight: i64, total: i64) -> Result<(i64, i64), MoneyError> {
    if let Some(product) = whole.checked_mul(weight) {
        let part = product.checked_div_euclid(total).ok_or(MoneyError::Overflow)?;
        let rest = product.wrapping_sub(part.wrapping_mul(total));
        return Ok((part, rest));
    }
    let product = i128::from(whole).checked_mul(i128::from(weight)).ok_or(MoneyError::Overflow)?;
    let total = i128::from(total);
    let part = product.checked_div_euclid(total).ok_or(MoneyError::Overflow)?;
    let rest = product.checked_rem_euclid(total).ok_or(MoneyError::Overflow)?;
    let narrow = |value: i128| i64::try_from(value).map_err(|_| MoneyError::Overflow);
    Ok((narrow(part)?, narrow(rest)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(whole: i64, weights: &[i64], expect: &[i64]) {
        assert_eq!(allocate_minor(whole, weights).as_deref(), Ok(expect));
    }

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        check(100, &[333, 333, 334], &[33, 33, 34]);
        check(5, &[1, 1, 1], &[2, 2, 1]);
        check(-5, &[1, 1, 1], &[-2, -2, -1]);
        check(600, &[10, 5], &[400, 200]);
        check(7, &[0, 1, 0], &[0, 7, 0]);
        check(0, &[0, 0], &[0, 0]);
        check(10, &[3, -1], &[15, -5]);
        check(-10, &[-3, -1], &[-8, -2]);
    }

    #[test]
    fn nothing_can_be_shared_over_nothing() {
        assert_eq!(allocate_minor(1, &[]), Err(MoneyError::DivisionByZero));
        assert_eq!(allocate_minor(1, &[0, 0]), Err(MoneyError::DivisionByZero));
        assert_eq!(allocate_minor(1, &[i64::MAX, i64::MAX]), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn parts_add_up_and_lie_within_one_unit_of_their_share(
            whole in any::<i32>(),
            weights in prop::collection::vec(0_i64..1_000_000_000_000, 1..50),
        ) {
            prop_assume!(weights.iter().sum::<i64>() > 0);
            let parts = allocate_minor(i64::from(whole), &weights).unwrap();
            prop_assert_eq!(parts.iter().sum::<i64>(), i64::from(whole));
            let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = i128::from(whole) * i128::from(*weight);
                prop_assert!((i128::from(*part) * total - exact).abs() < total);
            }
        }
    }
}
