//! What lists of the catalog show, for the description of the API: the rows are made in SQL.

use seikyu_engine::catalog::{Code, Plan, Product};
use seikyu_money::Currency;
use serde::Serialize;

/// A product with the price list it is in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedProduct {
    /// The product.
    #[serde(flatten)]
    pub product: Product,
    /// The price list it is in.
    pub price_list: Code,
    /// The list's present version.
    pub price_list_version: u64,
}

/// A plan with the price list it is in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedPlan {
    /// The plan.
    #[serde(flatten)]
    pub plan: Plan,
    /// The currency of the list.
    pub currency: Currency,
    /// The price list it is in.
    pub price_list: Code,
    /// The list's present version.
    pub price_list_version: u64,
}
