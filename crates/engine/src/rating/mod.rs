//! Rating: from a quantity to an exact amount, one file per charge model.
//!
//! A new model is one file here and one line in [`Charge`]. Nothing in this module rounds: the one
//! rounding of a line is in [`crate::billing`].

mod blocks;
mod flat;
mod form;
mod graduated;
mod graduated_percentage;
mod limits;
mod package;
mod per_unit;
mod stairstep;
mod step;
mod tiers;
mod volume;

pub use blocks::{BlockTier, Blocks, PricedBy};
pub use flat::Flat;
pub use graduated::Graduated;
pub use graduated_percentage::{GraduatedPercentage, ShareTier};
pub use limits::{Limits, prorated};
pub use package::Package;
pub use per_unit::PerUnit;
use seikyu_money::{Exact, MoneyError, Quantity};
use serde::Serialize;
pub use stairstep::{Stair, Stairstep};
pub use step::{Record, Step};
pub use tiers::Tier;
pub use volume::Volume;

use crate::wire::{Check, Pointer};

/// A charge model with its prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
}

impl Charge {
    /// The exact amount of a quantity, its steps recorded for the derivation.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the amount has more digits than can be held exactly.
    pub fn rate(&self, quantity: Quantity, steps: &mut impl Record) -> Result<Exact, MoneyError> {
        match self {
            Self::Flat(model) => model.rate(steps),
            Self::PerUnit(model) => model.rate(quantity, steps),
            Self::Graduated(model) => model.rate(quantity, steps),
            Self::GraduatedPercentage(model) => model.rate(quantity, steps),
            Self::Volume(model) => model.rate(quantity, steps),
            Self::Stairstep(model) => model.rate(quantity, steps),
            Self::Package(model) => model.rate(quantity, steps),
            Self::Blocks(model) => model.rate(quantity, steps),
        }
    }

    /// Records what is wrong with the model's prices.
    pub fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        match self {
            Self::Flat(_) => {}
            Self::PerUnit(model) => model.check(pointer, check),
            Self::Graduated(model) => model.check(pointer, check),
            Self::GraduatedPercentage(model) => model.check(pointer, check),
            Self::Volume(model) => model.check(pointer, check),
            Self::Stairstep(model) => model.check(pointer, check),
            Self::Package(model) => model.check(pointer, check),
            Self::Blocks(model) => model.check(pointer, check),
        }
    }
}
