//! The usage that is assumed: low, expected and high.

use seikyu_calendar::{Instant, Interval, IntervalUnit, Zones};
use seikyu_money::{Exact, MoneyError, Percent, Quantity, UnitPrice};

use super::{ForecastRequest, UsageAssumption};
use crate::{
    billing::{BillRequest, Span, Stretch, UsageIndex, UsageRecord, grid},
    catalog::{Aggregation, Code, Meter},
    contract::Timeline,
    rating::Charge,
    wire::Faults,
};

/// A contract ready to be billed ahead, and its usage in three cases.
pub(super) struct Outlook {
    /// The contract without what belongs to one document; its meters add up what was measured.
    pub(super) base: BillRequest,
    pub(super) low: Vec<UsageRecord>,
    pub(super) expected: Vec<UsageRecord>,
    pub(super) high: Vec<UsageRecord>,
}

/// How many complete periods say what is usual.
const USUAL: usize = 12;

/// The longest time that is looked ahead, in days.
const DAYS_MAX: u64 = 3_653;

impl Outlook {
    pub(super) fn new(request: &ForecastRequest, zones: &Zones) -> Result<Self, Faults> {
        let current = &request.current;
        let Some(timeline) = current.contract.timeline() else {
            return Err(Faults::whole("not_created", "The contract does not begin."));
        };
        let mut base = current.of_any_document();
        base.usage = Vec::new();
        base.contract.threshold = None;
        for meter in &mut base.contract.meters {
            meter.aggregation = measured_by(meter.aggregation);
            meter.property = None;
            meter.filter.clear();
        }
        let index = UsageIndex::new(&current.usage, &current.contract.meters);
        let until = horizon(request, &timeline)?;
        let (mut low, mut expected, mut high) = (Vec::new(), Vec::new(), Vec::new());
        for meter in &current.contract.meters {
            let Some(interval) = shortest(&timeline, &meter.code) else { continue };
            let stretches = grid(&current.contract, &timeline, interval, (until, zones))?;
            let ahead = Ahead { request, meter, index: &index, timeline: &timeline, stretches };
            let told = ahead.told()?;
            for (case, scale) in
                [(&mut low, Lie::Low), (&mut expected, Lie::At), (&mut high, Lie::High)]
            {
                case.extend(told.iter().cloned());
                ahead.assume(interval, scale, case)?;
            }
        }
        Ok(Self { base, low, expected, high })
    }
}

/// Where a case lies beside what is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lie {
    Low,
    At,
    High,
}

/// The aggregation that gives back what was measured, of one record a period.
const fn measured_by(aggregation: Aggregation) -> Aggregation {
    match aggregation {
        Aggregation::Count => Aggregation::Sum,
        Aggregation::UniqueCount => Aggregation::Max,
        same => same,
    }
}

/// The end of the time that as many bills can take.
fn horizon(request: &ForecastRequest, timeline: &Timeline<'_>) -> Result<Instant, Faults> {
    let longest = timeline.versions.iter().filter_map(|version| version.item.interval).map(days);
    let commitments = request.current.contract.commitments.iter();
    let longest = longest.chain(commitments.map(|commitment| days(commitment.interval))).max();
    let days = longest.unwrap_or(1).saturating_mul(u64::from(request.bills).saturating_add(1));
    let seconds = i64::try_from(days.min(DAYS_MAX).saturating_mul(86_400)).unwrap_or(i64::MAX);
    Ok(request.current.through.plus_seconds(seconds)?)
}

/// The most days that an interval has.
fn days(interval: Interval) -> u64 {
    let unit = match interval.unit() {
        IntervalUnit::Day => 1,
        IntervalUnit::Week => 7,
        IntervalUnit::Month => 31,
        IntervalUnit::Quarter => 92,
        IntervalUnit::HalfYear => 184,
        IntervalUnit::Year => 366,
    };
    u64::from(interval.count()).saturating_mul(unit)
}

/// The shortest interval in which a meter is charged.
fn shortest(timeline: &Timeline<'_>, meter: &Code) -> Option<Interval> {
    let items = timeline.versions.iter().map(|version| version.item);
    let charged = items.filter(|item| item.usage.as_ref() == Some(meter));
    charged.filter_map(|item| item.interval).min_by_key(|interval| days(*interval))
}

