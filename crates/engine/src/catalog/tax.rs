//! Tax terms: the rates and whether prices contain them.

use seikyu_money::Percent;
use serde::{Deserialize, Serialize};

use crate::catalog::{Code, Text};

/// The tax rates of a price list or contract, and whether its prices contain tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TaxTerms {
    /// Whether prices contain tax.
    pub behavior: TaxBehavior,
    /// The rates that products may name.
    pub rates: Vec<TaxRate>,
}

/// Whether prices contain tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// The tax categories of EN 16931 (code list UNCL 5305).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
