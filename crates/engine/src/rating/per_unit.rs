//! Per unit: every unit at the same price.
//!
//! A price may be for several units (EN 16931 BT-149, item price base quantity): 200 screws at 52.52 per
//! 100 are 200 × 52.52 / 100 = 105.04. Nothing is rounded on the way.

use seikyu_money::{Exact, MoneyError, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    rating::{Record, Step},
    wire::{Check, Pointer},
};

/// Every unit at the same price: `quantity × unit_price / base_quantity`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PerUnit {
    /// Price of one unit, or of as many as the base quantity says, in major units.
    pub unit_price: UnitPrice,
    /// How many units the price is for; 1 when absent (BT-149).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_quantity: Option<Quantity>,
}

impl PerUnit {
    pub(crate) fn rate(
        &self,
        quantity: Quantity,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        let Self { unit_price, base_quantity } = *self;
        steps.record(|| Step::Units { quantity, unit_price, base_quantity });
        units(quantity, unit_price, base_quantity)
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        if let Some(base) = self.base_quantity
            && Exact::from(Quantity::ONE).per(base).is_err()
        {
            let detail = format!(
                "A price for {base} units was given; accepted is more than 0, in at most 19 digits."
            );
            check.fault("out_of_range", &pointer.field("base_quantity"), detail);
        }
    }
}

/// `quantity × unit_price / base_quantity`.
pub(super) fn units(
    quantity: Quantity,
    unit_price: UnitPrice,
    base_quantity: Option<Quantity>,
) -> Result<Exact, MoneyError> {
    let price = Exact::from(quantity).times(unit_price.into())?;
    base_quantity.map_or(Ok(price), |base| price.per(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(quantity: &str, unit_price: &str, base: &str, expect: &str) {
        let model = PerUnit {
            unit_price: unit_price.parse().unwrap(),
            base_quantity: (!base.is_empty()).then(|| base.parse().unwrap()),
        };
        let mut steps = Vec::new();
        let found = model.rate(quantity.parse().unwrap(), &mut steps);
        let found = found.map_err(|error| error.code());
        assert_eq!(found.map(|exact| exact.to_string()).unwrap_or_else(str::to_owned), expect);
    }

    #[test]
    fn a_price_is_for_one_unit_or_for_several() {
        check("200.00", "52.52", "", "10504");
        check("200.00", "52.52", "100.0000", "105.04");
        check("150", "60.76", "100", "91.14");
        // 7 × 10 / 3, and 7 × 10 / 0.3
        check("7", "10", "3", "70/3");
        check("7", "10", "0.3", "700/3");
        check("7", "-10", "2.5", "-28");
        check("7", "10", "0", "division_by_zero");
    }
}
