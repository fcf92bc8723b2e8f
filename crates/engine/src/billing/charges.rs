//! Which charges are due, for which periods, with which fraction.
//!
//! Every version of an item ([`crate::contract::Version`]) is laid over the grid of its interval
//! ([`super::grid`]). What it has in common with a period, less what was stopped (pauses, ends), is a
//! part of that period. A change within a period is moved first, as the contract's policy says
//! ([`crate::contract::OnChange`]).

use rustc_hash::FxHashMap;
use seikyu_calendar::{Fraction, Instant, Interval, Period, Zones};

use crate::{
    billing::grid::{Stretch, grid},
    catalog::Timing,
    contract::{Contract, Item, OnChange, Standing, Timeline, Version},
    wire::Faults,
};

/// The due charges of every version of a contract's items.
pub(crate) struct Schedule {
    /// Of versions that hold from start to end, by interval and timing.
    whole: Vec<Entry>,
    /// Of all other versions, by their index.
    of_version: FxHashMap<usize, Vec<Due>>,
    /// The periods of each interval.
    grids: Vec<(Interval, Vec<Stretch>)>,
    /// Whether usage counts whatever its instant (a typical period).
    pub(crate) all_usage: bool,
}

struct Entry {
    interval: Option<Interval>,
    timing: Timing,
    due: Vec<Due>,
}

/// One charge that is due.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Due {
    /// The service period; absent for a charge made once.
    pub(crate) period: Option<Period>,
    /// How many periods of the interval came before it, in all of the contract.
    pub(crate) ordinal: u32,
    /// The time whose usage is counted; absent for a charge made once.
    pub(crate) counted: Option<Period>,
    /// What of the period is charged, where that is not all of it.
    pub(crate) part: Option<Period>,
    /// The part of the period, when it is less than the whole.
    pub(crate) fraction: Option<Fraction>,
}

impl Due {
    /// The whole of a period.
    fn of_whole(stretch: &Stretch) -> Self {
        Self {
            period: Some(stretch.whole),
            ordinal: stretch.ordinal,
            counted: Some(stretch.counted),
            part: None,
            fraction: None,
        }
    }
}

/// What charges are laid out from.
#[derive(Clone, Copy)]
struct Layout<'a, 'c> {
    contract: &'c Contract,
    timeline: &'a Timeline<'c>,
    through: Instant,
    zones: &'a Zones,
}

impl Schedule {
    /// The ordinal of the period of an interval that runs at the instant, or ran last.
    pub(crate) fn current(&self, interval: Interval) -> Option<u32> {
        let (_, grid) = self.grids.iter().find(|(known, _)| *known == interval)?;
        grid.last().map(|stretch| stretch.ordinal)
    }

    /// The due charges of a version.
    pub(crate) fn of(&self, index: usize, version: &Version<'_>) -> &[Due] {
        if !version.whole || !self.of_version.is_empty() && self.of_version.contains_key(&index) {
            return self.of_version.get(&index).map_or(&[], Vec::as_slice);
        }
        let item = version.item;
        self.whole
            .iter()
            .find(|entry| entry.interval == item.interval && entry.timing == item.timing)
            .map_or(&[], |entry| &entry.due)
    }

    /// How many periods of an interval there were from an instant up to the one of an ordinal: the period
    /// that runs then is the first. What is charged once has no period before it. `None` for a period that
    /// had ended then.
    pub(crate) fn periods_before(
        &self,
        interval: Option<Interval>,
        ordinal: u32,
        from: Instant,
    ) -> Option<u32> {
        let grid = self.grids.iter().find(|(known, _)| Some(*known) == interval);
        let first = grid.and_then(|(_, grid)| {
            grid.iter().find(|stretch| stretch.within.end() > from).map(|stretch| stretch.ordinal)
        });
        ordinal.checked_sub(first.unwrap_or_default())
    }