/// A meter and its periods: those that are over, the one that is running, those to come.
struct Ahead<'a> {
    request: &'a ForecastRequest,
    meter: &'a Meter,
    index: &'a UsageIndex<'a>,
    timeline: &'a Timeline<'a>,
    stretches: Vec<Stretch>,
}

impl Ahead<'_> {
    fn now(&self) -> Instant {
        self.request.current.through
    }

    /// What the meter made of a period.
    fn measured(&self, stretch: &Stretch) -> Result<Quantity, MoneyError> {
        let span = Span { within: stretch.counted, whole: stretch.whole, until: None };
        self.index.measure(self.meter, Some(span))
    }

    fn is_complete(&self, stretch: &Stretch) -> bool {
        stretch.counted.end() <= self.now()
    }

    /// The usage that was told, as the base's meters measure it.
    fn told(&self) -> Result<Vec<UsageRecord>, MoneyError> {
        let records = self.index.records(&self.meter.code, None);
        match self.meter.aggregation {
            Aggregation::Count => Ok(records
                .iter()
                .map(|record| UsageRecord { quantity: Quantity::ONE, ..(*record).clone() })
                .collect()),
            Aggregation::UniqueCount => {
                let begun = self.stretches.iter().filter(|one| one.counted.start() <= self.now());
                let one = |stretch: &Stretch| {
                    let (code, at) = (self.meter.code.clone(), stretch.counted.start());
                    Ok(UsageRecord::new(code, at, self.measured(stretch)?))
                };
                begun.map(one).collect()
            }
            _ => Ok(records.iter().map(|record| (*record).clone()).collect()),
        }
    }

    /// Adds the usage that is assumed of the running period and those to come.
    fn assume(
        &self,
        interval: Interval,
        lie: Lie,
        usage: &mut Vec<UsageRecord>,
    ) -> Result<(), Faults> {
        let complete: Vec<(&Stretch, Quantity)> = self
            .stretches
            .iter()
            .filter(|stretch| self.is_complete(stretch))
            .map(|stretch| Ok((stretch, self.measured(stretch)?)))
            .collect::<Result<_, MoneyError>>()?;
        let usual = complete.get(complete.len().saturating_sub(USUAL)..).unwrap_or_default();
        let mean = mean(usual)?;
        let before = periods_a_year(interval);
        let mut last = usual.last().map_or(Quantity::ZERO, |(_, quantity)| *quantity);
        for (index, stretch) in self.stretches.iter().enumerate() {
            if self.is_complete(stretch) {
                continue;
            }
            let whole = match &self.request.usage {
                UsageAssumption::History => mean,
                UsageAssumption::Constant(by_meter) => {
                    by_meter.get(&self.meter.code).copied().unwrap_or(mean)
                }
                UsageAssumption::Seasonal => before
                    .and_then(|before| index.checked_sub(before))
                    .and_then(|index| complete.get(index))
                    .map_or(mean, |(_, quantity)| *quantity),
                UsageAssumption::Trend(percent) => {
                    let more = Exact::from(last).times((*percent).into())?.fraction(1, 100)?;
                    last = Exact::from(last).plus(more)?.to_quantity()?;
                    last
                }
            };
            self.add(stretch, self.beside(whole, lie, (usual, mean))?, usage)?;
        }
        Ok(())
    }

    /// A quantity as it is in a case.
    fn beside(
        &self,
        expected: Quantity,
        lie: Lie,
        (usual, mean): (&[(&Stretch, Quantity)], Quantity),
    ) -> Result<Quantity, MoneyError> {
        let exact = Exact::from(expected);
        let spread = self.request.spread;
        let part = |percent: Percent| exact.percent(percent);
        let quantities = usual.iter().map(|(_, quantity)| *quantity);
        let extreme = match (lie, spread) {
            (Lie::At, _) => return Ok(expected),
            (Lie::Low, Some(spread)) => return exact.minus(part(spread)?)?.to_quantity(),
            (Lie::High, Some(spread)) => return exact.plus(part(spread)?)?.to_quantity(),
            (Lie::Low, None) => quantities.min(),
            (Lie::High, None) => quantities.max(),
        };
        match extreme.filter(|_| !mean.is_zero()) {
            Some(extreme) => exact.times(extreme.into())?.per(mean)?.to_quantity(),
            None => Ok(expected),
        }
    }

    /// Adds usage so that a period comes to a quantity. Usage that is told already is kept; the rest of a
    /// running period lies at the instant of the forecast.
    fn add(
        &self,
        stretch: &Stretch,
        whole: Quantity,
        usage: &mut Vec<UsageRecord>,
    ) -> Result<(), Faults> {
        let running = stretch.counted.start() <= self.now();
        let at = if running { self.now() } else { stretch.counted.start() };
        let adds_up = measured_by(self.meter.aggregation) == Aggregation::Sum;
        let rest = if running && adds_up {
            whole.saturating_subtract(self.measured(stretch)?)
        } else {
            whole
        };
        if rest.is_zero() {
            return Ok(());
        }
        if self.prices_records() {
            return self.replay(at, rest, usage);
        }
        usage.push(UsageRecord::new(self.meter.code.clone(), at, rest));
        Ok(())
    }

    /// Whether a price looks at each record, so that one record cannot stand for many.
    fn prices_records(&self) -> bool {
        let items = self.timeline.versions.iter().map(|version| version.item);
        let mut charged = items.filter(|item| item.usage.as_ref() == Some(&self.meter.code));
        charged.any(|item| {
            item.charge.prices_records() || matches!(item.charge, Charge::Percentage(_))
        })
    }

    /// The records of the last period that had any, in the same proportions, so that they come to a
    /// quantity. Without any there is no telling what usage will look like, and none is assumed.
    fn replay(
        &self,
        at: Instant,
        quantity: Quantity,
        usage: &mut Vec<UsageRecord>,
    ) -> Result<(), Faults> {
        let of = |stretch: &&Stretch| {
            !self.index.records(&self.meter.code, Some(&stretch.counted)).is_empty()
        };
        let mut begun =
            self.stretches.iter().filter(|stretch| stretch.counted.start() <= self.now());
        let Some(last) = begun.rfind(of) else { return Ok(()) };
        let records = self.index.records(&self.meter.code, Some(&last.counted));
        let sum = records
            .iter()
            .map(|record| record.quantity)
            .try_fold(Quantity::ZERO, Quantity::plus)?;
        if sum.is_zero() {
            return Ok(());
        }
        for record in records {
            let scaled = |number: Exact| number.times(quantity.into())?.per(sum)?.to_quantity();
            let price =
                record.price.map(|price| UnitPrice::try_from(scaled(price.into())?.number()));
            usage.push(UsageRecord {
                at,
                quantity: scaled(record.quantity.into())?,
                price: price.transpose()?,
                ..(*record).clone()
            });
        }
        Ok(())
    }
}

/// The mean of the periods' quantities; 0 without any.
fn mean(periods: &[(&Stretch, Quantity)]) -> Result<Quantity, MoneyError> {
    let Ok(count) = u64::try_from(periods.len()) else { return Ok(Quantity::ZERO) };
    if count == 0 {
        return Ok(Quantity::ZERO);
    }
    let sum =
        periods.iter().try_fold(Exact::ZERO, |sum, (_, quantity)| sum.plus((*quantity).into()));
    sum?.fraction(1, count)?.to_quantity()
}

/// How many periods there are in a year, where that is a whole number, or nearly so.
fn periods_a_year(interval: Interval) -> Option<usize> {
    let year: usize = match interval.unit() {
        IntervalUnit::Day => 365,
        IntervalUnit::Week => 52,
        IntervalUnit::Month => 12,
        IntervalUnit::Quarter => 4,
        IntervalUnit::HalfYear => 2,
        IntervalUnit::Year => 1,
    };
    let count = usize::try_from(interval.count()).ok()?;
    year.checked_div(count).filter(|number| number.checked_mul(count) == Some(year))
}
