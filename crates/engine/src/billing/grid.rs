//! The grid of an interval: the periods of a contract, one after the other through its cycles.

use seikyu_calendar::{Instant, Interval, Period, ProrationUnit, Recurrence, Zones};

use crate::{
    billing::LINES_MAX,
    contract::{Contract, Cycle, Timeline},
    wire::Faults,
};

/// One period of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// How many periods came before it, in all cycles.
    pub(crate) ordinal: u32,
    /// The whole period; it is what a line names.
    pub(crate) whole: Period,
    /// What of it lies within its cycle: less than the whole where the contract begins within a
    /// period, or begins new ones.
    pub(crate) within: Period,
    /// The usage it counts: of all of the period, but for what lies in another cycle or in a trial.
    pub(crate) counted: Period,
}

/// The periods that begin through an instant, and at least the first.
pub(crate) fn grid(
    contract: &Contract,
    timeline: &Timeline<'_>,
    interval: Interval,
    (through, zones): (Instant, &Zones),
) -> Result<Vec<Stretch>, Faults> {
    let mut stretches = Vec::new();
    for (index, cycle) in timeline.cycles.iter().enumerate() {
        let recurrence = recurrence(contract, cycle, index == 0, (interval, zones))?;
        for period in recurrence.periods(0, zones) {
            let (number, period) = period?;
            let whole = if number == 0 { recurrence.full_period(0, zones)? } else { period };
            let start = period.start().max(cycle.from);
            if !stretches.is_empty() && start > through {
                break;
            }
            let end = cycle.until.map_or(whole.end(), |until| until.min(whole.end()));
            let Ok(within) = Period::new(start, end) else { break };
            let ordinal = u32::try_from(stretches.len()).unwrap_or(u32::MAX);
            let whole_start = if cycle.from > timeline.start { start } else { whole.start() };
            let counted = Period::new(whole_start.min(start), end)?;
            stretches.push(Stretch { ordinal, whole, within, counted });
            if stretches.len() > LINES_MAX {
                return Err(Faults::whole(
                    "too_many_lines",
                    format!("More than {LINES_MAX} periods are due; accepted are fewer."),
                ));
            }
        }
    }
    Ok(stretches)
}

/// The starts and ends of the periods that begin through an instant, and of the first.
pub(crate) fn period_bounds(
    contract: &Contract,
    timeline: &Timeline<'_>,
    interval: Interval,
    at: (Instant, &Zones),
) -> Result<Vec<Instant>, Faults> {
    let grid = grid(contract, timeline, interval, at)?;
    let last = grid.iter().rev().take(2);
    Ok(last.flat_map(|stretch| [stretch.within.start(), stretch.within.end()]).collect())
}

/// The end of the period of an interval that runs at an instant, or of the first.
pub(crate) fn period_end(
    contract: &Contract,
    timeline: &Timeline<'_>,
    interval: Interval,
    at: (Instant, &Zones),
) -> Result<Instant, Faults> {
    let grid = grid(contract, timeline, interval, at)?;
    let running = grid.iter().rev().find(|stretch| stretch.within.start() <= at.0);
    Ok(running.or(grid.first()).map_or(at.0, |stretch| stretch.within.end()))
}

/// The periods of a cycle. Those of the first are counted from the contract's anchor, if it names one.
fn recurrence(
    contract: &Contract,
    cycle: &Cycle,
    first: bool,
    (interval, zones): (Interval, &Zones),
) -> Result<Recurrence, Faults> {
    let zone = &contract.zone;
    let day = zones.date_of(zone, cycle.from)?;
    let recurrence = match contract.periods.anchor.filter(|_| first) {
        Some(anchor) => {
            Recurrence::new(anchor, interval, zone.clone(), contract.periods.alignment)?
                .entered_on(day)?
        }
        None => Recurrence::new(day, interval, zone.clone(), contract.periods.alignment)?,
    };
    let midnight = zones.start_of(zone, day)?;
    let to_the_second = contract.proration.unit == ProrationUnit::Second
        && contract.periods.alignment == seikyu_calendar::Alignment::Anniversary
        && contract.periods.anchor.is_none();
    if to_the_second && cycle.from != midnight {
        return Ok(recurrence.beginning_at(cycle.from, zones)?);
    }
    Ok(recurrence)
}
