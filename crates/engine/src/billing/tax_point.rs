//! The tax point: the day whose rate a line has, when rates change (§ 27 UStG; Japan, 1 October 2019).
//!
//! A period is half open, so that the day it ends on is the last day within it: a June service is complete
//! on 30 June and has the rate of that day, though it may be charged at the first instant of July.

use std::sync::Arc;

use seikyu_calendar::{
    CalendarError, Date, Instant, Interval, Period, Recurrence, ZoneName, Zones,
};

use crate::{
    billing::Terms,
    catalog::{Code, TaxPoint, TaxTerms, Timing},
    contract::{Contract, Item, Timeline},
};

/// The rates of a bill's lines, with the codes that the bill gives them.
pub(super) struct LineRates<'a> {
    pub(super) terms: &'a Terms,
    pub(super) contract: &'a Contract,
    pub(super) timeline: &'a Timeline<'a>,
    pub(super) zones: &'a Zones,
}

impl LineRates<'_> {
    /// Those of a line of an item.
    pub(super) fn of(
        &self,
        item: &Item,
        period: Option<&Period>,
    ) -> Result<Arc<[Code]>, CalendarError> {
        let charged = (item, period);
        let day = || of_line(self.contract, self.timeline, charged, self.zones);
        self.terms.codes_on(&item.taxes, day)
    }
}

/// Whether a line has the rate of its period's first day; otherwise that of its last.
fn is_first_day(terms: TaxPoint, timing: Timing) -> bool {
    match terms {
        TaxPoint::Charge => timing == Timing::InAdvance,
        TaxPoint::PeriodStart => true,
        TaxPoint::PeriodEnd => false,
    }
}

/// The day whose rates a line of a period has; what is charged once has those of the contract's first
/// day.
fn of_line(
    contract: &Contract,
    timeline: &Timeline<'_>,
    (item, period): (&Item, Option<&Period>),
    zones: &Zones,
) -> Result<Date, CalendarError> {
    let at = match period {
        None => timeline.start,
        Some(period) if is_first_day(contract.tax.tax_point, item.timing) => period.start(),
        Some(period) => {
            let ends = timeline.stops.iter().filter(|stop| stop.cancelled).map(|stop| stop.from);
            let within = ends.filter(|end| period.start() < *end);
            within.fold(period.end(), Instant::min).plus_seconds(-1)?
        }
    };
    zones.date_of(&contract.zone, at)
}

/// The day whose rates the first period of an item has.
pub(crate) fn of_first_period(
    tax_point: TaxPoint,
    (timing, interval): (Timing, Option<Interval>),
    (start, zone): (Date, &ZoneName),
) -> Result<Date, CalendarError> {
    match interval {
        Some(interval) if !is_first_day(tax_point, timing) => {
            let recurrence = Recurrence::anniversary(start, interval, zone.clone());
            recurrence.start_date(1)?.plus_days(-1)
        }
        _ => Ok(start),
    }
}

/// Whether any rate changes.
pub(crate) fn is_dated(tax: &TaxTerms) -> bool {
    tax.rates.iter().any(|rate| !rate.changes.is_empty())
}
