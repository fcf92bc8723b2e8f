//! Add-ons: prices sold beside a plan, with their own quantity.

use serde::{Deserialize, Serialize};

use crate::catalog::{Code, Entitlement, Price, Text};

/// Prices sold beside a plan: an option, an extra module, a set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct AddOn {
    /// Unique within the price list.
    pub code: Code,
    /// Name shown to people.
    pub name: Text,
    /// The plans it can be bought with; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans: Option<Vec<Code>>,
    /// How many can be bought at most; any number when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity_max: Option<u32>,
    /// Its prices, recurring and charged once.
    pub prices: Vec<Price>,
    /// What one of it entitles to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub entitlements: Vec<Entitlement>,
}

impl AddOn {
    /// Whether it can be bought with a plan.
    #[must_use]
    pub fn fits(&self, plan: &Code) -> bool {
        self.plans.as_ref().is_none_or(|plans| plans.contains(plan))
    }

    /// The key of the item of one of its prices: `add-on.price`; `None` beyond the length of a code.
    #[must_use]
    pub fn key(&self, price: &Price) -> Option<Code> {
        format!("{}.{}", self.code, price.code).parse().ok()
    }

    /// Whether an item of that key is one of its prices.
    pub(crate) fn has_key(&self, key: &Code) -> bool {
        self.prices.iter().any(|price| self.key(price).as_ref() == Some(key))
    }
}
