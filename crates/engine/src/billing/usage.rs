//! Usage by meter and time, and what a meter makes of it.

use std::collections::{BTreeMap, BTreeSet};

use seikyu_calendar::{Instant, Period};
use seikyu_money::{Exact, MoneyError, Quantity};

use crate::{
    billing::UsageRecord,
    catalog::{Aggregation, Code, Meter},
    order::sort_by_key,
};

/// Usage records by meter, in order of time.
pub(crate) struct UsageIndex<'r> {
    meters: BTreeMap<&'r Code, Counted<'r>>,
}

struct Counted<'r> {
    meter: Option<&'r Meter>,
    records: Vec<&'r UsageRecord>,
}

/// The time whose usage is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// The part of the period that is looked at, from the period's start on.
    pub(crate) within: Period,
    /// The whole period, which a level is weighed by.
    pub(crate) whole: Period,
    /// Until when a level holds, if the charge ends before.
    pub(crate) until: Option<Instant>,
}

impl<'r> UsageIndex<'r> {
    pub(crate) fn new(records: &'r [UsageRecord], meters: &'r [Meter]) -> Self {
        let mut index: BTreeMap<&Code, Counted<'_>> = BTreeMap::new();
        for record in records {
            let counted = index.entry(&record.meter).or_insert_with(|| Counted {
                meter: meters.iter().find(|meter| meter.code == record.meter),
                records: Vec::new(),
            });
            if counted.meter.is_none_or(|meter| meter.counts(record)) {
                counted.records.push(record);
            }
        }
        for counted in index.values_mut() {
            sort_by_key(&mut counted.records, |record| record.at);
        }
        Self { meters: index }
    }

    /// The records of a meter in a period, or in all of time, in order.
    pub(crate) fn records(&self, meter: &Code, period: Option<&Period>) -> &[&'r UsageRecord] {
        let Some(Counted { records, .. }) = self.meters.get(meter) else { return &[] };
        match period {
            None => records.as_slice(),
            Some(period) => {
                let from = records.partition_point(|record| record.at < period.start());
                let to = records.partition_point(|record| record.at < period.end());
                records.get(from..to).unwrap_or_default()
            }
        }
    }

    /// What a meter makes of its usage in a span; of all usage when there is none, which is then one
    /// period's, and one record of it says what the meter makes.
    pub(crate) fn measure(
        &self,
        meter: &Meter,
        span: Option<Span>,
    ) -> Result<Quantity, MoneyError> {
        let records = self.records(&meter.code, span.as_ref().map(|span| &span.within));
        let mut quantities = records.iter().map(|record| record.quantity);
        let last = || Ok(records.last().map_or(Quantity::ZERO, |record| record.quantity));
        match meter.aggregation {
            Aggregation::Sum => quantities.try_fold(Quantity::ZERO, Quantity::plus),
            Aggregation::Max => Ok(quantities.max().unwrap_or(Quantity::ZERO)),
            Aggregation::Latest => last(),
            Aggregation::Count | Aggregation::UniqueCount
                if span.is_none() && records.len() == 1 =>
            {
                last()
            }
            Aggregation::Count => count(records.len()),
            Aggregation::UniqueCount => {
                let property = meter.property.as_ref();
                let values: BTreeSet<&String> =
                    records.iter().filter_map(|record| record.properties.get(property?)).collect();
                count(values.len())
            }
            Aggregation::WeightedSum => match span {
                None => last(),
                Some(span) => self.weighted(meter, span),
            },
        }
    }

    /// The level of a meter over a span, weighed by the whole period.
    fn weighted(&self, meter: &Meter, span: Span) -> Result<Quantity, MoneyError> {
        let all = self.records(&meter.code, None);
        let start = span.within.start();
        let end = span.until.map_or(span.within.end(), |until| until.min(span.within.end()));
        let before = all.partition_point(|record| record.at < start);
        let carried = before.checked_sub(1).and_then(|last| all.get(last));
        let mut level = carried.map_or(Quantity::ZERO, |record| record.quantity);
        let mut since = start;
        let mut sum = Exact::ZERO;
        let mut hold = |level: Quantity, from: Instant, to: Instant| {
            let seconds = to.unix().saturating_sub(from.unix());
            let seconds = u64::try_from(seconds).unwrap_or_default();
            sum = sum.plus(Exact::from(level).fraction(seconds, 1)?)?;
            Ok::<(), MoneyError>(())
        };
        for record in self.records(&meter.code, Some(&span.within)) {
            let at = record.at.min(end);
            hold(level, since, at)?;
            (level, since) = (record.quantity, at);
        }
        hold(level, since, end.max(since))?;
        sum.fraction(1, span.whole.seconds())?.to_quantity()
    }
}

fn count(number: usize) -> Result<Quantity, MoneyError> {
    let number = u32::try_from(number).map_err(|_| MoneyError::Overflow)?;
    Quantity::ONE.repeated(number)
}
