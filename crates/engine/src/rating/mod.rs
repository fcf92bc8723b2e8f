//! Rating: from a quantity to an exact amount, one file per charge model.
//!
//! A new model is one file here and one line in [`Charge`]. Nothing in this module rounds: the one
//! rounding of a line is in [`crate::billing`].

mod blocks;
mod dynamic;
mod error;
mod flat;
mod form;
mod graduated;
mod graduated_percentage;
mod limits;
mod matrix;
mod measured;
mod package;
mod per_unit;
mod percentage;
mod stairstep;
mod step;
mod tiers;
mod volume;

pub use blocks::{BlockTier, Blocks, PricedBy};
pub use dynamic::Dynamic;
pub use error::RatingError;
pub use flat::Flat;
pub use graduated::Graduated;
pub use graduated_percentage::{GraduatedPercentage, ShareTier};
pub use limits::{Limits, prorated};
pub use matrix::{Cell, Matrix, Unpriced};
pub use measured::Measured;
pub use package::Package;
pub use per_unit::PerUnit;
pub use percentage::{EventLimit, Percentage};
use seikyu_money::Exact;
use serde::Serialize;
pub use stairstep::{Stair, Stairstep};
pub use step::{Record, Step};
pub use tiers::Tier;
pub use volume::Volume;

use crate::{
    catalog::{Aggregation, Meter},
    wire::{Check, Pointer},
};

/// A charge model with its prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "model", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Charge {
    /// The same amount whatever the quantity.
    Flat(Flat),
    /// A price for each unit.
    PerUnit(PerUnit),
    /// Each tier prices the units that fall into it.
    Graduated(Graduated),
    /// Each tier takes its per cent of the part of an amount that falls into it.
    GraduatedPercentage(GraduatedPercentage),
    /// The tier that the whole quantity reaches prices every unit.
    Volume(Volume),
    /// One amount for the step that the quantity reaches.
    Stairstep(Stairstep),
    /// Whole packages, a begun one charged in full.
    Package(Package),
    /// Tiers that differ in block size.
    Blocks(Blocks),
    /// A per cent of each event's value, and a fixed fee for it.
    Percentage(Percentage),
    /// Each usage record says its own price.
    Dynamic(Dynamic),
    /// A unit price for each combination of dimensions.
    Matrix(Matrix),
}

impl Charge {
    /// The exact amount of what was measured, its steps recorded for the derivation.
    ///
    /// # Errors
    /// [`RatingError::Money`] when the amount has more digits than can be held exactly; the others for
    /// usage records that the price cannot charge.
    pub fn rate(
        &self,
        measured: &Measured<'_>,
        steps: &mut impl Record,
    ) -> Result<Exact, RatingError> {
        let quantity = measured.billable();
        let exact = match self {
            Self::Flat(model) => model.rate(steps),
            Self::PerUnit(model) => model.rate(quantity, steps),
            Self::Graduated(model) => model.rate(quantity, steps),
            Self::GraduatedPercentage(model) => model.rate(quantity, steps),
            Self::Volume(model) => model.rate(quantity, steps),
            Self::Stairstep(model) => model.rate(quantity, steps),
            Self::Package(model) => model.rate(quantity, steps),
            Self::Blocks(model) => model.rate(quantity, steps),
            Self::Percentage(model) => model.rate(measured, steps),
            Self::Dynamic(model) => return model.rate(measured, steps),
            Self::Matrix(model) => return model.rate(measured, steps),
        };
        Ok(exact?)
    }

    /// Records what is wrong with the model's prices.
    pub fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        match self {
            Self::Flat(_) | Self::Dynamic(_) => {}
            Self::PerUnit(model) => model.check(pointer, check),
            Self::Graduated(model) => model.check(pointer, check),
            Self::GraduatedPercentage(model) => model.check(pointer, check),
            Self::Volume(model) => model.check(pointer, check),
            Self::Stairstep(model) => model.check(pointer, check),
            Self::Package(model) => model.check(pointer, check),
            Self::Blocks(model) => model.check(pointer, check),
            Self::Percentage(model) => model.check(pointer, check),
            Self::Matrix(model) => model.check(pointer, check),
        }
    }

    /// Whether the price needs something of each usage record beside its quantity.
    #[must_use]
    pub const fn prices_records(&self) -> bool {
        matches!(self, Self::Dynamic(_) | Self::Matrix(_))
    }

    /// Records a price that charges each usage record but has no meter that adds them up.
    pub fn check_meter(&self, meter: Option<&Meter>, pointer: &Pointer<'_>, check: &mut Check) {
        let (needed, accepted): (bool, &[Aggregation]) = match self {
            Self::Percentage(_) => (false, &[Aggregation::Sum]),
            Self::Dynamic(_) => (true, &[Aggregation::Sum]),
            Self::Matrix(_) => (true, &[Aggregation::Sum, Aggregation::Max]),
            _ => return,
        };
        let detail = match meter {
            None if needed => "The price charges usage records; accepted is a meter.",
            Some(meter) if !accepted.contains(&meter.aggregation) => {
                "The price charges each usage record; accepted is a meter that adds them up."
            }
            _ => return,
        };
        check.fault("meter_does_not_fit", pointer, detail);
    }
}
