//! Overrides: what differs from a price for one customer.

use seikyu_calendar::Interval;
use seikyu_money::{Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, Price, Text, Timing},
    rating::Charge,
};

/// What differs from a price for one customer; what is absent stays as the price has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PriceOverride {
    /// Name on documents, instead of the product's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Codes of the tax rates, instead of the product's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxes: Option<Vec<Code>>,
    /// The charge model with its prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge: Option<Charge>,
    /// Units free of charge in every period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<Quantity>,
    /// The quantity a new quote starts with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// How often it is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// When it is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
    /// The line it is charged on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<Code>,
    /// The least that a full period comes to, in major units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<UnitPrice>,
    /// The most that a full period comes to, in major units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<UnitPrice>,
}

impl PriceOverride {
    /// The price with what differs.
    #[must_use]
    pub fn of(&self, price: &Price) -> Price {
        Price {
            charge: self.charge.clone().unwrap_or_else(|| price.charge.clone()),
            included: self.included.or(price.included),
            quantity: self.quantity.or(price.quantity),
            interval: self.interval.or(price.interval),
            timing: self.timing.or(price.timing),
            line: self.line.clone().or_else(|| price.line.clone()),
            minimum: self.minimum.or(price.minimum),
            maximum: self.maximum.or(price.maximum),
            ..price.clone()
        }
    }
}
