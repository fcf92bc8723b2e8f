//! What a draft schedules: phases that end, add-ons that begin and end. They are events of the contract
//! from its start, each with an id by which it can be taken back.

use seikyu_calendar::{Date, Instant, Recurrence, Zones};

use crate::{
    catalog::{Code, PriceList, Timing},
    contract::Event,
    order::sort_by_key,
    quote::{Draft, build::item_in_phase, offer::Offer},
    wire::{Faults, Pointer},
};

/// The events of a draft after the first, in order of time.
pub(super) fn scheduled(
    list: &PriceList,
    draft: &Draft,
    offers: &[Offer<'_>],
    zones: &Zones,
) -> Result<Vec<Event>, Faults> {
    let mut events = Vec::new();
    for offer in offers {
        if let Some(from) = offer.from
            && let Some(item) = item_in_phase(list, draft, offer, 0)
        {
            let at = starts(draft, from, zones)?;
            events.push(Event::ItemAdded { at, id: id(offer, "added"), item });
        }
        phases(list, draft, offer, zones, &mut events)?;
        if let Some(until) = offer.until {
            let at = starts(draft, until, zones)?;
            after_first_period(draft, offer, at, zones)?;
            events.push(Event::ItemRemoved {
                at,
                id: id(offer, "removed"),
                key: offer.key.clone(),
            });
        }
    }
    sort_by_key(&mut events, Event::at);
    Ok(events)
}

/// The changes from phase to phase; those after the add-on's end are left out.
fn phases(
    list: &PriceList,
    draft: &Draft,
    offer: &Offer<'_>,
    zones: &Zones,
    events: &mut Vec<Event>,
) -> Result<(), Faults> {
    let Some(interval) = offer.price.interval else { return Ok(()) };
    let first = offer.from.unwrap_or(draft.start);
    let begins = starts(draft, first, zones)?;
    let end = offer.until.map(|until| starts(draft, until, zones)).transpose()?;
    let recurrence = Recurrence::anniversary(draft.start, interval, draft.zone.clone());
    let mut passed = recurrence.index_of(begins, zones)?;
    let mut before = begins;
    for (index, phase) in offer.price.phases.iter().enumerate() {
        let at = match (phase.periods, phase.until) {
            (Some(periods), _) => {
                passed = passed.saturating_add(periods);
                recurrence.period(passed, zones)?.start()
            }
            (None, Some(until)) => {
                let at = starts(draft, until, zones)?;
                passed = recurrence.index_of(at.max(begins), zones)?;
                at
            }
            (None, None) => before,
        };
        if at <= before {
            let root = Pointer::ROOT;
            let overrides = root.field("overrides");
            let detail = "A phase ends before it begins; accepted are days in rising order.";
            return Err(Faults::one("invalid_time", &overrides.field(offer.key.as_str()), detail));
        }
        before = at;
        after_first_period(draft, offer, at, zones)?;
        let next = index.saturating_add(1);
        if end.is_none_or(|end| at < end)
            && let Some(item) = item_in_phase(list, draft, offer, next)
        {
            events.push(Event::ItemChanged { at, id: id(offer, &format!("phase-{next}")), item });
        }
    }
    Ok(())
}

/// Refuses what ends within the first period of a price that is charged in advance from the quote's
/// start: a quote that is edited does not show the part of the period that its first bill has.
fn after_first_period(
    draft: &Draft,
    offer: &Offer<'_>,
    at: Instant,
    zones: &Zones,
) -> Result<(), Faults> {
    let Some(interval) = offer.price.interval.filter(|_| offer.from.is_none()) else {
        return Ok(());
    };
    let recurrence = Recurrence::anniversary(draft.start, interval, draft.zone.clone());
    let end = recurrence.period(0, zones)?.end();
    if offer.price.timing() == Timing::InArrears || at >= end {
        return Ok(());
    }
    let detail = format!(
        "“{}” would end within its first period, on {at}; accepted is from {end} on.",
        offer.key
    );
    Err(Faults::whole("invalid_time", detail))
}

fn starts(draft: &Draft, day: Date, zones: &Zones) -> Result<Instant, Faults> {
    Ok(zones.start_of(&draft.zone, day)?)
}

/// The id of an event; none beyond the length of a code.
fn id(offer: &Offer<'_>, what: &str) -> Option<Code> {
    format!("{}.{what}", offer.key).parse().ok()
}
