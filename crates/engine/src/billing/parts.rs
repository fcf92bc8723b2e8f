//! Parts: the exact charge of one item for a period, with its derivation when that is wanted.

use seikyu_calendar::Fraction;
use seikyu_money::Exact;

use crate::{
    contract::Item,
    explain::{EarlierUsage, Limited, Part},
    rating::{Measured, RatingError, Record, prorated},
};

/// The fraction of an item's charge. Usage has none: what was counted in a part of a period is that
/// part's already. Its limits are prorated all the same.
fn charge_fraction<'f>(item: &Item, fraction: Option<&'f Fraction>) -> Option<&'f Fraction> {
    fraction.filter(|_| item.usage.is_none())
}

/// The exact charge of an item before its limits: allowance → charge model → proration.
fn rate_unlimited(
    item: &Item,
    measured: &Measured<'_>,
    fraction: Option<&Fraction>,
    steps: &mut impl Record,
) -> Result<Exact, RatingError> {
    let exact = item.charge.rate(measured, steps)?;
    Ok(prorated(exact, charge_fraction(item, fraction))?)
}

/// The exact charge of an item: allowance → charge model → proration → minimum and maximum.
pub(crate) fn rate_item(
    item: &Item,
    measured: &Measured<'_>,
    fraction: Option<&Fraction>,
) -> Result<Exact, RatingError> {
    let exact = rate_unlimited(item, measured, fraction, &mut ())?;
    Ok(item.limits().keep(exact, fraction)?)
}

/// [`rate_item`] with its derivation. The charge of earlier usage, which other charges of the same period
/// count, is taken off: of 1,500 calls of which 900 were made before a change of price, the new price
/// charges what it makes of 1,500 less what it makes of 900.
pub(crate) fn part(
    item: &Item,
    measured: &Measured<'_>,
    earlier: Option<&Measured<'_>>,
    fraction: Option<&Fraction>,
) -> Result<Part, RatingError> {
    let mut steps = Vec::new();
    let mut before = rate_unlimited(item, measured, fraction, &mut steps)?;
    let earlier = earlier.map(|measured| earlier_usage(item, measured)).transpose()?;
    if let Some(earlier) = &earlier {
        before = before.minus(earlier.exact)?;
    }
    let limits = item.limits();
    let exact = limits.keep(before, fraction)?;
    let limited = if limits.is_none() {
        None
    } else {
        Some(Limited {
            minimum: limits.minimum,
            maximum: limits.maximum,
            fraction: fraction.copied(),
            before,
            change: exact.minus(before)?,
        })
    };
    Ok(Part {
        item: item.key.clone(),
        quantity: measured.quantity,
        included: measured.included,
        free_units: None,
        billable: measured.billable(),
        steps,
        earlier: earlier.map(Box::new),
        period: None,
        fraction: charge_fraction(item, fraction).copied(),
        limited: limited.map(Box::new),
        exact,
    })
}

fn earlier_usage(item: &Item, measured: &Measured<'_>) -> Result<EarlierUsage, RatingError> {
    let mut steps = Vec::new();
    let exact = item.charge.rate(measured, &mut steps)?;
    Ok(EarlierUsage { quantity: measured.quantity, billable: measured.billable(), steps, exact })
}
