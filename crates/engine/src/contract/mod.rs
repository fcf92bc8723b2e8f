//! The contract: what was agreed with a customer, self-contained, as events in time.
//!
//! A contract names no price list to look up: its items carry their charge, so that an invoice can be
//! recomputed from its stored input alone.

mod check;
mod course;
mod event;
mod event_form;
mod item;
mod proration;
mod state;
mod timeline;

pub use event::{Event, PlanReference};
pub use item::Item;
pub use proration::{OnChange, Periods, Proration};
use seikyu_calendar::ZoneName;
use seikyu_money::{Currency, Number};
use serde::{Deserialize, Serialize};
pub use state::{Standing, State};
pub use timeline::{AppliedCoupon, Cycle, Stop, Timeline, Version};

use crate::{
    catalog::{Commitment, CouponMode, Entitlement, Meter, Rounding, TaxTerms},
    wire::ContractVersion,
};

/// What was agreed with a customer. Check it with [`Contract::check`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Contract {
    /// The form of this document.
    pub version: ContractVersion,
    /// The currency of every amount.
    pub currency: Currency,
    /// The time zone in which its days and months are counted.
    pub zone: ZoneName,
    /// Rounding modes of lines and taxes.
    pub rounding: Rounding,
    /// How several coupons meet.
    pub coupon_mode: CouponMode,
    /// Tax rates and whether prices contain tax.
    pub tax: TaxTerms,
    /// Where its periods begin.
    #[serde(default, skip_serializing_if = "Periods::is_default")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub periods: Periods,
    /// How parts of periods are charged.
    #[serde(default, skip_serializing_if = "Proration::is_default")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub proration: Proration,
    /// How many periods back usage that comes late is still billed: 1 while the period after its own
    /// runs. What comes later is named on the bill and not billed. Without a bound when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub late_usage_periods: Option<u32>,
    /// Progressive billing: usage of a period that is running is billed as soon as what has accrued and
    /// is not billed comes to this, in major units above 0, before discount and tax. At the end of the
    /// period the rest is billed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub threshold: Option<Number>,
    /// The meters its items name.
    pub meters: Vec<Meter>,
    /// What it entitles to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub entitlements: Vec<Entitlement>,
    /// What the customer agreed to spend.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub commitments: Vec<Commitment>,
    /// What happened, in order of time; the first is `created`.
    pub events: Vec<Event>,
}
