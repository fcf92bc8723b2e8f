//! Volume: the tier that the whole quantity reaches prices every unit.
//!
//! The amount is `quantity × unit price + flat` of the first tier whose inclusive bound is not below the
//! quantity. A bigger quantity may therefore cost less. At a quantity of zero the first tier's flat
//! amount is charged only if `flat_at_zero` says so.
//!
//! Example: 25 units at 7 up to 5, 6.50 up to 10, 6 above: 25 × 6 = 150 (vector volume-025).

use seikyu_money::{Exact, MoneyError, Quantity};
use serde::{Deserialize, Serialize};

use crate::{
    rating::{Record, Step, Tier, tiers::check_tiers},
    wire::{Check, Pointer},
};

/// The tier that the whole quantity reaches prices every unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Volume {
    /// The tiers, in rising order.
    pub tiers: Vec<Tier>,
    /// Whether a quantity of zero is charged the first tier's flat amount.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub flat_at_zero: bool,
}

impl Volume {
    pub(crate) fn rate(
        &self,
        quantity: Quantity,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        if quantity.is_zero() && !self.flat_at_zero {
            return Ok(Exact::ZERO);
        }
        let mut above = Quantity::ZERO;
        for (tier, number) in self.tiers.iter().zip(1_u32..) {
            if let Some(bound) = tier.up_to
                && bound < quantity
            {
                above = bound;
                continue;
            }
            steps.record(|| Step::Tier {
                tier: number,
                above,
                up_to: tier.up_to,
                quantity,
                unit_price: tier.unit_price,
                flat: tier.flat,
            });
            return Exact::from(quantity).times(tier.unit_price.into())?.plus(tier.flat.into());
        }
        Ok(Exact::ZERO)
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        check_tiers(&self.tiers, &pointer.field("tiers"), check);
    }
}
