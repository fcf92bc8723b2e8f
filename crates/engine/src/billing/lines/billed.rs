//! What has been billed before, by line and period, and what is taken back of it.

use std::collections::{BTreeMap, btree_map};

use seikyu_calendar::{Instant, Period};
use seikyu_money::{Amount, Exact, MoneyError};

use super::Drafted;
use crate::{
    billing::{BillRequest, BilledLine},
    catalog::Code,
    contract::State,
    explain::LineDerivation,
    wire::Faults,
};

pub(super) type Billed<'r> = BTreeMap<(&'r Code, Option<Instant>), Amount>;

/// The sum of what was billed, by line and start of period.
pub(super) fn billed(request: &BillRequest) -> Result<Billed<'_>, MoneyError> {
    let mut billed = Billed::new();
    for line in &request.billed {
        let amount = Amount::from_number(line.amount, request.contract.currency)?;
        let start = line.period.as_ref().map(Period::start);
        match billed.entry((&line.line, start)) {
            btree_map::Entry::Vacant(entry) => {
                entry.insert(amount);
            }
            btree_map::Entry::Occupied(mut entry) => {
                let sum = entry.get().plus(amount)?;
                entry.insert(sum);
            }
        }
    }
    Ok(billed)
}

/// What was billed and is not due (a contract cancelled back in time) is taken back in full.
pub(super) fn reversals<'c>(
    request: &'c BillRequest,
    state: &State<'c>,
    billed: Billed<'c>,
) -> Result<Vec<Drafted<'c>>, Faults> {
    let mut lines = Vec::new();
    for ((key, start), amount) in billed {
        let found = state.items.iter().enumerate().find(|(_, item)| item.line_key() == key);
        let Some((first_item, item)) = found else {
            return Err(Faults::whole(
                "unknown_reference",
                format!("The billed line “{key}” is no line of the contract."),
            ));
        };
        if amount.is_zero() {
            continue;
        }
        let same = |line: &&BilledLine| {
            line.line == *key && line.period.as_ref().map(Period::start) == start
        };
        let period = request.billed.iter().find(same).and_then(|line| line.period);
        let derivation = LineDerivation {
            parts: Vec::new(),
            exact: Exact::ZERO,
            rounding: request.contract.rounding.lines,
            amount: Amount::zero(request.contract.currency),
            already_billed: Some(amount),
        };
        let amount = derivation.due()?;
        lines.push(Drafted { item, first_item, period, amount, derivation });
    }
    Ok(lines)
}
