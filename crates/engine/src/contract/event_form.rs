//! Reading an event: one flat object, so that a fault deep inside keeps its path.

use seikyu_calendar::Instant;
use seikyu_money::{Quantity, form};
use serde::{Deserialize, Deserializer};

use crate::{
    catalog::{Code, Coupon},
    contract::{Event, Item, PlanReference},
};

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Created,
    ItemAdded,
    ItemChanged,
    ItemRemoved,
    QuantityChanged,
    PlanChanged,
    CouponApplied,
    CouponRemoved,
    Paused,
    Resumed,
    TrialStarted,
    TrialExtended,
    Cancelled,
    Reactivated,
    Unscheduled,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventForm {
    r#type: Kind,
    at: Instant,
    id: Option<Code>,
    plan: Option<PlanReference>,
    items: Option<Vec<Item>>,
    coupons: Option<Vec<Coupon>>,
    item: Option<Item>,
    key: Option<Code>,
    quantity: Option<Quantity>,
    coupon: Option<Coupon>,
    code: Option<Code>,
    credit: Option<bool>,
    until: Option<Instant>,
    at_period_end: Option<bool>,
    event: Option<Code>,
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::object::<EventForm, Self, D>(deserializer)
    }
}

/// Takes a field that the event must have.
fn must<T>(field: &mut Option<T>, name: &str, kind: &str) -> Result<T, String> {
    field.take().ok_or_else(|| format!("missing field `{name}` of an event “{kind}”"))
}

impl TryFrom<EventForm> for Event {
    type Error = String;

    fn try_from(mut form: EventForm) -> Result<Self, String> {
        let event = form.take()?;
        match form.left() {
            None => Ok(event),
            Some(field) => Err(format!("unknown field `{field}` of an event “{}”", event.kind())),
        }
    }
}

impl EventForm {
    /// Takes the fields of the event's kind.
    fn take(&mut self) -> Result<Event, String> {
        let at = self.at;
        Ok(match self.r#type {
            Kind::Created => Event::Created {
                at,
                plan: self.plan.take(),
                items: must(&mut self.items, "items", "created")?,
                coupons: self.coupons.take().unwrap_or_default(),
            },
            Kind::ItemAdded => {
                let item = must(&mut self.item, "item", "item_added")?;
                Event::ItemAdded { at, id: self.id.take(), item }
            }
            Kind::ItemChanged => {
                let item = must(&mut self.item, "item", "item_changed")?;
                Event::ItemChanged { at, id: self.id.take(), item }
            }
            Kind::ItemRemoved => {
                let key = must(&mut self.key, "key", "item_removed")?;
                Event::ItemRemoved { at, id: self.id.take(), key }
            }
            Kind::QuantityChanged => {
                let key = must(&mut self.key, "key", "quantity_changed")?;
                let quantity = must(&mut self.quantity, "quantity", "quantity_changed")?;
                Event::QuantityChanged { at, id: self.id.take(), key, quantity }
            }
            Kind::PlanChanged => {
                let plan = must(&mut self.plan, "plan", "plan_changed")?;
                let items = must(&mut self.items, "items", "plan_changed")?;
                Event::PlanChanged { at, id: self.id.take(), plan, items }
            }
            Kind::CouponApplied => {
                let coupon = must(&mut self.coupon, "coupon", "coupon_applied")?;
                Event::CouponApplied { at, id: self.id.take(), coupon }
            }
            Kind::CouponRemoved => {
                let code = must(&mut self.code, "code", "coupon_removed")?;
                Event::CouponRemoved { at, id: self.id.take(), code }
            }
            Kind::Paused => {
                let credit = must(&mut self.credit, "credit", "paused")?;
                Event::Paused { at, id: self.id.take(), credit }
            }
            Kind::Resumed => Event::Resumed { at, id: self.id.take() },
            Kind::TrialStarted => {
                Event::TrialStarted { at, until: must(&mut self.until, "until", "trial_started")? }
            }
            Kind::TrialExtended => {
                let until = must(&mut self.until, "until", "trial_extended")?;
                Event::TrialExtended { at, id: self.id.take(), until }
            }
            Kind::Cancelled => {
                let at_period_end = self.at_period_end.take().unwrap_or_default();
                Event::Cancelled { at, id: self.id.take(), at_period_end }
            }
            Kind::Reactivated => Event::Reactivated { at, id: self.id.take() },
            Kind::Unscheduled => {
                Event::Unscheduled { at, event: must(&mut self.event, "event", "unscheduled")? }
            }
        })
    }

    /// A field that the event's kind has not taken.
    fn left(&self) -> Option<&'static str> {
        let fields = [
            (self.id.is_some(), "id"),
            (self.plan.is_some(), "plan"),
            (self.items.is_some(), "items"),
            (self.coupons.is_some(), "coupons"),
            (self.item.is_some(), "item"),
            (self.key.is_some(), "key"),
            (self.quantity.is_some(), "quantity"),
            (self.coupon.is_some(), "coupon"),
            (self.code.is_some(), "code"),
            (self.credit.is_some(), "credit"),
            (self.until.is_some(), "until"),
            (self.at_period_end.is_some(), "at_period_end"),
            (self.event.is_some(), "event"),
        ];
        fields.into_iter().find_map(|(given, name)| given.then_some(name))
    }
}
