//! Coupons: reductions of the document, spread over the lines they apply to, or units free of charge.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency, Number, Percent, Quantity};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    catalog::{Code, Text},
    wire::{Check, FaultCode, Pointer},
};

/// A reduction in per cent, of a fixed amount, or of free units. Exactly one of `percent`, `amount` and
/// `free_units` is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// A fixed amount of each document in major units of the contract's currency, from 0; never more
    /// than what the lines it applies to still come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// The currency of its amounts; when it is given it must be the contract's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Units of its meters that are free in every period, of each price beside its allowance (a usage
    /// discount).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_units: Option<Quantity>,
    /// How many periods of a line it reduces, counted from when it was applied: 1 for once, forever when
    /// absent. A fixed amount is then taken that often in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periods: Option<u32>,
    /// The products it applies to; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub products: Option<Vec<Code>>,
    /// The plans it applies to; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans: Option<Vec<Code>>,
    /// The meters whose usage it applies to; all lines when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meters: Option<Vec<Code>>,
    /// What the lines it applies to must come to on a document, before any discount, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_spend: Option<Number>,
    /// The most it takes of a document, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_discount: Option<Number>,
    /// How often it can be redeemed, by all customers together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redemptions_max: Option<u32>,
    /// The last day on which it can be redeemed. What was redeemed keeps its periods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
}

/// Why a coupon cannot be redeemed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotRedeemable {
    /// Its last day has passed.
    #[error("the coupon could be redeemed until {last}; accepted is a day up to then")]
    Expired {
        /// The last day.
        last: Date,
    },
    /// It was redeemed as often as it can be.
    #[error("the coupon was redeemed {max} times already; accepted is another coupon")]
    UsedUp {
        /// How often it can be redeemed.
        max: u32,
    },
}

impl NotRedeemable {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> FaultCode {
        match self {
            Self::Expired { .. } => "coupon_expired",
            Self::UsedUp { .. } => "coupon_used_up",
        }
    }
}

impl Coupon {
    /// Whether the coupon reduces the lines of a product and meter.
    #[must_use]
    pub fn applies_to(&self, product: Option<&Code>, meter: Option<&Code>) -> bool {
        let among = |codes: &Option<Vec<Code>>, code: Option<&Code>| match (codes, code) {
            (None, _) => true,
            (Some(codes), Some(code)) => codes.contains(code),
            (Some(_), None) => false,
        };
        among(&self.products, product) && among(&self.meters, meter)
    }

    /// Whether the coupon is for a plan.
    #[must_use]
    pub fn is_for_plan(&self, plan: Option<&Code>) -> bool {
        match (&self.plans, plan) {
            (None, _) => true,
            (Some(plans), Some(plan)) => plans.contains(plan),
            (Some(_), None) => false,
        }
    }

    /// Whether the coupon still holds in a period, by how many came before it since it was applied.
    #[must_use]
    pub fn holds_in(&self, before: u32) -> bool {
        self.periods.is_none_or(|periods| before < periods)
    }

    /// Whether the coupon can be redeemed on a day, having been redeemed so often.
    ///
    /// # Errors
    /// [`NotRedeemable`].
    pub fn redeem(&self, on: Date, redeemed: u32) -> Result<(), NotRedeemable> {
        if let Some(last) = self.expires_on.filter(|last| *last < on) {
            return Err(NotRedeemable::Expired { last });
        }
        match self.redemptions_max {
            Some(max) if redeemed >= max => Err(NotRedeemable::UsedUp { max }),
            _ => Ok(()),
        }
    }

    /// Records what is wrong with the coupon.
    pub fn check(&self, currency: Currency, pointer: &Pointer<'_>, check: &mut Check) {
        if let Some(named) = self.currency {
            check.money(&pointer.field("currency"), currency.require(named));
        }
        let given = [self.percent.is_some(), self.amount.is_some(), self.free_units.is_some()];
        if given.iter().filter(|given| **given).count() != 1 {
            check.fault(
                "one_of",
                pointer,
                "A coupon has a percent, an amount or free units; exactly one is accepted.",
            );
        }
        if let Some(percent) = self.percent.filter(|percent| *percent > Percent::HUNDRED) {
            check.fault(
                "out_of_range",
                &pointer.field("percent"),
                format!("{percent} is more than the whole; accepted is 0 to 100."),
            );
        }
        let amounts = [
            ("amount", self.amount),
            ("minimum_spend", self.minimum_spend),
            ("maximum_discount", self.maximum_discount),
        ];
        for (name, amount) in amounts {
            let Some(amount) = amount else { continue };
            let place = pointer.field(name);
            if amount.is_negative() {
                let detail = format!("{amount} is below zero; accepted is an amount from 0.");
                check.fault("out_of_range", &place, detail);
            }
            check.money(&place, Amount::from_number(amount, currency));
        }
        if self.free_units.is_some() && self.meters.is_none() {
            let detail = "Free units are of meters; accepted is at least one meter.";
            check.fault("missing_field", &pointer.field("meters"), detail);
        }
        for (name, number) in [("periods", self.periods), ("redemptions_max", self.redemptions_max)]
        {
            if number == Some(0) {
                let detail = "0 was given; accepted is 1 or more, or nothing for no limit.";
                check.fault("out_of_range", &pointer.field(name), detail);
            }
        }
    }
}

/// How several coupons meet (semantics: Zuora's stacked and sequential modes).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum CouponMode {
    /// Each coupon reduces what the one before it left.
    #[default]
    Sequential,
    /// Each coupon reduces the undiscounted lines; together never below zero.
    Stacked,
}
