//! What a charge is rated on: a quantity and, for usage, the records it was measured from.
//!
//! Most models look at the quantity alone. Those that price each record (percentage, dynamic, matrix)
//! see them in order of time; the allowance uses up the earliest. A chosen quantity, or the assumed usage
//! of a quote, is one record of its own.

use seikyu_money::{MoneyError, Quantity};

use crate::{billing::UsageRecord, catalog::Aggregation};

/// What a charge is rated on.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'u> {
    /// The quantity: chosen, or what the meter makes of the records.
    pub quantity: Quantity,
    /// Units free of charge.
    pub included: Option<Quantity>,
    /// The records of the period, in order of time; none for a quantity that was chosen or assumed.
    pub records: &'u [&'u UsageRecord],
    /// How the meter makes one quantity of several.
    pub aggregation: Aggregation,
}

/// One record, and what of it is charged after the allowance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measurement<'u> {
    /// The record; none for a quantity that was chosen or assumed.
    pub(super) record: Option<&'u UsageRecord>,
    /// Its quantity.
    pub(super) value: Quantity,
    /// What of it lies beyond the allowance.
    pub(super) charged: Quantity,
}

impl<'u> Measured<'u> {
    /// A quantity that was chosen or assumed.
    #[must_use]
    pub const fn of(quantity: Quantity, included: Option<Quantity>) -> Self {
        Self { quantity, included, records: &[], aggregation: Aggregation::Sum }
    }

    /// The units that are charged: the quantity, and what is left of it after the allowance.
    #[must_use]
    pub fn billable(&self) -> Quantity {
        self.included.map_or(self.quantity, |included| self.quantity.saturating_subtract(included))
    }

    /// The records with what is charged of each; records of nothing are left out.
    pub(super) fn measurements(&self) -> impl Iterator<Item = Measurement<'u>> + use<'u> {
        let mut free = self.included.unwrap_or(Quantity::ZERO);
        let alone = self.records.is_empty().then_some((None, self.quantity));
        let records = self.records.iter().map(|record| (Some(*record), record.quantity));
        let all = alone.into_iter().chain(records);
        all.filter(|(_, value)| !value.is_zero()).map(move |(record, value)| {
            let charged = value.saturating_subtract(free);
            free = free.saturating_subtract(value);
            Measurement { record, value, charged }
        })
    }
}

/// A number of things as a quantity.
///
/// # Errors
/// [`MoneyError`] beyond what a quantity can be.
pub(super) fn count(number: u32) -> Result<Quantity, MoneyError> {
    Quantity::ONE.repeated(number)
}
