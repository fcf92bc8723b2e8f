//! Discounts: coupons in declared order, each **rounded once**, taken from buckets by largest remainder.

use seikyu_money::{Amount, Exact, MoneyError};

use super::{CouponTotal, Settlement, minus, plus, sum};
use crate::{
    billing::{BucketTotal, Terms, spread::share_out},
    catalog::{Coupon, CouponMode},
};

/// Takes the coupons, after the discounts that credits take back; returns what is left of each bucket.
pub(super) fn take(
    terms: &Terms,
    buckets: &[BucketTotal],
    totals: &[i64],
    settlement: &mut Settlement,
) -> Result<Vec<i64>, MoneyError> {
    let mut left = totals.to_vec();
    for (rest, bucket) in left.iter_mut().zip(buckets) {
        *rest = minus(*rest, bucket.returned)?;
    }
    for (index, coupon) in terms.coupons.iter().enumerate() {
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
        let amount = coupon_amount(terms, coupon, base)?.min(remaining.max(0));
        for (rest, part) in left.iter_mut().zip(share_out(amount, &weights)?) {
            *rest = minus(*rest, part)?;
        }
        settlement.discounts.push(CouponTotal { base, amount });
        settlement.discount = plus(settlement.discount, amount)?;
    }
    settlement.bucket_discounts = totals
        .iter()
        .zip(&left)
        .map(|(total, rest)| minus(*total, *rest))
        .collect::<Result<_, _>>()?;
    Ok(left)
}

fn coupon_amount(terms: &Terms, coupon: &Coupon, base: i64) -> Result<i64, MoneyError> {
    if base <= 0 {
        return Ok(0);
    }
    let amount = match (coupon.percent, coupon.amount) {
        (Some(percent), _) => Exact::from(Amount::from_minor(base, terms.currency))
            .percent(percent)?
            .round(terms.currency, terms.rounding.lines)?,
        (None, Some(amount)) => Amount::from_number(amount, terms.currency)?,
        (None, None) => Amount::zero(terms.currency),
    };
    Ok(amount.minor().clamp(0, base))
}
