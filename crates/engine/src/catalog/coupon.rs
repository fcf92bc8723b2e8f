//! Coupons: reductions of the document, spread over the lines they apply to.

use seikyu_money::{Amount, Currency, Number, Percent};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, Text},
    wire::{Check, Pointer},
};

/// A reduction in per cent or of a fixed amount. Exactly one of `percent` and `amount` is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Coupon {
    /// Unique within the price list.
    pub code: Code,
    /// Name on documents.
    pub name: Text,
    /// Per cent of the lines it applies to, from 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// A fixed amount in major units of the contract's currency, from 0; never more than what the
    /// lines it applies to still come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// The currency of the amount; when it is given it must be the contract's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The products it applies to; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub products: Option<Vec<Code>>,
}

impl Coupon {
    /// Whether the coupon reduces a product's lines.
    #[must_use]
    pub fn applies_to(&self, product: &Code) -> bool {
        self.products.as_ref().is_none_or(|products| products.contains(product))
    }

    /// Records what is wrong with the coupon.
    pub fn check(&self, currency: Currency, pointer: &Pointer<'_>, check: &mut Check) {
        if let Some(named) = self.currency {
            check.money(&pointer.field("currency"), currency.require(named));
        }
        match (self.percent, self.amount) {
            (Some(percent), None) if percent > Percent::HUNDRED => {
                check.fault(
                    "out_of_range",
                    &pointer.field("percent"),
                    format!("{percent} is more than the whole; accepted is 0 to 100."),
                );
            }
            (None, Some(amount)) => {
                let place = pointer.field("amount");
                if amount.is_negative() {
                    check.fault(
                        "out_of_range",
                        &place,
                        format!("{amount} is below zero; accepted is an amount from 0."),
                    );
                }
                check.money(&place, Amount::from_number(amount, currency));
            }
            (Some(_), None) => {}
            (None, None) | (Some(_), Some(_)) => check.fault(
                "one_of",
                pointer,
                "A coupon has either a percent or an amount; exactly one is accepted.",
            ),
        }
    }
}

/// How several coupons meet (semantics: Zuora's stacked and sequential modes).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum CouponMode {
    /// Each coupon reduces what the one before it left.
    #[default]
    Sequential,
    /// Each coupon reduces the undiscounted lines; together never below zero.
    Stacked,
}
