//! Events: what happens to a contract.

use seikyu_calendar::Instant;
use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    catalog::{Code, Coupon},
    contract::Item,
};

/// Something that happened to a contract at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// It ended; charges stop at this instant.
    Cancelled {
        /// When.
        at: Instant,
    },
}

/// The plan a contract was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// When the event happened.
    #[must_use]
    pub const fn at(&self) -> Instant {
        match self {
            Self::Created { at, .. } | Self::Cancelled { at } => *at,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Created,
    Cancelled,
}

/// One flat object, so that a fault deep inside keeps its path.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventForm {
    r#type: Kind,
    at: Instant,
    plan: Option<PlanReference>,
    items: Option<Vec<Item>>,
    coupons: Option<Vec<Coupon>>,
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::object::<EventForm, Self, D>(deserializer)
    }
}

impl TryFrom<EventForm> for Event {
    type Error = String;

    fn try_from(form: EventForm) -> Result<Self, String> {
        let EventForm { r#type, at, plan, items, coupons } = form;
        match (r#type, items) {
            (Kind::Created, Some(items)) => {
                Ok(Self::Created { at, plan, items, coupons: coupons.unwrap_or_default() })
            }
            (Kind::Created, None) => Err("missing field `items` of a created event".to_owned()),
            (Kind::Cancelled, None) if plan.is_none() && coupons.is_none() => {
                Ok(Self::Cancelled { at })
            }
            (Kind::Cancelled, _) => {
                Err("unknown field beside `at` of a cancelled event".to_owned())
            }
        }
    }
}
