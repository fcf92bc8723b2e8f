//! The state of a contract at an instant.

use seikyu_calendar::Instant;

use crate::{
    catalog::Coupon,
    contract::{Contract, Event, Item, PlanReference, Timeline},
};

/// What holds at an instant.
#[derive(Clone, Debug)]
pub struct State<'c> {
    /// Whether it runs.
    pub standing: Standing,
    /// The plan it is on, when it was made from one.
    pub plan: Option<&'c PlanReference>,
    /// What is charged, with the quantities of the instant.
    pub items: Vec<Item>,
    /// Coupons, in the order in which they are taken.
    pub coupons: Vec<&'c Coupon>,
}

/// Whether a contract runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has not begun.
    Ahead,
    /// It is being tried; nothing is charged.
    Trial,
    /// It runs.
    Active,
    /// It is paused.
    Paused,
    /// It is cancelled, at once or with the end of its periods.
    Cancelled,
}

impl Contract {
    /// The plan at an instant, when the contract was made from one.
    #[must_use]
    pub fn plan_at(&self, at: Instant) -> Option<&PlanReference> {
        let taken_back = self.taken_back();
        let counts = |event: &&Event| {
            event.at() <= at && event.id().is_none_or(|id| !taken_back.contains(id))
        };
        self.events.iter().filter(counts).fold(None, |plan, event| match event {
            Event::Created { plan, .. } => plan.as_ref(),
            Event::PlanChanged { plan, .. } => Some(plan),
            _ => plan,
        })
    }

    /// The state at an instant; `None` when the contract was never created.
    #[must_use]
    pub fn state_at(&self, at: Instant) -> Option<State<'_>> {
        let timeline = self.timeline()?;
        let plan = self.plan_at(at);
        let versions = timeline.versions.iter().filter(|version| version.holds_at(at));
        let items =
            versions.map(|version| Item { quantity: version.quantity(), ..version.item.clone() });
        let coupons = timeline.coupons.iter().filter(|coupon| coupon.holds_at(at));
        Some(State {
            standing: timeline.standing(at),
            plan,
            items: items.collect(),
            coupons: coupons.map(|applied| applied.coupon).collect(),
        })
    }
}

impl Timeline<'_> {
    /// Whether the contract runs at an instant.
    #[must_use]
    pub fn standing(&self, at: Instant) -> Standing {
        let stop = self
            .stops
            .iter()
            .find(|stop| stop.from <= at && stop.until.is_none_or(|until| at < until));
        match stop {
            _ if at < self.start => Standing::Ahead,
            Some(stop) if stop.cancelled => Standing::Cancelled,
            Some(_) => Standing::Paused,
            None if self.cycles.first().is_some_and(|first| at < first.from) => Standing::Trial,
            None => Standing::Active,
        }
    }
}
