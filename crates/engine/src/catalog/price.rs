//! Prices: how much of a product costs how much, how often, when.

use seikyu_calendar::Interval;
use seikyu_money::{Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::Code,
    rating::{Charge, Limits},
};

/// One price of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// How often it is charged.
    pub interval: Interval,
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
}

impl Price {
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
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Timing {
    /// At the start of the period.
    InAdvance,
    /// At its end.
    InArrears,
}
