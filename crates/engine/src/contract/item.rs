//! Items: what a contract charges.

use std::sync::Arc;

use seikyu_calendar::Interval;
use seikyu_money::{Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, Text, Timing},
    contract::{Contract, Event},
    rating::{Charge, Limits},
};

/// One charge of a contract: a price with its product's name and taxes, and the chosen quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Item {
    /// Unique within the contract.
    pub key: Code,
    /// The product, for coupons; absent for a free line of a quote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Code>,
    /// Name on documents.
    pub name: Text,
    /// What one unit is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// Codes of the tax rates that apply.
    #[cfg_attr(feature = "typescript", tsify(type = "Code[]"))]
    pub taxes: Arc<[Code]>,
    /// The charge model with its prices.
    pub charge: Charge,
    /// The meter whose usage is charged; absent when the quantity is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Code>,
    /// Units free of charge in every period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub included: Option<Quantity>,
    /// The chosen quantity; absent when it comes from usage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// How often it is charged; absent for once, at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// When it is charged.
    pub timing: Timing,
    /// Items with the same line are added up exactly and rounded once, as one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Code>,
    /// The least that the charge of a full period comes to, in major units; a part of a period has
    /// that part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<UnitPrice>,
    /// The most that the charge of a full period comes to, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<UnitPrice>,
}

impl Contract {
    /// The items that any event brought.
    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.events.iter().flat_map(Event::items)
    }

    /// An item that any event brought onto a line, if one did.
    pub(crate) fn item_of_line(&self, key: &Code) -> Option<&Item> {
        self.items().find(|item| item.line_key() == key)
    }
}

impl Item {
    /// The key of the line the item is charged on.
    #[must_use]
    pub fn line_key(&self) -> &Code {
        self.line.as_ref().unwrap_or(&self.key)
    }

    /// The least and the most that the charge comes to.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits { minimum: self.minimum, maximum: self.maximum }
    }
}
