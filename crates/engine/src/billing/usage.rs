//! Usage by meter and time.

use std::collections::BTreeMap;

use seikyu_calendar::Period;
use seikyu_money::{MoneyError, Quantity};

use crate::{
    billing::UsageRecord,
    catalog::{Aggregation, Code},
    order::sort_by_key,
};

/// Usage records by meter, in order of time.
pub(crate) struct UsageIndex<'r> {
    meters: BTreeMap<&'r Code, Vec<&'r UsageRecord>>,
}

impl<'r> UsageIndex<'r> {
    pub(crate) fn new(records: &'r [UsageRecord]) -> Self {
        let mut meters: BTreeMap<&Code, Vec<&UsageRecord>> = BTreeMap::new();
        for record in records {
            meters.entry(&record.meter).or_default().push(record);
        }
        for list in meters.values_mut() {
            sort_by_key(list, |record| record.at);
        }
        Self { meters }
    }

    /// The records of a meter in a period, or in all of time, in order.
    pub(crate) fn records(&self, meter: &Code, period: Option<&Period>) -> &[&'r UsageRecord] {
        let Some(list) = self.meters.get(meter) else { return &[] };
        match period {
            None => list.as_slice(),
            Some(period) => {
                let from = list.partition_point(|record| record.at < period.start());
                let to = list.partition_point(|record| record.at < period.end());
                list.get(from..to).unwrap_or_default()
            }
        }
    }
}

/// What a meter makes of records.
pub(crate) fn aggregate(
    records: &[&UsageRecord],
    aggregation: Aggregation,
) -> Result<Quantity, MoneyError> {
    let mut quantities = records.iter().map(|record| record.quantity);
    match aggregation {
        Aggregation::Sum => quantities.try_fold(Quantity::ZERO, Quantity::plus),
        Aggregation::Max => Ok(quantities.max().unwrap_or(Quantity::ZERO)),
    }
}
