//! Discounts: coupons in declared order, each **rounded once**, taken from buckets by largest remainder.

use seikyu_money::{Amount, Exact, MoneyError};

use super::{CouponTotal, Settlement, Taken, minus, plus, sum};
use crate::{
    billing::{
        BucketTotal, Terms,
        spread::{of_buckets, share_out},
    },
    catalog::{Coupon, CouponMode},
};

/// Takes the coupons, after the discounts that credits take back; returns what is left of each bucket.
pub(super) fn take(
    terms: &Terms,
    (buckets, totals): (&[BucketTotal], &[i64]),
    taken: Taken,
    settlement: &mut Settlement,
) -> Result<Vec<i64>, MoneyError> {
    let mut left = totals.to_vec();
    for (rest, bucket) in left.iter_mut().zip(buckets) {
        *rest = minus(*rest, bucket.returned)?;
    }
    for (index, (coupon, applied)) in terms.coupons.iter().zip(&terms.applied).enumerate() {
        if taken == Taken::Lasting && coupon.periods.is_some() {
            continue;
        }
        let applicable = |totals: &[i64]| -> Vec<i64> {
            let buckets = terms.buckets.iter().zip(totals);
            buckets
                .map(|(bucket, total)| if bucket.has_coupon(index) { *total } else { 0 })
                .collect()
        };
        let weights = applicable(&left);
        let remaining = sum(weights.iter())?;
        let base = match terms.coupon_mode {
            CouponMode::Sequential => remaining,
            CouponMode::Stacked => sum(applicable(totals).iter())?,
        };
        let spent = match coupon.minimum_spend {
            Some(_) => sum(applicable(totals).iter())?,
            None => base,
        };
        let amount = coupon_amount(terms, (coupon, applied.1), spent, base)?.min(remaining.max(0));
        for (rest, part) in
            left.iter_mut().zip(of_buckets(terms, &weights, |weights| share_out(amount, weights))?)
        {
            *rest = minus(*rest, part)?;
        }
        settlement.discounts.push(CouponTotal { coupon: index, base, amount });
        settlement.discount = plus(settlement.discount, amount)?;
    }
    settlement.bucket_discounts = totals
        .iter()
        .zip(&left)
        .map(|(total, rest)| minus(*total, *rest))
        .collect::<Result<_, _>>()?;
    Ok(left)
}

/// What a coupon takes of a base, when the lines it applies to come to what is `spent`.
fn coupon_amount(
    terms: &Terms,
    (coupon, before): (&Coupon, i64),
    spent: i64,
    base: i64,
) -> Result<i64, MoneyError> {
    let minor = |number| Amount::from_number(number, terms.currency).map(Amount::minor);
    let minimum = coupon.minimum_spend.map(minor).transpose()?;
    if base <= 0 || minimum.is_some_and(|minimum| spent < minimum) {
        return Ok(0);
    }
    let amount = match (coupon.percent, coupon.amount) {
        (Some(percent), _) => Exact::from(Amount::from_minor(base, terms.currency))
            .percent(percent)?
            .round(terms.currency, terms.rounding.lines)?
            .minor(),
        (None, Some(amount)) => match coupon.periods {
            None => minor(amount)?,
            Some(periods) => {
                let whole = minor(amount)?.checked_mul(i64::from(periods));
                let left = whole.and_then(|whole| whole.checked_sub(before));
                minor(amount)?.min(left.ok_or(MoneyError::Overflow)?)
            }
        },
        (None, None) => 0,
    };
    let most = coupon.maximum_discount.map(minor).transpose()?.map_or(base, |most| most.min(base));
    Ok(amount.clamp(0, most))
}
