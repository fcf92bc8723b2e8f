//! Graduated percentage: each tier takes its per cent of the part of an amount that falls into it.
//!
//! The quantity is an amount in major units: a turnover, a payment volume. The charge is the sum over
//! the tiers touched of `part in the tier × per cent + flat`; bounds, flat amounts and zero follow
//! [`graduated`](super::Graduated).
//!
//! Example: 1 % + 200 up to 10, 2 % + 300 up to 20, 3 % + 400 above. For 12 that is
//! 0.10 + 200 + 0.04 + 300 = 500.14 (vector graduated_percentage-005).

use seikyu_money::{Exact, MoneyError, Percent, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    rating::{Record, Step, tiers::check_bounds},
    wire::{Check, Pointer},
};

/// Each tier takes its per cent of the part of an amount that falls into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct GraduatedPercentage {
    /// The tiers, in rising order.
    pub shares: Vec<ShareTier>,
    /// Whether an amount of zero is charged the first tier's flat amount.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub flat_at_zero: bool,
}

/// One tier: the part of the amount above the tier before it, up to and including `up_to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ShareTier {
    /// Inclusive upper bound, in major units; `null` in the last tier and only there.
    pub up_to: Option<Quantity>,
    /// The per cent taken of the part.
    pub rate_percent: Percent,
    /// Amount for entering the tier, in major units.
    #[serde(default, skip_serializing_if = "UnitPrice::is_zero")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub flat: UnitPrice,
}

impl GraduatedPercentage {
    pub(crate) fn rate(
        &self,
        amount: Quantity,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        let mut sum = Exact::ZERO;
        let mut above = Quantity::ZERO;
        for (tier, number) in self.shares.iter().zip(1_u32..) {
            let touched = amount > above || (number == 1 && self.flat_at_zero);
            if !touched {
                break;
            }
            let top = tier.up_to.map_or(amount, |bound| bound.min(amount));
            let step = Step::Share {
                tier: number,
                above,
                up_to: tier.up_to,
                quantity: top.saturating_subtract(above),
                rate_percent: tier.rate_percent,
                flat: tier.flat,
            };
            sum = sum.plus(step.amount()?)?;
            steps.record(|| step);
            above = top;
        }
        Ok(sum)
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        let bounds = self.shares.iter().map(|tier| tier.up_to);
        check_bounds(bounds, &pointer.field("shares"), check);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2.9 % up to 10,000 (290), 1.5 % + 20 up to 50,000 (600 + 20), 0.25 % above.
    fn card_fees() -> GraduatedPercentage {
        let tier = |up_to: Option<&str>, percent: &str, flat: &str| ShareTier {
            up_to: up_to.map(|bound| bound.parse().unwrap()),
            rate_percent: percent.parse().unwrap(),
            flat: flat.parse().unwrap(),
        };
        GraduatedPercentage {
            shares: vec![
                tier(Some("10000"), "2.9", "0"),
                tier(Some("50000"), "1.5", "20"),
                tier(None, "0.25", "0"),
            ],
            flat_at_zero: false,
        }
    }

    #[track_caller]
    fn check(amount: &str, expect: &str) {
        let mut steps = Vec::new();
        let found = card_fees().rate(amount.parse().unwrap(), &mut steps).unwrap();
        assert_eq!(found.to_string(), expect, "{amount}");
        let leaves = steps.iter().map(|step| step.amount().unwrap());
        assert_eq!(leaves.fold(Exact::ZERO, |sum, leaf| sum.plus(leaf).unwrap()), found);
    }

    #[test]
    fn each_tier_takes_its_part() {
        check("0", "0");
        check("0.01", "0.00029");
        check("10000", "290");
        // 290 + 0.01 × 1.5 % + 20
        check("10000.01", "310.00015");
        check("50000", "910");
        // 910 + 12,345.67 × 0.25 %
        check("62345.67", "940.864175");
    }
}
