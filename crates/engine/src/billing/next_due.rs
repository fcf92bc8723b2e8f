//! When a contract has to be looked at again.

use seikyu_calendar::{Instant, Zones};

use crate::{billing::grid::period_bounds, contract::Contract, wire::Faults};

/// The first instant after `after` at which a charge of a contract can become due, or change: the
/// beginning or end of a period, an event, or the end of a trial, a pause or an item. Before it, a
/// contract that is billed through `after` owes nothing more, unless more usage is reported for a time
/// that is billed already, or the contract bills usage at a threshold. `None` when nothing more can come.
///
/// A monthly contract from 1 December, billed through 10 December, is looked at again on 1 January; if
/// a change is scheduled for 15 December, then.
///
/// # Errors
/// As [`crate::billing::bill`], for a contract that does not begin or whose periods leave the calendar.
pub fn next_due(
    contract: &Contract,
    after: Instant,
    zones: &Zones,
) -> Result<Option<Instant>, Faults> {
    let Some(timeline) = contract.timeline() else {
        return Err(Faults::whole("not_created", "The contract does not begin."));
    };
    if timeline.ended_at().is_some_and(|ended| ended <= after)
        && contract.events.iter().all(|event| event.at() <= after)
    {
        return Ok(None);
    }
    let mut next: Option<Instant> = None;
    let mut see = |at: Instant| {
        if at > after && next.is_none_or(|known| at < known) {
            next = Some(at);
        }
    };
    contract.events.iter().for_each(|event| see(event.at()));
    for cycle in &timeline.cycles {
        see(cycle.from);
        cycle.until.into_iter().for_each(&mut see);
    }
    for stop in &timeline.stops {
        see(stop.from);
        stop.until.into_iter().for_each(&mut see);
    }
    let mut known = Vec::new();
    for version in &timeline.versions {
        see(version.from);
        version.until.into_iter().for_each(&mut see);
        let Some(interval) = version.item.interval else { continue };
        let over = version.until.is_some_and(|until| until <= after);
        if over && version.item.usage.is_none() || known.contains(&interval) {
            continue;
        }
        known.push(interval);
        period_bounds(contract, &timeline, interval, (after, zones))?
            .into_iter()
            .for_each(&mut see);
    }
    for interval in contract.commitments.iter().map(|commitment| commitment.interval) {
        if !known.contains(&interval) {
            known.push(interval);
            period_bounds(contract, &timeline, interval, (after, zones))?
                .into_iter()
                .for_each(&mut see);
        }
    }
    Ok(next)
}
