//! Usage by meter and time.

use std::collections::BTreeMap;

use seikyu_calendar::{Instant, Period};
use seikyu_money::{MoneyError, Quantity};

use crate::{
    billing::UsageRecord,
    catalog::{Aggregation, Code},
};

/// Usage records by meter, in order of time.
pub(crate) struct UsageIndex<'r> {
    meters: BTreeMap<&'r Code, Vec<(Instant, Quantity)>>,
}

impl<'r> UsageIndex<'r> {
    pub(crate) fn new(records: &'r [UsageRecord]) -> Self {
        let mut meters: BTreeMap<&Code, Vec<(Instant, Quantity)>> = BTreeMap::new();
        for record in records {
            meters.entry(&record.meter).or_default().push((record.at, record.quantity));
        }
        for list in meters.values_mut() {
            list.sort_by_key(|(at, _)| *at);
        }
        Self { meters }
    }

    /// The quantity of a meter in a period, or in all of time.
    pub(crate) fn quantity(
        &self,
        meter: &Code,
        aggregation: Aggregation,
        period: Option<&Period>,
    ) -> Result<Quantity, MoneyError> {
        let Some(list) = self.meters.get(meter) else {
            return Ok(Quantity::ZERO);
        };
        let within = match period {
            None => list.as_slice(),
            Some(period) => {
                let from = list.partition_point(|(at, _)| *at < period.start());
                let to = list.partition_point(|(at, _)| *at < period.end());
                list.get(from..to).unwrap_or_default()
            }
        };
        let quantities = within.iter().map(|(_, quantity)| *quantity);
        match aggregation {
            Aggregation::Sum => quantities.into_iter().try_fold(Quantity::ZERO, Quantity::plus),
            Aggregation::Max => Ok(quantities.max().unwrap_or(Quantity::ZERO)),
        }
    }
}
