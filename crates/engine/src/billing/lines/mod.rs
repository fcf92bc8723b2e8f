//! Lines: exact charges rounded once to the minor unit, less what was billed.

mod billed;
mod finish;

use std::collections::{BTreeMap, btree_map};

use billed::{billed, reversals};
pub(crate) use finish::finish;
use seikyu_calendar::Period;
use seikyu_money::{Amount, Exact, MoneyError, Quantity};

use crate::{
    billing::{
        BillRequest, LINES_MAX, UsageIndex,
        charges::{Due, Schedule},
        part,
    },
    catalog::{Aggregation, Code},
    contract::{Item, State},
    explain::LineDerivation,
    wire::Faults,
};

/// A line before discounts and taxes.
pub(crate) struct Drafted<'c> {
    pub(crate) item: &'c Item,
    pub(crate) first_item: usize,
    pub(crate) period: Option<Period>,
    pub(crate) amount: Amount,
    pub(crate) derivation: LineDerivation,
}

/// Items charged on one line.
pub(crate) struct Group {
    pub(crate) items: Vec<usize>,
}

/// Groups items by their line, in the order of each line's first item.
pub(crate) fn groups(items: &[Item]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(items.len());
    let mut shared: BTreeMap<&Code, usize> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let Some(line) = &item.line else {
            groups.push(Group { items: vec![index] });
            continue;
        };
        match shared.entry(line) {
            btree_map::Entry::Vacant(entry) => {
                entry.insert(groups.len());
                groups.push(Group { items: vec![index] });
            }
            btree_map::Entry::Occupied(entry) => {
                if let Some(group) = groups.get_mut(*entry.get()) {
                    group.items.push(index);
                }
            }
        }
    }
    groups
}

/// Every line of the bill, before discounts and taxes.
pub(crate) fn draft<'c>(
    request: &'c BillRequest,
    state: &State<'c>,
    schedule: &Schedule,
    usage: &UsageIndex<'_>,
) -> Result<Vec<Drafted<'c>>, Faults> {
    let mut billed = billed(request)?;
    let groups = groups(state.items);
    let mut lines = Vec::with_capacity(groups.len());
    for group in &groups {
        let Some((first_item, item)) =
            group.items.first().and_then(|index| Some((*index, state.items.get(*index)?)))
        else {
            continue;
        };
        for due in schedule.of(item) {
            let start = due.period.as_ref().map(Period::start);
            let already = billed.remove(&(item.line_key(), start));
            let context = Context { request, state, schedule, usage };
            let derivation = context.derive(group, due, already)?;
            let amount = derivation.due()?;
            let quiet = derivation.parts.iter().all(|part| part.quantity.is_zero())
                && derivation.amount.is_zero();
            if amount.is_zero() && (already.is_some() || quiet) {
                continue;
            }
            let period = due.period;
            lines.push(Drafted { item, first_item, period, amount, derivation });
            if lines.len() > LINES_MAX {
                return Err(Faults::whole(
                    "too_many_lines",
                    format!("There are more than {LINES_MAX} lines; accepted are fewer."),
                ));
            }
        }
    }
    lines.extend(reversals(request, state, billed)?);
    Ok(lines)
}

struct Context<'a, 'c> {
    request: &'a BillRequest,
    state: &'a State<'c>,
    schedule: &'a Schedule,
    usage: &'a UsageIndex<'a>,
}

impl Context<'_, '_> {
    fn derive(
        &self,
        group: &Group,
        due: &Due,
        already_billed: Option<Amount>,
    ) -> Result<LineDerivation, MoneyError> {
        let contract = &self.request.contract;
        let mut parts = Vec::with_capacity(group.items.len());
        let mut exact = Exact::ZERO;
        for item in group.items.iter().filter_map(|index| self.state.items.get(*index)) {
            let part = part(item, self.quantity(item, due)?, due.fraction.as_ref())?;
            exact = exact.plus(part.exact)?;
            parts.push(part);
        }
        let rounding = contract.rounding.lines;
        let amount = exact.round(contract.currency, rounding)?;
        let already_billed = already_billed.filter(|amount| !amount.is_zero());
        Ok(LineDerivation { parts, exact, rounding, amount, already_billed })
    }

    fn quantity(&self, item: &Item, due: &Due) -> Result<Quantity, MoneyError> {
        let Some(meter) = &item.usage else {
            return Ok(item.quantity.unwrap_or(Quantity::ONE));
        };
        let aggregation = self
            .request
            .contract
            .meters
            .iter()
            .find(|known| known.code == *meter)
            .map_or(Aggregation::Sum, |known| known.aggregation);
        let period = if self.schedule.all_usage { None } else { due.period.as_ref() };
        self.usage.quantity(meter, aggregation, period)
    }
}
