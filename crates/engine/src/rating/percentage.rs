//! Percentage: a per cent of each event's value, and a fixed fee for it.
//!
//! Each usage record is an event; its quantity is its value in major units. The fee of an event is
//! `charged value × rate % + fixed`, kept within the minimum and the maximum per event, fixed fee
//! included. An event is free while its number is within `free_events` and the values so far are within
//! `free_amount`, as far as each is given; an event that passes the free amount is charged for the part
//! above it. Where only `free_events` is given, later events are charged whole; where only `free_amount`
//! is given, any number of events uses it up. A record of nothing is no event.
//!
//! Example: 2.99 %, at least 1.75 and at most 12 an event, 30 free; values of 10, 80 and 10,000: the
//! first is free, 60 of the second cost 1.794, the third would cost 299 and costs 12: 13.794 (vector
//! percentage-014).

use std::cmp::Ordering;

use seikyu_money::{Exact, MoneyError, Percent, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    rating::{Measured, Record, Step, measured::count},
    wire::{Check, Pointer},
};

/// A per cent of each event's value, and a fixed fee for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Percentage {
    /// The per cent taken of an event's value.
    pub rate_percent: Percent,
    /// A fixed fee for each charged event, in major units.
    #[serde(default, skip_serializing_if = "UnitPrice::is_zero")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub fixed: UnitPrice,
    /// How many events of a period are free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_events: Option<u32>,
    /// How much value of a period is free, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_amount: Option<Quantity>,
    /// The least that a charged event costs, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_per_event: Option<UnitPrice>,
    /// The most that an event costs, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_per_event: Option<UnitPrice>,
}

/// Events that are charged alike.
#[derive(Default)]
struct Tally {
    /// Events within the limits, and the value charged of them.
    events: u32,
    value: Option<Quantity>,
    /// Events raised to the minimum, and cut to the maximum.
    raised: u32,
    cut: u32,
}

fn one_more(events: u32) -> Result<u32, MoneyError> {
    events.checked_add(1).ok_or(MoneyError::Overflow)
}

impl Percentage {
    pub(crate) fn rate(
        &self,
        measured: &Measured<'_>,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        let mut tally = Tally::default();
        let mut number = 0_u32;
        let mut running = Quantity::ZERO;
        for event in measured.measurements().filter(|event| !event.charged.is_zero()) {
            number = one_more(number)?;
            let charged =
                event.charged.saturating_subtract(self.free(number, running, event.charged));
            running = running.plus(event.charged)?;
            if !charged.is_zero() {
                self.add(&mut tally, charged)?;
            }
        }
        self.total(&tally, steps)
    }

    /// What of an event's value is free.
    fn free(&self, number: u32, running: Quantity, value: Quantity) -> Quantity {
        let within_events = self.free_events.is_none_or(|free| number <= free);
        match self.free_amount {
            Some(amount) if within_events => amount.saturating_subtract(running).min(value),
            None if within_events && self.free_events.is_some() => value,
            _ => Quantity::ZERO,
        }
    }

    fn add(&self, tally: &mut Tally, charged: Quantity) -> Result<(), MoneyError> {
        let limited = self.minimum_per_event.is_some() || self.maximum_per_event.is_some();
        let fee = if limited { Some(self.fee(charged, Quantity::ONE)?) } else { None };
        let is = |limit: Option<UnitPrice>, ordering| -> Result<bool, MoneyError> {
            match (fee, limit) {
                (Some(fee), Some(limit)) => Ok(fee.compare(limit.into())? == ordering),
                _ => Ok(false),
            }
        };
        if is(self.maximum_per_event, Ordering::Greater)? {
            tally.cut = one_more(tally.cut)?;
        } else if is(self.minimum_per_event, Ordering::Less)? {
            tally.raised = one_more(tally.raised)?;
        } else {
            tally.events = one_more(tally.events)?;
            tally.value = Some(match tally.value {
                None => charged,
                Some(value) => value.plus(charged)?,
            });
        }
        Ok(())
    }

    fn fee(&self, value: Quantity, events: Quantity) -> Result<Exact, MoneyError> {
        let fixed = Exact::from(events).times(self.fixed.into())?;
        Exact::from(value).percent(self.rate_percent)?.plus(fixed)
    }

    fn total(&self, tally: &Tally, steps: &mut impl Record) -> Result<Exact, MoneyError> {
        let mut sum = Exact::ZERO;
        if let Some(value) = tally.value {
            let events = count(tally.events)?;
            let step = Step::Percentage {
                quantity: value,
                rate_percent: self.rate_percent,
                events,
                fixed: self.fixed,
            };
            sum = self.fee(value, events)?;
            steps.record(|| step);
        }
        let limits = [
            (tally.raised, self.minimum_per_event, EventLimit::Minimum),
            (tally.cut, self.maximum_per_event, EventLimit::Maximum),
        ];
        for (events, each, limit) in limits {
            let Some(each) = each.filter(|_| events > 0) else { continue };
            let step = Step::EventLimit { limit, events: count(events)?, each };
            sum = sum.plus(step.amount()?)?;
            steps.record(|| step);
        }
        Ok(sum)
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        let limits = [
            ("minimum_per_event", self.minimum_per_event),
            ("maximum_per_event", self.maximum_per_event),
        ];
        for (name, limit) in limits {
            if let Some(limit) = limit.filter(|limit| limit.number().is_negative()) {
                let detail = format!("{limit} is below zero; accepted is 0 or more.");
                check.fault("out_of_range", &pointer.field(name), detail);
            }
        }
        if let (Some(minimum), Some(maximum)) = (self.minimum_per_event, self.maximum_per_event)
            && maximum < minimum
        {
            let detail = format!(
                "The maximum of {maximum} lies below the minimum; accepted is {minimum} or more."
            );
            check.fault("out_of_range", &pointer.field("maximum_per_event"), detail);
        }
    }
}

/// Which limit an event's fee was kept within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum EventLimit {
    /// The least that a charged event costs.
    Minimum,
    /// The most that an event costs.
    Maximum,
}
