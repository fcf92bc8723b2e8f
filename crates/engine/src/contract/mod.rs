//! The contract: what was agreed with a customer, self-contained, as events in time.
//!
//! A contract names no price list to look up: its items carry their charge, so that an invoice can be
//! recomputed from its stored input alone.

mod check;
mod event;
mod item;
mod state;

pub use event::{Event, PlanReference};
pub use item::Item;
use seikyu_calendar::ZoneName;
use seikyu_money::Currency;
use serde::{Deserialize, Serialize};
pub use state::State;

use crate::{
    catalog::{CouponMode, Meter, Rounding, TaxTerms},
    wire::ContractVersion,
};

/// What was agreed with a customer. Check it with [`Contract::check`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The meters its items name.
    pub meters: Vec<Meter>,
    /// What happened, in order of time; the first is `created`.
    pub events: Vec<Event>,
}
