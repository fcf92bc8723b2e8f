//! Per unit: every unit at the same price.

use seikyu_money::{Exact, MoneyError, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::rating::{Record, Step};

/// Every unit at the same price: `quantity × unit_price`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PerUnit {
    /// Price of one unit, in major units.
    pub unit_price: UnitPrice,
}

impl PerUnit {
    pub(crate) fn rate(
        &self,
        quantity: Quantity,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        steps.record(|| Step::Units { quantity, unit_price: self.unit_price });
        Exact::from(quantity).times(self.unit_price.into())
    }
}
