//! Products: what is sold.

use serde::{Deserialize, Serialize};

use crate::catalog::{Code, Text};

/// A thing or service that is sold, with its name on documents and its taxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Product {
    /// Unique within the price list.
    pub code: Code,
    /// Name on quotes and invoices.
    pub name: Text,
    /// What one unit is called: seat, GB, 10 A.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// Codes of the tax rates that apply; none for a product outside tax.
    pub taxes: Vec<Code>,
    /// What it is to the tax rules, where the price list has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_class: Option<Code>,
}
