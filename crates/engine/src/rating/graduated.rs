//! Graduated: each tier prices the units that fall into it.
//!
//! The amount is the sum over the tiers touched of `units in the tier × unit price + flat`. A quantity
//! equal to `up_to` belongs to that tier; 5.001 with a bound of 5 touches the next one. A tier's flat
//! amount is charged once any part of a unit falls into the tier; at a quantity of zero the first
//! tier's flat amount is charged only if `flat_at_zero` says so, since peers disagree there.
//!
//! Example, 従量電灯B in yen: 320 kWh at 29.80 up to 120, 36.40 up to 300, 40.49 above:
//! 120 × 29.80 + 180 × 36.40 + 20 × 40.49 = 3576 + 6552 + 809.80 = 10,937.80.
//! In euro, 12 units at 1.00 flat up to 5, 1.00 each + 2.00 up to 10, 2.00 each above:
//! 1 + (5 + 2) + 4 = 12 (vector graduated-033).

use seikyu_money::{Exact, MoneyError, Quantity};
use serde::{Deserialize, Serialize};

use crate::{
    rating::{Record, Step, Tier, tiers::check_tiers},
    wire::{Check, Pointer},
};

/// Each tier prices the units that fall into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Graduated {
    /// The tiers, in rising order.
    pub tiers: Vec<Tier>,
    /// Whether a quantity of zero is charged the first tier's flat amount.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub flat_at_zero: bool,
}

impl Graduated {
    pub(crate) fn rate(
        &self,
        quantity: Quantity,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        let mut sum = Exact::ZERO;
        let mut above = Quantity::ZERO;
        for (tier, number) in self.tiers.iter().zip(1_u32..) {
            let touched = quantity > above || (number == 1 && self.flat_at_zero);
            if !touched {
                break;
            }
            let top = tier.up_to.map_or(quantity, |bound| bound.min(quantity));
            let within = top.saturating_subtract(above);
            let mut amount = Exact::from(within).times(tier.unit_price.into())?;
            if !tier.flat.is_zero() {
                amount = amount.plus(tier.flat.into())?;
            }
            steps.record(|| Step::Tier {
                tier: number,
                above,
                up_to: tier.up_to,
                quantity: within,
                unit_price: tier.unit_price,
                flat: tier.flat,
            });
            sum = sum.plus(amount)?;
            above = top;
            if tier.up_to.is_none_or(|bound| bound >= quantity) {
                break;
            }
        }
        Ok(sum)
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        check_tiers(&self.tiers, &pointer.field("tiers"), check);
    }
}
