//! Parts: the exact charge of one item for a period, with its derivation when that is wanted.

use seikyu_calendar::Fraction;
use seikyu_money::{Exact, MoneyError, Quantity};

use crate::{
    contract::Item,
    explain::{Limited, Part},
    rating::{Record, prorated},
};

/// The units of an item that are charged: quantity, and what is left of it after the allowance.
pub(crate) fn billable(item: &Item, quantity: Quantity) -> Quantity {
    item.included.map_or(quantity, |included| quantity.saturating_subtract(included))
}

/// The fraction of an item's charge. Usage has none: what was counted in a part of a period is that
/// part's already. Its limits are prorated all the same.
fn charge_fraction<'f>(item: &Item, fraction: Option<&'f Fraction>) -> Option<&'f Fraction> {
    fraction.filter(|_| item.usage.is_none())
}

/// The exact charge of an item before its limits: allowance → charge model → proration.
fn rate_unlimited(
    item: &Item,
    quantity: Quantity,
    fraction: Option<&Fraction>,
    steps: &mut impl Record,
) -> Result<Exact, MoneyError> {
    let exact = item.charge.rate(billable(item, quantity), steps)?;
    prorated(exact, charge_fraction(item, fraction))
}

/// The exact charge of an item: allowance → charge model → proration → minimum and maximum.
pub(crate) fn rate_item(
    item: &Item,
    quantity: Quantity,
    fraction: Option<&Fraction>,
) -> Result<Exact, MoneyError> {
    let exact = rate_unlimited(item, quantity, fraction, &mut ())?;
    item.limits().keep(exact, fraction)
}

/// [`rate_item`] with its derivation.
pub(crate) fn part(
    item: &Item,
    quantity: Quantity,
    fraction: Option<&Fraction>,
) -> Result<Part, MoneyError> {
    let mut steps = Vec::new();
    let before = rate_unlimited(item, quantity, fraction, &mut steps)?;
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
        quantity,
        included: item.included,
        billable: billable(item, quantity),
        steps,
        fraction: charge_fraction(item, fraction).copied(),
        limited,
        exact,
    })
}
