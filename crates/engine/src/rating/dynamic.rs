//! Dynamic: each usage record says its own price; the sum is multiplied.
//!
//! The amount is `sum of the records' prices × multiplier`: what a supplier charged, with a margin.
//! A record's price is for the whole of its quantity; what the allowance uses up of a record is free in
//! proportion. An assumed usage of a quote has no record: its quantity is the price.
//!
//! Example: a cost of 10 with a multiplier of 1.33333 is 13.3333, on a line 13.33 (vector dynamic-003).

use seikyu_money::{Exact, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::rating::{Measured, RatingError, Record, Step, measured::count};

/// Each usage record says its own price; the sum is multiplied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Dynamic {
    /// What the sum of the prices is multiplied by; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multiplier: Option<UnitPrice>,
}

impl Dynamic {
    pub(crate) fn rate(
        &self,
        measured: &Measured<'_>,
        steps: &mut impl Record,
    ) -> Result<Exact, RatingError> {
        let mut prices = Exact::ZERO;
        let mut records = Quantity::ZERO;
        for measurement in measured.measurements().filter(|one| !one.charged.is_zero()) {
            let price = match measurement.record {
                None => Exact::from(measurement.value),
                Some(record) => record.price.ok_or(RatingError::NoPrice)?.into(),
            };
            let part = if measurement.charged == measurement.value {
                price
            } else {
                price.times(measurement.charged.into())?.per(measurement.value)?
            };
            prices = prices.plus(part)?;
            records = records.plus(count(1)?)?;
        }
        let step = Step::Dynamic { records, prices, multiplier: self.multiplier };
        let amount = step.amount()?;
        if !records.is_zero() {
            steps.record(|| step);
        }
        Ok(amount)
    }
}
