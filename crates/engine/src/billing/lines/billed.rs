//! What has been billed before, by line and period, and what is taken back of it.

use std::{
    collections::{BTreeMap, btree_map},
    sync::Arc,
};

use seikyu_calendar::Period;
use seikyu_money::{Amount, Exact, MoneyError};

use super::Drafted;
use crate::{
    billing::{BillRequest, tax_point::LineRates},
    catalog::{Code, Rounding},
    contract::{Item, Timeline},
    explain::LineDerivation,
    wire::Faults,
};

/// What was billed of a line and a period, earlier credits taken off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Was {
    pub(super) amount: Amount,
    discount: Amount,
}

/// Line, period, and taxes when they were told.
type Key<'r> = (&'r Code, Option<Period>, Option<&'r [Code]>);

pub(super) type Billed<'r> = BTreeMap<Key<'r>, Was>;

impl Was {
    fn plus(self, other: Self) -> Result<Self, MoneyError> {
        Ok(Self {
            amount: self.amount.plus(other.amount)?,
            discount: self.discount.plus(other.discount)?,
        })
    }

    /// The share of the discount that a credit takes back: what is left of the discount × what is
    /// credited ÷ what is left of the amount, rounded once, so that a full credit leaves nothing.
    /// `None` when the line is no credit.
    ///
    /// 100.00 was billed with 10.00 off; of 51.61 credited, 5.16 had been taken off.
    pub(super) fn returned(
        self,
        credited: Amount,
        rounding: Rounding,
    ) -> Result<Option<Amount>, MoneyError> {
        let (credited, billed) = (credited.minor(), self.amount.minor());
        if credited.signum() == billed.signum() || credited == 0 || billed == 0 {
            return Ok(None);
        }
        let (all, part) = (billed.unsigned_abs(), credited.unsigned_abs());
        let share = Exact::from(self.discount).fraction(part.min(all), all)?;
        let share = share.round(self.amount.currency(), rounding.lines)?;
        Ok(Some(share.negated()?))
    }
}

/// The sum of what was billed, by line, period and taxes.
pub(super) fn billed(request: &BillRequest) -> Result<Billed<'_>, MoneyError> {
    let currency = request.contract.currency;
    let mut billed = Billed::new();
    for line in &request.billed {
        let discount = line.discount.map(|discount| Amount::from_number(discount, currency));
        let was = Was {
            amount: Amount::from_number(line.amount, currency)?,
            discount: discount.transpose()?.unwrap_or(Amount::zero(currency)),
        };
        match billed.entry((&line.line, line.period, line.taxes.as_deref())) {
            btree_map::Entry::Vacant(entry) => {
                entry.insert(was);
            }
            btree_map::Entry::Occupied(mut entry) => {
                let sum = entry.get().plus(was)?;
                entry.insert(sum);
            }
        }
    }
    Ok(billed)
}

/// Takes what was billed of an item's line and a period with these taxes, or without telling them.
pub(super) fn take_billed<'r>(
    billed: &mut Billed<'r>,
    item: &'r Item,
    period: Option<Period>,
    taxes: &[Code],
) -> Result<Option<Was>, MoneyError> {
    if billed.is_empty() {
        return Ok(None);
    }
    let untold = (item.line_key(), period, None);
    let of_line = billed.range(untold..).map(|(key, _)| *key);
    let of_line = of_line.take_while(|key| (key.0, key.1) == (untold.0, untold.1));
    let told = of_line.filter(|key| key.2 == Some(taxes)).last();
    let told = told.and_then(|key| billed.remove(&key));
    let untold = billed.remove(&untold);
    match (told, untold) {
        (Some(told), Some(untold)) => told.plus(untold).map(Some),
        (told, untold) => Ok(told.or(untold)),
    }
}

/// What was billed and is not due (a contract cancelled back in time, an item taken back) is taken back
/// in full.
pub(super) fn reversals<'c>(
    request: &'c BillRequest,
    timeline: &Timeline<'c>,
    rates: &LineRates<'_>,
    billed: Billed<'c>,
) -> Result<Vec<Drafted<'c>>, Faults> {
    let mut lines = Vec::new();
    for ((key, period, taxes), was) in billed {
        if request.contract.commitments.iter().any(|commitment| commitment.code == *key) {
            continue;
        }
        let last = timeline.versions.iter().rposition(|version| version.item.line_key() == key);
        let item = match last.and_then(|index| timeline.versions.get(index)) {
            Some(version) => Some(version.item),
            // What was billed may have been taken back as if it had never been.
            None => request.contract.item_of_line(key),
        };
        let Some(item) = item else {
            return Err(Faults::whole(
                "unknown_reference",
                format!("The billed line “{key}” is no line of the contract."),
            ));
        };
        if was.amount.is_zero() {
            continue;
        }
        let derivation = LineDerivation {
            parts: Vec::new(),
            true_up: None,
            exact: Exact::ZERO,
            rounding: request.contract.rounding.lines,
            amount: Amount::zero(request.contract.currency),
            already_billed: Some(was.amount),
        };
        let amount = derivation.due()?;
        let returned_discount = was.returned(amount, request.contract.rounding)?;
        let taxes = match taxes {
            Some(taxes) => Arc::from(taxes),
            None => rates.of(item, period.as_ref())?,
        };
        let version = last.unwrap_or_default();
        lines.push(Drafted {
            item,
            version,
            period,
            amount,
            returned_discount,
            taxes,
            derivation,
            ordinal: 0,
        });
    }
    Ok(lines)
}
