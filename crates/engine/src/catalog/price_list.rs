//! Price lists: the catalog of a seller as one document.

use seikyu_money::{Currency, RoundingMode};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{AddOn, Code, Coupon, CouponMode, Feature, Meter, Plan, Product, TaxTerms, Text},
    tax::TaxRules,
    wire::PriceListVersion,
};

/// A price list in one currency. Read it with [`PriceList::read`], which checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PriceList {
    /// The form of this document.
    pub version: PriceListVersion,
    /// Unique within the seller.
    pub code: Code,
    /// Name shown to people.
    pub name: Text,
    /// Where the figures were published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The currency of every price.
    pub currency: Currency,
    /// Rounding modes of lines and taxes.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub rounding: Rounding,
    /// Tax rates and whether prices contain tax.
    pub tax: TaxTerms,
    /// Rules that choose the rates for a customer whom a quote describes; without them, and without such
    /// a customer, each product has the rates it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_rules: Option<TaxRules>,
    /// What is counted.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub meters: Vec<Meter>,
    /// What is sold.
    pub products: Vec<Product>,
    /// The plans a customer can subscribe to.
    pub plans: Vec<Plan>,
    /// What can be bought beside a plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub add_ons: Vec<AddOn>,
    /// What plans and add-ons can entitle to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub features: Vec<Feature>,
    /// The coupons a quote may use.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub coupons: Vec<Coupon>,
    /// How several coupons meet.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub coupon_mode: CouponMode,
}

/// The rounding modes of a seller (design.md section 4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Rounding {
    /// The one rounding of each line, and of a coupon's amount.
    #[cfg_attr(feature = "typescript", tsify(type = "RoundingMode", optional))]
    pub lines: RoundingMode,
    /// The one rounding of each tax rate's total.
    #[cfg_attr(feature = "typescript", tsify(type = "RoundingMode", optional))]
    pub tax: RoundingMode,
}

impl PriceList {
    /// Finds a plan.
    #[must_use]
    pub fn plan(&self, code: &Code) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.code == *code)
    }

    /// Finds a product.
    #[must_use]
    pub fn product(&self, code: &Code) -> Option<&Product> {
        self.products.iter().find(|product| product.code == *code)
    }
}