    fn build(
        timeline: &Timeline<'_>,
        mut due: impl FnMut(&Version<'_>) -> Result<Vec<Due>, Faults>,
    ) -> Result<Self, Faults> {
        let mut schedule = Self {
            whole: Vec::new(),
            of_version: FxHashMap::default(),
            grids: Vec::new(),
            all_usage: false,
        };
        for (index, version) in timeline.versions.iter().enumerate() {
            let (interval, timing) = (version.item.interval, version.item.timing);
            if !version.whole {
                schedule.of_version.insert(index, due(version)?);
                continue;
            }
            let mut known = schedule.whole.iter();
            if !known.any(|entry| entry.interval == interval && entry.timing == timing) {
                schedule.whole.push(Entry { interval, timing, due: due(version)? });
            }
        }
        Ok(schedule)
    }
}

/// Everything due from the contract's start through an instant.
pub(crate) fn due(
    contract: &Contract,
    timeline: &Timeline<'_>,
    through: Instant,
    zones: &Zones,
) -> Result<Schedule, Faults> {
    let layout = Layout { contract, timeline, through, zones };
    let mut grids = Vec::new();
    let schedule = Schedule::build(timeline, |version| match version.item.interval {
        None => Ok(layout.once(version)),
        Some(interval) => {
            let grid = layout.grid(interval, &mut grids)?;
            layout.recurring(version, grid)
        }
    })?;
    Ok(Schedule { grids, ..schedule })
}

/// What has accrued of metered items in the periods that run at an instant and are not due yet.
pub(crate) fn accruing(
    contract: &Contract,
    timeline: &Timeline<'_>,
    through: Instant,
    zones: &Zones,
) -> Result<Schedule, Faults> {
    let layout = Layout { contract, timeline, through, zones };
    let mut grids = Vec::new();
    let next = through.plus_seconds(1)?;
    let mut schedule = Schedule::build(timeline, |_| Ok(Vec::new()))?;
    for (index, version) in timeline.versions.iter().enumerate() {
        let item = version.item;
        let Some(interval) = item.interval.filter(|_| item.usage.is_some()) else { continue };
        let mut due = Vec::new();
        for stretch in layout.grid(interval, &mut grids)?.iter().rev().take(1) {
            for part in layout.parts(version, stretch) {
                let accrues =
                    part.start() <= through && layout.due_at(version, stretch, &part) > through;
                if accrues && let Some(one) = layout.charge(version, stretch, part)? {
                    let end = stretch.counted.end().min(next);
                    due.push(Due {
                        counted: Period::new(stretch.counted.start(), end).ok(),
                        ..one
                    });
                }
            }
        }
        schedule.of_version.insert(index, due);
    }
    Ok(Schedule { grids, ..schedule })
}

/// What is due of one item that holds from the contract's start to its end.
pub(crate) fn due_of(
    contract: &Contract,
    item: &Item,
    (timeline, through, zones): (&Timeline<'_>, Instant, &Zones),
) -> Result<Vec<Due>, Faults> {
    let layout = Layout { contract, timeline, through, zones };
    let version = Version::lasting(item, timeline.start);
    match item.interval {
        None => Ok(layout.once(&version)),
        Some(interval) => layout.recurring(&version, layout.grid(interval, &mut Vec::new())?),
    }
}

/// One full period of one item: the one that is running at an instant, or the first.
pub(crate) fn full_period_of(
    contract: &Contract,
    item: &Item,
    (timeline, at, zones): (&Timeline<'_>, Instant, &Zones),
) -> Result<Vec<Due>, Faults> {
    let layout = Layout { contract, timeline, through: at.max(timeline.start), zones };
    let Some(interval) = item.interval else { return Ok(Vec::new()) };
    let mut grids = Vec::new();
    let last = layout.grid(interval, &mut grids)?.last();
    Ok(last.map(Due::of_whole).into_iter().collect())
}

/// One full period of every item in force at an instant: the one that is running then, or the first.
/// Nothing while the contract is paused, or when it has been cancelled.
pub(crate) fn full_period(
    contract: &Contract,
    timeline: &Timeline<'_>,
    at: Instant,
    zones: &Zones,
) -> Result<Schedule, Faults> {
    let at = at.max(timeline.start);
    let layout = Layout { contract, timeline, through: at, zones };
    let mut grids = Vec::new();
    let runs = matches!(timeline.standing(at), Standing::Active | Standing::Trial);
    let schedule = Schedule::build(timeline, |version| {
        let holds = runs && version.holds_at(at);
        let Some(interval) = version.item.interval.filter(|_| holds) else {
            return Ok(Vec::new());
        };
        let due = layout.grid(interval, &mut grids)?.last().map(Due::of_whole);
        Ok(due.into_iter().collect())
    })?;
    Ok(Schedule { grids, all_usage: true, ..schedule })
}

impl Layout<'_, '_> {
    fn grid<'g>(
        &self,
        interval: Interval,
        grids: &'g mut Vec<(Interval, Vec<Stretch>)>,
    ) -> Result<&'g [Stretch], Faults> {
        let known = grids.iter().position(|(known, _)| *known == interval);
        let index = known.unwrap_or(grids.len());
        if known.is_none() {
            let at = (self.through, self.zones);
            grids.push((interval, grid(self.contract, self.timeline, interval, at)?));
        }
        Ok(grids.get(index).map_or(&[], |(_, grid)| grid.as_slice()))
    }

    /// A charge made once is due when its item is, or when the trial ends; it is not taken back.
    fn once(&self, version: &Version<'_>) -> Vec<Due> {
        let begins = self.timeline.cycles.first().map_or(version.from, |cycle| cycle.from);
        let at = version.from.max(begins);
        let left_before = version.until.is_some_and(|until| until <= begins);
        let stopped = self.timeline.stops.iter().any(|stop| {
            stop.cancelled && stop.from < at && stop.until.is_none_or(|until| at < until)
        });
        if at > self.through || left_before || stopped {
            return Vec::new();
        }
        vec![Due { period: None, ordinal: 0, counted: None, part: None, fraction: None }]
    }

    fn recurring(&self, version: &Version<'_>, grid: &[Stretch]) -> Result<Vec<Due>, Faults> {
        let first = grid.partition_point(|stretch| stretch.within.end() <= version.from);
        let mut due = Vec::with_capacity(grid.len().saturating_sub(first));
        for stretch in grid.get(first..).unwrap_or_default() {
            if version.until.is_some_and(|until| until <= stretch.within.start()) {
                // Moved by the policy, a version may end with the period after its last instant.
                break;
            }
            for part in self.parts(version, stretch) {
                if self.due_at(version, stretch, &part) <= self.through {
                    due.extend(self.charge(version, stretch, part)?);
                }
            }
        }
        Ok(due)
    }

    /// The parts of a period in which a version is charged: mostly one, the whole of it.
    fn parts(&self, version: &Version<'_>, stretch: &Stretch) -> Vec<Period> {
        let within = stretch.within;
        let start = self.moved(version, version.from, &within).max(within.start());
        let end = version
            .until
            .map_or(within.end(), |until| self.moved(version, until, &within).min(within.end()));
        let mut parts: Vec<Period> = Period::new(start, end).into_iter().collect();
        for stop in &self.timeline.stops {
            if stop.keeps_begun && stop.from > within.start() {
                continue;
            }
            let mut left = Vec::with_capacity(parts.len());
            for part in parts {
                let before = Period::new(part.start(), part.end().min(stop.from));
                let after =
                    stop.until.map(|until| Period::new(part.start().max(until), part.end()));
                left.extend(before.into_iter().chain(after.into_iter().flatten()));
            }
            parts = left;
        }
        parts
    }

    /// Where a change within a period takes effect on the period's charges.
    fn moved(&self, version: &Version<'_>, change: Instant, within: &Period) -> Instant {
        if change <= within.start() || change >= within.end() {
            return change;
        }
        match self.contract.proration.on_change {
            OnChange::NextPeriod => within.end(),
            _ if version.item.usage.is_some() => change,
            OnChange::None => within.end(),
            OnChange::FullDifference if change > self.through => within.end(),
            OnChange::FullDifference => within.start(),
            OnChange::Prorate | OnChange::ResetPeriod => change,
        }
    }

    fn due_at(&self, version: &Version<'_>, stretch: &Stretch, part: &Period) -> Instant {
        match version.item.timing {
            Timing::InAdvance => part.start().max(version.from),
            Timing::InArrears => match self.timeline.ended_at() {
                Some(ended) => ended.max(part.end()).min(stretch.within.end()),
                None => stretch.within.end(),
            },
        }
    }

    fn charge(
        &self,
        version: &Version<'_>,
        stretch: &Stretch,
        part: Period,
    ) -> Result<Option<Due>, Faults> {
        let due = Due {
            period: Some(stretch.whole),
            ordinal: stretch.ordinal,
            counted: Some(stretch.counted),
            part: (part != stretch.whole).then_some(part),
            fraction: None,
        };
        if due.part.is_none() {
            return Ok(Some(due));
        }
        let zone = (&self.contract.zone, self.zones);
        let covered = Period::new(
            part.start().max(stretch.whole.start()),
            part.end().min(stretch.whole.end()),
        )?;
        let fraction = Fraction::of(&covered, &stretch.whole, self.contract.proration.unit, zone)?;
        if fraction.is_whole() {
            return Ok(Some(due));
        }
        // Changed twice on a day, an item has been there for no day.
        let nothing = fraction.numerator() == 0 && version.item.usage.is_none() && !version.whole;
        Ok((!nothing).then_some(Due { fraction: Some(fraction), ..due }))
    }
}
