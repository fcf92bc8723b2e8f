//! Migrations: the same preview for a set of contracts, and what it comes to for all of them.

use std::{cmp::Ordering, collections::BTreeMap};

use seikyu_calendar::Zones;
use seikyu_money::{Amount, Currency, MoneyError};
use serde::Serialize;

use super::{ChangeRequest, preview_change};
use crate::wire::{Fault, Faults};

/// What a migration does to a set of contracts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct MigrationPreview {
    /// Each contract, in the order in which it was given.
    pub contracts: Vec<Migrated>,
    /// All of them, by currency: amounts of different currencies are never added up.
    pub totals: Vec<MigrationTotals>,
}

/// What a migration does to one contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Migrated {
    /// What the caller calls it.
    pub id: String,
    /// What it costs; absent when the migration is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<MigratedPrice>,
    /// Why the migration is refused. It holds up no other contract.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// The price of a contract before and after a migration, with tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct MigratedPrice {
    /// Per month, as it is.
    pub before: Amount,
    /// Per month, as it will be.
    pub after: Amount,
    /// Per month, what is paid more; below zero, what is paid less.
    pub difference: Amount,
    /// What is due when it is made.
    pub due_now: Amount,
    /// What goes to the customer's balance when it is made.
    pub credit: Amount,
}

/// Who pays more, who less, and by how much, per month and with tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct MigrationTotals {
    /// The currency of every amount.
    pub currency: Currency,
    /// How many contracts pay more.
    pub more: u32,
    /// How many pay less.
    pub less: u32,
    /// How many pay the same.
    pub same: u32,
    /// By how much those pay more that do.
    pub more_by: Amount,
    /// By how much those pay less that do; from 0.
    pub less_by: Amount,
    /// Per month, of all: more less less.
    pub difference: Amount,
}

/// Previews a migration: for each contract, by the caller's id, the change that migrates it.
///
/// # Errors
/// A sum beyond what can be held. A contract that is refused is named in its place.
pub fn preview_migration(
    contracts: &[(String, ChangeRequest)],
    zones: &Zones,
) -> Result<MigrationPreview, Faults> {
    let mut totals: BTreeMap<&'static str, MigrationTotals> = BTreeMap::new();
    let mut migrated = Vec::with_capacity(contracts.len());
    for (id, request) in contracts {
        let result = preview_change(request, zones).and_then(|preview| {
            let (before, after) =
                (preview.recurring.before.per_month, preview.recurring.after.per_month);
            let due = &preview.due_now.totals;
            let difference = after.minus(before)?;
            Ok(MigratedPrice { before, after, difference, due_now: due.due, credit: due.credit })
        });
        let (price, faults) = match result {
            Ok(price) => (Some(price), Vec::new()),
            Err(faults) => (None, faults.list().to_vec()),
        };
        if let Some(price) = price {
            let currency = price.before.currency();
            let sum = totals.entry(currency.code()).or_insert(MigrationTotals::of(currency));
            sum.add(price.difference)?;
        }
        migrated.push(Migrated { id: id.clone(), price, faults });
    }
    Ok(MigrationPreview { contracts: migrated, totals: totals.into_values().collect() })
}

impl MigrationTotals {
    const fn of(currency: Currency) -> Self {
        let zero = Amount::zero(currency);
        Self { currency, more: 0, less: 0, same: 0, more_by: zero, less_by: zero, difference: zero }
    }

    fn add(&mut self, difference: Amount) -> Result<(), MoneyError> {
        match difference.minor().cmp(&0) {
            Ordering::Greater => {
                self.more = self.more.saturating_add(1);
                self.more_by = self.more_by.plus(difference)?;
            }
            Ordering::Less => {
                self.less = self.less.saturating_add(1);
                self.less_by = self.less_by.minus(difference)?;
            }
            Ordering::Equal => self.same = self.same.saturating_add(1),
        }
        self.difference = self.difference.plus(difference)?;
        Ok(())
    }
}
