//! Drafts: what a sales person fills in.

use std::{collections::BTreeMap, sync::Arc};

use seikyu_calendar::{Date, Interval, ZoneName};
use seikyu_money::{Currency, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, PriceOverride, TaxBehavior, Text},
    tax::CustomerTax,
    wire::{DraftVersion, Faults, read},
};

/// A quote as it is edited: a plan of a price list, quantities, free lines, coupons and tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Draft {
    /// The form of this document.
    pub version: DraftVersion,
    /// Code of the price list.
    pub price_list: Code,
    /// Code of the plan.
    pub plan: Code,
    /// The time zone in which days and months are counted.
    pub zone: ZoneName,
    /// The first day.
    pub start: Date,
    /// Chosen quantities by price; the price's own quantity where absent.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<Code, Quantity>", optional))]
    pub quantities: BTreeMap<Code, Quantity>,
    /// Assumed usage per period by meter; none where absent.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<Code, Quantity>", optional))]
    pub usage: BTreeMap<Code, Quantity>,
    /// Free lines beside the plan.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub lines: Vec<ExtraLine>,
    /// The currency, where prices have several; the price list's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What differs from the price list for this customer, by the key of the price: its code, or
    /// `add-on.price`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<Code, PriceOverride>", optional))]
    pub overrides: BTreeMap<Code, PriceOverride>,
    /// Add-ons of the price list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub add_ons: Vec<ChosenAddOn>,
    /// Codes of coupons, in the order in which they are taken.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub coupons: Vec<Code>,
    /// Whether prices contain tax; as the price list says where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_behavior: Option<TaxBehavior>,
    /// Tax rates of every line; as the products say where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Code[]", optional))]
    pub taxes: Option<Arc<[Code]>>,
    /// The customer as far as tax is concerned: the price list's tax rules choose the rates of its
    /// products. Free lines keep the rates they name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerTax>,
}

/// An add-on that a quote takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ChosenAddOn {
    /// Code of the add-on.
    pub code: Code,
    /// How many; its chosen quantities are that often theirs.
    #[serde(default = "one")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub quantity: u32,
    /// The first day; the quote's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// The day after the last one; without end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
}

const fn one() -> u32 {
    1
}

/// A free line: something that is on no price list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ExtraLine {
    /// Unique within the quote, and no code of a price of the plan.
    pub key: Code,
    /// Name on documents.
    pub name: Text,
    /// How many.
    pub quantity: Quantity,
    /// Price of one, in major units.
    pub unit_price: UnitPrice,
    /// Codes of the tax rates that apply.
    #[cfg_attr(feature = "typescript", tsify(type = "Code[]"))]
    pub taxes: Arc<[Code]>,
    /// How often it is charged, in advance; absent for once, at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
}

impl Draft {
    /// Reads a draft. What depends on the price list is checked by [`crate::quote::contract`].
    ///
    /// # Errors
    /// The first field that is not of the form.
    #[inline]
    pub fn read(text: &str) -> Result<Self, Faults> {
        read(text)
    }
}
