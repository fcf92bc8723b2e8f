//! Prices: how much of a product costs how much, how often, when.

use seikyu_calendar::Interval;
use seikyu_money::{Currency, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, Phase},
    rating::{Charge, Limits},
};

/// One price of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Price {
    /// Unique within the plan; the key of its line.
    pub code: Code,
    /// The product that is sold.
    pub product: Code,
    /// The charge model with its prices.
    pub charge: Charge,
    /// The meter whose usage is charged; absent when the quantity is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Code>,
    /// Units free of charge in every period (allowance).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub included: Option<Quantity>,
    /// The quantity a new quote starts with, when it is chosen; else 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// How often it is charged; absent for once, at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// When it is charged; in arrears for usage and in advance for chosen quantities when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
    /// Prices with the same line are added up exactly and rounded once, as one line of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Code>,
    /// The least that the charge of a full period comes to, in major units, whatever the quantity; a
    /// part of a period has that part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<UnitPrice>,
    /// The most that the charge of a full period comes to, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<UnitPrice>,
    /// Its charge in other currencies than the price list's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub currencies: Vec<CurrencyPrice>,
    /// How it differs as a contract gets older, one phase after the other from the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub phases: Vec<Phase>,
}

/// The charge of a price in another currency than the price list's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CurrencyPrice {
    /// The currency.
    pub currency: Currency,
    /// The charge model with its prices in that currency.
    pub charge: Charge,
    /// The least that a full period comes to, in that currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<UnitPrice>,
    /// The most that a full period comes to, in that currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<UnitPrice>,
}

impl Price {
    /// The price in a currency; `None` when it has none. Phases are in the price list's currency, so that
    /// a price with phases has no other.
    #[must_use]
    pub fn in_currency(&self, currency: Currency, listed: Currency) -> Option<Self> {
        if currency == listed {
            return Some(self.clone());
        }
        let other = self.currencies.iter().find(|other| other.currency == currency)?;
        Some(Self {
            charge: other.charge.clone(),
            minimum: other.minimum,
            maximum: other.maximum,
            currencies: Vec::new(),
            ..self.clone()
        })
    }

    /// When the price is charged.
    #[must_use]
    pub fn timing(&self) -> Timing {
        self.timing.unwrap_or(if self.usage.is_some() {
            Timing::InArrears
        } else {
            Timing::InAdvance
        })
    }

    /// The least and the most that the charge comes to.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits { minimum: self.minimum, maximum: self.maximum }
    }
}

/// When a period is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Timing {
    /// At the start of the period.
    InAdvance,
    /// At its end.
    InArrears,
}
