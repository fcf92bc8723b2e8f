//! Stairstep: one amount for the step that the quantity reaches, whatever the units within it.
//!
//! Example: 100 up to 5 units, 150 above: 7 units cost 150 (vector stairstep-004).

use seikyu_money::{Exact, MoneyError, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    rating::{Record, Step, tiers::check_bounds},
    wire::{Check, Pointer},
};

/// One amount for the step that the quantity reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Stairstep {
    /// The steps, in rising order.
    pub stairs: Vec<Stair>,
    /// Whether a quantity of zero is charged the first step's amount.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub flat_at_zero: bool,
}

/// One step: quantities above the step before it, up to and including `up_to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Stair {
    /// Inclusive upper bound; `null` in the last step and only there.
    pub up_to: Option<Quantity>,
    /// The amount, in major units.
    pub amount: UnitPrice,
}

impl Stairstep {
    pub(crate) fn rate(
        &self,
        quantity: Quantity,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        if quantity.is_zero() && !self.flat_at_zero {
            return Ok(Exact::ZERO);
        }
        let reached = |stair: &&Stair| stair.up_to.is_none_or(|bound| quantity <= bound);
        let Some(stair) = self.stairs.iter().find(reached) else {
            return Ok(Exact::ZERO);
        };
        steps.record(|| Step::Flat { amount: stair.amount });
        Ok(stair.amount.into())
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        let bounds = self.stairs.iter().map(|stair| stair.up_to);
        check_bounds(bounds, &pointer.field("stairs"), check);
    }
}
