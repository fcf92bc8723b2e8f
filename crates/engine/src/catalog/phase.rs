//! Phases: prices that change as a contract gets older, such as a trial, a ramp, an introductory price.

use seikyu_calendar::Date;
use seikyu_money::{Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::Price,
    rating::Charge,
    wire::{Check, Pointer},
};

/// What differs from a price for a number of its periods, or until a day. Phases follow each other from
/// the start; after the last one the price holds as it is. A trial is a phase of a flat 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Phase {
    /// How many periods it lasts; either this or a day is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periods: Option<u32>,
    /// The first day on which it no longer holds, in the contract's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The charge model with its prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<Charge>,
    /// The quantity, where it is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Units free of charge in every period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub included: Option<Quantity>,
    /// The least that a full period comes to, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<UnitPrice>,
    /// The most that a full period comes to, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<UnitPrice>,
}

impl Phase {
    /// The price as it is in the phase.
    #[must_use]
    pub fn of(&self, price: &Price) -> Price {
        Price {
            charge: self.charge.clone().unwrap_or_else(|| price.charge.clone()),
            included: self.included.or(price.included),
            minimum: self.minimum.or(price.minimum),
            maximum: self.maximum.or(price.maximum),
            ..price.clone()
        }
    }
}

/// Records what is wrong with the phases of a price.
pub(crate) fn check_phases(price: &Price, pointer: &Pointer<'_>, check: &mut Check) {
    let phases = pointer.field("phases");
    if price.interval.is_none() && !price.phases.is_empty() {
        let detail = "What is charged once has no phases; accepted is none.";
        check.fault("out_of_range", &phases, detail);
    }
    for (index, phase) in price.phases.iter().enumerate() {
        let place = phases.index(index);
        if phase.periods.is_some() == phase.until.is_some() {
            let detail = "A phase lasts for some periods or until a day; exactly one is accepted.";
            check.fault("one_of", &place, detail);
        }
        if phase.periods == Some(0) {
            let detail = "The phase lasts for no period; accepted is 1 or more.";
            check.fault("out_of_range", &place.field("periods"), detail);
        }
        if phase.quantity.is_some() && price.usage.is_some() {
            let detail = "The quantity comes from usage; accepted is none in a phase.";
            check.fault("usage_and_quantity", &place.field("quantity"), detail);
        }
        if let Some(charge) = &phase.charge {
            charge.check(&place.field("charge"), check);
        }
        phase.of(price).limits().check(&place, check);
    }
}
