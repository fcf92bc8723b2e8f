//! Flat: the same amount in every period, whatever the quantity.

use seikyu_money::{Exact, MoneyError, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::rating::{Record, Step};

/// The same amount in every period, whatever the quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Flat {
    /// The amount, in major units.
    pub amount: UnitPrice,
}

impl Flat {
    pub(crate) fn rate(&self, steps: &mut impl Record) -> Result<Exact, MoneyError> {
        steps.record(|| Step::Flat { amount: self.amount });
        Ok(self.amount.into())
    }
}
