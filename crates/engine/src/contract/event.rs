//! Events: what happens to a contract.

use std::slice;

use seikyu_calendar::Instant;
use seikyu_money::Quantity;
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, Coupon},
    contract::Item,
};

/// Something that happened to a contract at an instant, or will: what is scheduled lies in the future.
///
/// In JSON an event is one flat object, `{"type": "quantity_changed", "at": …, "key": …, "quantity":
/// …}`. An event with an `id` can be taken back by [`Event::Unscheduled`] before its instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ContractEvent"))]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Event {
    /// It began; periods are counted from this instant's day in the contract's zone.
    Created {
        /// When.
        at: Instant,
        /// The plan it was made from, when there was one.
        #[serde(skip_serializing_if = "Option::is_none")]
        plan: Option<PlanReference>,
        /// What is charged.
        items: Vec<Item>,
        /// Coupons, in the order in which they are taken.
        coupons: Vec<Coupon>,
    },
    /// An item came to the others. Its first period is the rest of the one that is running.
    ItemAdded {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// The item, of a key that no other item has.
        item: Item,
    },
    /// An item was replaced by another of the same key: another price, another charge.
    ItemChanged {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// The item as it is from now on.
        item: Item,
    },
    /// An item went. What was charged once stays charged.
    ItemRemoved {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// Key of the item.
        key: Code,
    },
    /// The chosen quantity of an item changed.
    QuantityChanged {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// Key of the item.
        key: Code,
        /// The quantity from now on.
        quantity: Quantity,
    },
    /// Another plan, or another version of the same: a whole new set of items. An item that is in
    /// both sets, alike, goes on unchanged.
    PlanChanged {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// The plan that the items are from.
        plan: PlanReference,
        /// Everything that is charged from now on.
        items: Vec<Item>,
    },
    /// A coupon came to the others, after them.
    CouponApplied {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// The coupon, of a code that no other coupon has.
        coupon: Coupon,
    },
    /// A coupon went; bills from now on are without it.
    CouponRemoved {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// Code of the coupon.
        code: Code,
    },
    /// Nothing is charged until it resumes.
    Paused {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// Whether the rest of a period that has begun is credited, too. Else it stays charged in
        /// full.
        credit: bool,
    },
    /// Charges go on, with the same periods as before the pause.
    Resumed {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
    },
    /// It begins with a trial: nothing is charged until that ends, and the periods begin there.
    TrialStarted {
        /// When: the instant at which it was created.
        at: Instant,
        /// The end of the trial.
        until: Instant,
    },
    /// The trial ends later.
    TrialExtended {
        /// When; before the trial has ended.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// The new end, later than the one before.
        until: Instant,
    },
    /// It ended; charges stop at this instant.
    Cancelled {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
        /// Whether each item is charged to the end of the period in which it is then.
        #[serde(skip_serializing_if = "is_false")]
        at_period_end: bool,
    },
    /// A cancelled contract goes on, with the same items and periods.
    Reactivated {
        /// When.
        at: Instant,
        /// Its name, for taking it back.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<Code>,
    },
    /// A scheduled event was taken back before its instant, as if it had never been written.
    Unscheduled {
        /// When; before the event's instant.
        at: Instant,
        /// The event's id.
        event: Code,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The plan a contract was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PlanReference {
    /// Code of the price list.
    pub price_list: Code,
    /// Code of the plan.
    pub code: Code,
    /// Version of the plan.
    pub version: u32,
}

impl Event {
    /// When the event happened, or will.
    #[must_use]
    pub const fn at(&self) -> Instant {
        match self {
            Self::Created { at, .. }
            | Self::ItemAdded { at, .. }
            | Self::ItemChanged { at, .. }
            | Self::ItemRemoved { at, .. }
            | Self::QuantityChanged { at, .. }
            | Self::PlanChanged { at, .. }
            | Self::CouponApplied { at, .. }
            | Self::CouponRemoved { at, .. }
            | Self::Paused { at, .. }
            | Self::Resumed { at, .. }
            | Self::TrialStarted { at, .. }
            | Self::TrialExtended { at, .. }
            | Self::Cancelled { at, .. }
            | Self::Reactivated { at, .. }
            | Self::Unscheduled { at, .. } => *at,
        }
    }

    /// Its name, when it can be taken back.
    #[must_use]
    pub const fn id(&self) -> Option<&Code> {
        match self {
            Self::ItemAdded { id, .. }
            | Self::ItemChanged { id, .. }
            | Self::ItemRemoved { id, .. }
            | Self::QuantityChanged { id, .. }
            | Self::PlanChanged { id, .. }
            | Self::CouponApplied { id, .. }
            | Self::CouponRemoved { id, .. }
            | Self::Paused { id, .. }
            | Self::Resumed { id, .. }
            | Self::TrialExtended { id, .. }
            | Self::Cancelled { id, .. }
            | Self::Reactivated { id, .. } => id.as_ref(),
            Self::Created { .. } | Self::TrialStarted { .. } | Self::Unscheduled { .. } => None,
        }
    }

    /// Its type, as in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Created { .. } => "created",
            Self::ItemAdded { .. } => "item_added",
            Self::ItemChanged { .. } => "item_changed",
            Self::ItemRemoved { .. } => "item_removed",
            Self::QuantityChanged { .. } => "quantity_changed",
            Self::PlanChanged { .. } => "plan_changed",
            Self::CouponApplied { .. } => "coupon_applied",
            Self::CouponRemoved { .. } => "coupon_removed",
            Self::Paused { .. } => "paused",
            Self::Resumed { .. } => "resumed",
            Self::TrialStarted { .. } => "trial_started",
            Self::TrialExtended { .. } => "trial_extended",
            Self::Cancelled { .. } => "cancelled",
            Self::Reactivated { .. } => "reactivated",
            Self::Unscheduled { .. } => "unscheduled",
        }
    }

    /// The items it brings.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        match self {
            Self::Created { items, .. } | Self::PlanChanged { items, .. } => items,
            Self::ItemAdded { item, .. } | Self::ItemChanged { item, .. } => slice::from_ref(item),
            _ => &[],
        }
    }
}
