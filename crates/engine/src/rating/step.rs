//! The steps of a rating: what was multiplied and added, for the derivation.

use seikyu_money::{Exact, Quantity, UnitPrice};
use serde::Serialize;

/// One step of a charge model. The amounts of a charge's steps add up to its exact amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Step {
    /// A flat amount.
    Flat {
        /// The amount.
        amount: Exact,
    },
    /// `quantity × unit_price`.
    Units {
        /// Units charged.
        quantity: Quantity,
        /// Price of one.
        unit_price: UnitPrice,
        /// The product.
        amount: Exact,
    },
    /// `quantity × unit_price + flat` of one tier.
    Tier {
        /// Number of the tier, from 1.
        tier: u32,
        /// Units below this tier.
        above: Quantity,
        /// The tier's inclusive bound; absent for the last tier.
        #[serde(skip_serializing_if = "Option::is_none")]
        up_to: Option<Quantity>,
        /// Units in this tier.
        quantity: Quantity,
        /// Price of one unit in this tier.
        unit_price: UnitPrice,
        /// Amount for entering the tier.
        #[serde(skip_serializing_if = "UnitPrice::is_zero")]
        #[cfg_attr(feature = "typescript", tsify(optional))]
        flat: UnitPrice,
        /// The result.
        amount: Exact,
    },
}

impl Step {
    /// The step's share of the charge.
    #[must_use]
    pub const fn amount(&self) -> Exact {
        match self {
            Self::Flat { amount } | Self::Units { amount, .. } | Self::Tier { amount, .. } => {
                *amount
            }
        }
    }
}

/// Where steps go: into a list when the derivation is wanted, nowhere when only the amount is.
pub trait Record {
    /// Takes the step, if it is wanted; it is only made then.
    fn record(&mut self, step: impl FnOnce() -> Step);
}

impl Record for Vec<Step> {
    fn record(&mut self, step: impl FnOnce() -> Step) {
        self.push(step());
    }
}

impl Record for () {
    fn record(&mut self, _: impl FnOnce() -> Step) {}
}
