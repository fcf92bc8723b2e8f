//! The catalog: what a seller offers and at which prices. A price list holds products, meters, plans
//! with their prices, tax rates and coupons; it is data, so a price change needs no developer.

mod add_on;
mod check;
mod code;
mod commitment;
mod coupon;
mod feature;
mod meter;
mod phase;
mod plan;
mod price;
mod price_list;
mod price_override;
mod product;
mod tax;
mod text;

pub use add_on::AddOn;
pub use check::check_codes;
pub use code::Code;
pub use commitment::Commitment;
pub use coupon::{Coupon, CouponMode, NotRedeemable};
pub use feature::{Entitlement, Feature, FeatureKind};
pub use meter::{Aggregation, Meter};
pub use phase::Phase;
pub use plan::Plan;
pub use price::{CurrencyPrice, Price, Timing};
pub use price_list::{PriceList, Rounding};
pub use price_override::PriceOverride;
pub use product::Product;
pub use tax::{RateChange, TaxBehavior, TaxCategory, TaxPoint, TaxRate, TaxTerms};
pub use text::Text;
