//! Package: whole packages of a size, a begun package charged in full.
//!
//! The amount is `ceil(quantity / size) × price`. Example: 45 units in packages of 20 at 5: three
//! packages, 15 (vector package-023). A quantity of zero buys no package.

use seikyu_money::{Exact, MoneyError, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    rating::{Record, Step},
    wire::{Check, Pointer},
};

/// Whole packages of a size, a begun package charged in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Package {
    /// Units in a package, above zero.
    pub size: Quantity,
    /// Price of a package, in major units.
    pub price: UnitPrice,
}

impl Package {
    pub(crate) fn rate(
        &self,
        quantity: Quantity,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        let packages = quantity.packages_of(self.size)?;
        steps.record(|| Step::units(packages, self.price));
        Exact::from(packages).times(self.price.into())
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        check_size(self.size, &pointer.field("size"), check);
    }
}

/// Records a package or block of nothing.
pub(super) fn check_size(size: Quantity, pointer: &Pointer<'_>, check: &mut Check) {
    if size.is_zero() {
        let detail = "The size is 0; accepted is a size above 0.";
        check.fault("out_of_range", pointer, detail);
    }
}
