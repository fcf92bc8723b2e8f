//! Settling a document: coupons in declared order, tax rounded once per rate, totals (EN 16931).
//!
//! Works on the totals of buckets only, so its time does not depend on the number of lines.

mod discounts;
mod taxes;

use seikyu_money::{Exact, MoneyError};

use crate::{
    billing::{BucketTotal, Terms},
    catalog::TaxBehavior,
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
    /// What of it credits take back.
    pub(crate) returned: i64,
    /// Total without tax (BT-109).
    pub(crate) net: i64,
    /// Tax (BT-110).
    pub(crate) tax: i64,
    /// Total with tax (BT-112).
    pub(crate) gross: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CouponTotal {
    /// Index of the coupon in the terms.
    pub(crate) coupon: usize,
    pub(crate) base: i64,
    pub(crate) amount: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateTotal {
    pub(crate) rate: usize,
    pub(crate) base: i64,
    /// The taxes a compound rate is computed on, too, before they are rounded.
    pub(crate) on_taxes: Option<Exact>,
    pub(crate) amount: i64,
}

/// Which coupons a document takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// All of them.
    All,
    /// Those that hold forever: what a period costs in the long run.
    Lasting,
}

/// Settles the totals of the terms' buckets.
pub(crate) fn settle(
    terms: &Terms,
    totals: &[BucketTotal],
    taken: Taken,
) -> Result<Settlement, MoneyError> {
    let lines: Vec<i64> = totals.iter().map(|total| total.minor).collect();
    let returned = sum(totals.iter().map(|total| &total.returned))?;
    let mut settlement = Settlement {
        lines: sum(lines.iter())?,
        discount: returned,
        returned,
        ..Settlement::default()
    };
    let left = discounts::take(terms, (totals, &lines), taken, &mut settlement)?;
    taxes::add(terms, totals, &left, &mut settlement)?;
    let after = sum(left.iter())?;
    settlement.tax = sum(settlement.taxes.iter().map(|tax| &tax.amount))?;
    (settlement.net, settlement.gross) = match terms.behavior {
        TaxBehavior::Exclusive => (after, plus(after, settlement.tax)?),
        TaxBehavior::Inclusive => (minus(after, settlement.tax)?, after),
    };
    Ok(settlement)
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
