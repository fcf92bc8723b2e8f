//! Which charges are due, for which periods, with which fraction.

use seikyu_calendar::{Fraction, Instant, Interval, Period, ProrationUnit, Recurrence, Zones};

use crate::{
    billing::{BillRequest, LINES_MAX},
    catalog::Timing,
    contract::{Item, State},
    wire::Faults,
};

/// The due periods of every pair of interval and timing that occurs in a contract.
pub(crate) struct Schedule {
    entries: Vec<Entry>,
    /// Whether usage counts whatever its instant (a typical period).
    pub(crate) all_usage: bool,
}

struct Entry {
    interval: Option<Interval>,
    timing: Timing,
    due: Vec<Due>,
}

/// One charge that is due.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    /// The service period; absent for a charge made once.
    pub(crate) period: Option<Period>,
    /// The part of the full period, when the contract ended within it.
    pub(crate) fraction: Option<Fraction>,
}

impl Schedule {
    /// The due charges of an item.
    pub(crate) fn of(&self, item: &Item) -> &[Due] {
        self.entries
            .iter()
            .find(|entry| entry.interval == item.interval && entry.timing == item.timing)
            .map_or(&[], |entry| &entry.due)
    }

    fn build(
        items: &[Item],
        mut due: impl FnMut(Option<Interval>, Timing) -> Result<Vec<Due>, Faults>,
    ) -> Result<Vec<Entry>, Faults> {
        let mut entries: Vec<Entry> = Vec::new();
        for item in items {
            let (interval, timing) = (item.interval, item.timing);
            let known =
                entries.iter().any(|entry| entry.interval == interval && entry.timing == timing);
            if !known {
                entries.push(Entry { interval, timing, due: due(interval, timing)? });
            }
        }
        Ok(entries)
    }
}

/// Everything due from the contract's start through the request's instant.
pub(crate) fn due(
    request: &BillRequest,
    state: &State<'_>,
    zones: &Zones,
) -> Result<Schedule, Faults> {
    let entries = Schedule::build(state.items, |interval, timing| match interval {
        None => Ok(once(state, request.through)),
        Some(interval) => recurring(request, state, zones, (interval, timing)),
    })?;
    Ok(Schedule { entries, all_usage: false })
}

/// The first full period of every item.
pub(crate) fn first_period(
    request: &BillRequest,
    state: &State<'_>,
    zones: &Zones,
) -> Result<Schedule, Faults> {
    let entries = Schedule::build(state.items, |interval, _| match interval {
        None => Ok(Vec::new()),
        Some(interval) => {
            let recurrence = recurrence(request, state, zones, interval)?;
            Ok(vec![Due { period: Some(recurrence.period(0, zones)?), fraction: None }])
        }
    })?;
    Ok(Schedule { entries, all_usage: true })
}

fn once(state: &State<'_>, through: Instant) -> Vec<Due> {
    if state.start <= through { vec![Due { period: None, fraction: None }] } else { Vec::new() }
}

fn recurrence(
    request: &BillRequest,
    state: &State<'_>,
    zones: &Zones,
    interval: Interval,
) -> Result<Recurrence, Faults> {
    let zone = &request.contract.zone;
    let anchor = zones.date_of(zone, state.start)?;
    Ok(Recurrence::anniversary(anchor, interval, zone.clone()))
}

fn recurring(
    request: &BillRequest,
    state: &State<'_>,
    zones: &Zones,
    (interval, timing): (Interval, Timing),
) -> Result<Vec<Due>, Faults> {
    let recurrence = recurrence(request, state, zones, interval)?;
    let mut due = Vec::new();
    for period in recurrence.periods(0, zones) {
        let (_, full) = period?;
        let end = state.end.map_or(full.end(), |end| end.min(full.end()));
        let charged_at = match timing {
            Timing::InAdvance => full.start(),
            Timing::InArrears => end,
        };
        if charged_at > request.through || end <= full.start() {
            break;
        }
        if due.len() >= LINES_MAX {
            return Err(Faults::whole(
                "too_many_lines",
                format!("More than {LINES_MAX} periods are due; accepted are fewer."),
            ));
        }
        let fraction = if end == full.end() {
            None
        } else {
            let part = Period::new(full.start(), end)?;
            let zone = &request.contract.zone;
            Some(Fraction::of(&part, &full, ProrationUnit::Day, (zone, zones))?)
        };
        due.push(Due { period: Some(full), fraction });
    }
    Ok(due)
}
