//! Settling a document: coupons in declared order, tax rounded once per rate, totals (EN 16931).
//!
//! Works on the totals of buckets only, so its time does not depend on the number of lines.

use seikyu_money::{Amount, Exact, MoneyError};

use crate::{
    billing::{BucketTotal, Terms, spread::share_out},
    catalog::{Coupon, CouponMode, TaxBehavior},
};

/// What a document comes to, in minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settlement {
    /// One entry a coupon, in declared order.
    pub(crate) discounts: Vec<CouponTotal>,
    /// One entry a rate that occurs, in the order of the terms.
    pub(crate) taxes: Vec<RateTotal>,
    /// Discount of each bucket.
    pub(crate) bucket_discounts: Vec<i64>,
    /// Tax of each bucket.
    pub(crate) bucket_taxes: Vec<i64>,
    /// Sum of the lines.
    pub(crate) lines: i64,
    /// Sum of the discounts.
    pub(crate) discount: i64,
    /// Total without tax (BT-109).
    pub(crate) net: i64,
    /// Tax (BT-110).
    pub(crate) tax: i64,
    /// Total with tax (BT-112).
    pub(crate) gross: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CouponTotal {
    pub(crate) base: i64,
    pub(crate) amount: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateTotal {
    pub(crate) rate: usize,
    pub(crate) base: i64,
    pub(crate) amount: i64,
}

/// Settles the totals of the terms' buckets.
pub(crate) fn settle(terms: &Terms, totals: &[BucketTotal]) -> Result<Settlement, MoneyError> {
    let lines: Vec<i64> = totals.iter().map(|total| total.minor).collect();
    let mut settlement = Settlement { lines: sum(lines.iter())?, ..Settlement::default() };
    let left = discount(terms, &lines, &mut settlement)?;
    tax(terms, totals, &left, &mut settlement)?;
    let after = sum(left.iter())?;
    settlement.tax = sum(settlement.taxes.iter().map(|tax| &tax.amount))?;
    (settlement.net, settlement.gross) = match terms.behavior {
        TaxBehavior::Exclusive => (after, plus(after, settlement.tax)?),
        TaxBehavior::Inclusive => (minus(after, settlement.tax)?, after),
    };
    Ok(settlement)
}

/// Takes the coupons; returns what they leave of each bucket.
fn discount(
    terms: &Terms,
    totals: &[i64],
    settlement: &mut Settlement,
) -> Result<Vec<i64>, MoneyError> {
    let mut left = totals.to_vec();
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

fn tax(
    terms: &Terms,
    totals: &[BucketTotal],
    left: &[i64],
    settlement: &mut Settlement,
) -> Result<(), MoneyError> {
    let mut bucket_taxes = vec![0_i64; left.len()];
    for (index, rate) in terms.rates.iter().enumerate() {
        let mut used = terms.buckets.iter().zip(totals);
        let occurs = used.any(|(bucket, total)| total.lines > 0 && bucket.rates.contains(&index));
        if !occurs {
            continue;
        }
        let mut weights = vec![0_i64; left.len()];
        let mut exact = Exact::ZERO;
        let of_rate = terms.buckets.iter().zip(left).zip(&mut weights);
        for ((bucket, rest), weight) in of_rate {
            if bucket.rates.contains(&index) {
                *weight = *rest;
                if terms.behavior == TaxBehavior::Inclusive {
                    let gross = Exact::from(Amount::from_minor(*rest, terms.currency));
                    exact = exact.plus(gross.contained_percent(rate.percent, bucket.percent)?)?;
                }
            }
        }
        let base = sum(weights.iter())?;
        if terms.behavior == TaxBehavior::Exclusive {
            exact = Exact::from(Amount::from_minor(base, terms.currency)).percent(rate.percent)?;
        }
        let amount = exact.round(terms.currency, terms.rounding.tax)?.minor();
        for (tax, part) in bucket_taxes.iter_mut().zip(share_out(amount, &weights)?) {
            *tax = plus(*tax, part)?;
        }
        settlement.taxes.push(RateTotal { rate: index, base, amount });
    }
    if terms.behavior == TaxBehavior::Inclusive {
        for total in &mut settlement.taxes {
            let buckets = terms.buckets.iter().zip(&bucket_taxes);
            for (_, tax) in buckets.filter(|(bucket, _)| bucket.rates.contains(&total.rate)) {
                total.base = minus(total.base, *tax)?;
            }
        }
    }
    settlement.bucket_taxes = bucket_taxes;
    Ok(())
}

fn sum<'n>(mut numbers: impl Iterator<Item = &'n i64>) -> Result<i64, MoneyError> {
    numbers.try_fold(0_i64, |sum, number| plus(sum, *number))
}

fn plus(left: i64, right: i64) -> Result<i64, MoneyError> {
    left.checked_add(right).ok_or(MoneyError::Overflow)
}

fn minus(left: i64, right: i64) -> Result<i64, MoneyError> {
    left.checked_sub(right).ok_or(MoneyError::Overflow)
}
