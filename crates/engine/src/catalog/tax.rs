//! Tax terms: the rates and whether prices contain them.

use seikyu_calendar::Date;
use seikyu_money::Percent;
use serde::{Deserialize, Serialize};

use crate::catalog::{Code, Text};

/// The tax rates of a price list or contract, and whether its prices contain tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TaxTerms {
    /// Whether prices contain tax.
    pub behavior: TaxBehavior,
    /// The rates that products may name.
    pub rates: Vec<TaxRate>,
    /// Which day's percent a line has, where rates change.
    #[serde(default, skip_serializing_if = "TaxPoint::is_charge")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub tax_point: TaxPoint,
}

/// Which day's percent a line has, in the contract's zone. What is charged once has that of the
/// contract's first day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum TaxPoint {
    /// The day it is charged for: the first of its period in advance, the last in arrears.
    #[default]
    Charge,
    /// The first day of its period.
    PeriodStart,
    /// The last day of its period, when a continuing service is complete (§ 27 UStG).
    PeriodEnd,
}

impl TaxPoint {
    #[allow(clippy::trivially_copy_pass_by_ref)]
    fn is_charge(&self) -> bool {
        *self == Self::Charge
    }
}

/// A new percent of a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RateChange {
    /// The first day on which it holds.
    pub from: Date,
    /// The rate from that day on.
    pub percent: Percent,
}

/// Whether prices contain tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum TaxBehavior {
    /// Tax is added to prices (税抜).
    Exclusive,
    /// Prices contain tax (税込).
    Inclusive,
}

/// A rate of tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TaxRate {
    /// Unique within the terms.
    pub code: Code,
    /// The category of EN 16931 (BT-151).
    pub category: TaxCategory,
    /// The rate, 10 for 10 %.
    pub percent: Percent,
    /// Name on documents.
    pub name: Text,
    /// Whether it is computed on the price and the taxes before it on the same line, in the order of
    /// the terms. Québec before 2013: 5 % of 100.00 is 5.00, 9.5 % of 105.00 is 9.975 → 9.98.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub compound: bool,
    /// Its later percents, in rising order of their first days. On a bill a changed rate has the code of
    /// the rate and the day: `standard-2019-10-01`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub changes: Vec<RateChange>,
}

impl TaxRate {
    /// The code that a bill gives the rate from a change on.
    ///
    /// # Errors
    /// The code is too long.
    pub(crate) fn code_from(&self, day: Date) -> Result<Code, String> {
        format!("{}-{day}", self.code).parse()
    }

    /// Whether a bill may name the rate so: by its code, or by that of one of its changes.
    pub(crate) fn is_billed_as(&self, code: &Code) -> bool {
        self.code == *code
            || self.changes.iter().any(|change| self.code_from(change.from).as_ref() == Ok(code))
    }
}

/// The tax categories of EN 16931 (code list UNCL 5305).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum TaxCategory {
    /// Standard rate (and, in EN 16931, reduced rates).
    S,
    /// Lower rate (Japan's 8 %, as JP PINT names it).
    AA,
    /// Zero rated.
    Z,
    /// Exempt.
    E,
    /// Reverse charge.
    AE,
    /// Intra-community supply.
    K,
    /// Export.
    G,
    /// Outside the scope of tax.
    O,
    /// Italian split payment: tax is shown, and the buyer pays it to the state.
    B,
    /// General indirect tax of the Canary Islands (IGIC).
    L,
    /// Tax of Ceuta and Melilla (IPSI).
    M,
}

impl TaxCategory {
    /// Whether the category may have a rate above zero (EN 16931 BR-S-05, BR-Z-05, BR-E-05…).
    #[must_use]
    pub const fn is_taxed(self) -> bool {
        matches!(self, Self::S | Self::AA | Self::B | Self::L | Self::M)
    }
}
