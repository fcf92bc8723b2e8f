//! The forms: rules, their conditions, and the customer they are asked about.

use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, Text},
    identifier::{Country, VatNumber},
};

/// The rules of a seller, in order: the first that holds is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TaxRules {
    /// The country from which the seller sells.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub seller: Country,
    /// The rules.
    pub rules: Vec<TaxRule>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TaxRule {
    /// Unique within the rules.
    pub code: Code,
    /// When it holds; always, when it names no condition.
    #[serde(default, skip_serializing_if = "TaxCondition::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub when: TaxCondition,
    /// Codes of the tax rates that apply then; none where no tax is stated at all.
    pub taxes: Vec<Code>,
    /// Why no tax is charged, as the invoice has to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
}

/// Conditions of a rule; all that are named must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TaxCondition {
    /// The seller sells from one of these countries.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "string[]", optional))]
    pub seller: Option<Vec<Country>>,
    /// The customer is in one of these countries.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "string[]", optional))]
    pub customer: Option<Vec<Country>>,
    /// The customer is in none of these countries.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "string[]", optional))]
    pub customer_not: Option<Vec<Country>>,
    /// The customer is a business, shown by a VAT number; or, for `false`, is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub business: Option<bool>,
    /// The product's tax class is one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub classes: Option<Vec<Code>>,
    /// The customer is exempt; or, for `false`, is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub exempt: Option<bool>,
}

impl TaxCondition {
    /// Whether it names no condition, and so always holds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A customer as far as tax is concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CustomerTax {
    /// Where the customer is: established, or living.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub country: Country,
    /// The VAT number, which makes the customer a business; it must be one of that country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "string", optional))]
    pub vat_number: Option<VatNumber>,
    /// Why the customer pays no tax, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
}

/// Why no tax is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Exemption {
    /// The reason, as the invoice states it (BT-120).
    pub reason: Text,
    /// Its code in the list VATEX, such as `VATEX-EU-AE` (BT-121).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}
