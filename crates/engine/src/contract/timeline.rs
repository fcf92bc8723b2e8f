//! The timeline of a contract: a fold over its events. What was charged when, by which version of
//! which item.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use seikyu_calendar::Instant;
use seikyu_money::Quantity;

use crate::{
    catalog::{Code, Coupon},
    contract::{Contract, Event, Item, OnChange},
};

/// What a contract's events come to, over all of time.
#[derive(Clone, Debug)]
pub struct Timeline<'c> {
    /// When it was created.
    pub start: Instant,
    /// Every version of every item: the versions of a key together, in order of time.
    pub versions: Vec<Version<'c>>,
    /// The runs of periods that follow each other; the first begins with the contract, or when its
    /// trial ends.
    pub cycles: Vec<Cycle>,
    /// When nothing was charged: pauses and ends.
    pub stops: Vec<Stop>,
    /// Coupons, in the order in which they are taken.
    pub coupons: Vec<AppliedCoupon<'c>>,
}

/// An item as it was from one instant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version<'c> {
    /// The item.
    pub item: &'c Item,
    /// The chosen quantity where it is another than the item's.
    changed_quantity: Option<Quantity>,
    /// From when.
    pub from: Instant,
    /// Up to and without when, if it was changed or removed.
    pub until: Option<Instant>,
    /// Whether it is the only version of its item, from the contract's start on.
    pub(crate) whole: bool,
}

/// Periods that are counted from one anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The first instant that is charged.
    pub from: Instant,
    /// The first that is not, where periods were begun anew.
    pub until: Option<Instant>,
}

/// A stretch of time in which nothing is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// When charges stopped.
    pub from: Instant,
    /// When they went on, if they did.
    pub until: Option<Instant>,
    /// Whether periods that had begun stay charged in full.
    pub keeps_begun: bool,
    /// Whether the contract was cancelled, not only paused.
    pub cancelled: bool,
}

/// A coupon and when it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppliedCoupon<'c> {
    /// The coupon.
    pub coupon: &'c Coupon,
    /// From when.
    pub from: Instant,
    /// Up to and without when, if it was removed.
    pub until: Option<Instant>,
}

impl<'c> Version<'c> {
    /// An item that holds from an instant on, whatever happens to others.
    pub(crate) const fn lasting(item: &'c Item, from: Instant) -> Self {
        Self { item, changed_quantity: None, from, until: None, whole: true }
    }
}

impl Version<'_> {
    /// The chosen quantity; absent when it comes from usage.
    #[must_use]
    pub fn quantity(&self) -> Option<Quantity> {
        self.changed_quantity.or(self.item.quantity)
    }

    /// Whether it is in force at an instant.
    #[must_use]
    pub fn holds_at(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    fn is_like(&self, other: &Self) -> bool {
        if self.quantity() != other.quantity() {
            return false;
        }
        let alike =
            |one: &Item, other: &Item| *one == Item { quantity: one.quantity, ..other.clone() };
        std::ptr::eq(self.item, other.item) || alike(self.item, other.item)
    }
}

impl AppliedCoupon<'_> {
    /// Whether it is taken at an instant.
    #[must_use]
    pub fn holds_at(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

impl Timeline<'_> {
    /// When it ended for good, if it did at once; `None` when it goes on to the end of its periods.
    #[must_use]
    pub fn ended_at(&self) -> Option<Instant> {
        self.stops
            .last()
            .filter(|stop| stop.cancelled && stop.until.is_none() && !stop.keeps_begun)
            .map(|stop| stop.from)
    }

    /// The timeline as if what lies after an instant were not to come; `None` when nothing does. Versions
    /// keep their places.
    pub(crate) fn known_at(&self, at: Instant) -> Option<Self> {
        let is_ahead = |until: Option<Instant>| until.is_some_and(|until| until > at);
        let ahead = self.versions.iter().any(|version| is_ahead(version.until))
            || self.cycles.iter().any(|cycle| is_ahead(cycle.until))
            || self.stops.iter().any(|stop| stop.from > at);
        if !ahead {
            return None;
        }
        let mut known = self.clone();
        for version in known.versions.iter_mut().filter(|version| is_ahead(version.until)) {
            version.until = None;
        }
        if let Some(last) = known.cycles.iter().position(|cycle| is_ahead(cycle.until)) {
            known.cycles.truncate(last.saturating_add(1));
            known.cycles.iter_mut().skip(last).for_each(|cycle| cycle.until = None);
        }
        known.stops.retain(|stop| stop.from <= at);
        Some(known)
    }

    /// A timeline on which nothing is charged.
    pub(crate) const fn empty() -> Self {
        Self {
            start: Instant::EPOCH,
            versions: Vec::new(),
            cycles: Vec::new(),
            stops: Vec::new(),
            coupons: Vec::new(),
        }
    }
}

impl Contract {
    /// Folds the events; `None` when the contract was never created. Of events that contradict each
    /// other ([`Contract::check`] refuses them) the later is without effect.
    #[must_use]
    pub fn timeline(&self) -> Option<Timeline<'_>> {
        let Some(Event::Created { at, items, coupons, .. }) = self.events.first() else {
            return None;
        };
        let first = |item| Version::lasting(item, *at);
        let mut timeline = Timeline {
            start: *at,
            versions: Vec::new(),
            cycles: vec![Cycle { from: *at, until: None }],
            stops: Vec::new(),
            coupons: coupons
                .iter()
                .map(|coupon| AppliedCoupon { coupon, from: *at, until: None })
                .collect(),
        };
        if let [_] = self.events.as_slice() {
            timeline.versions = items.iter().map(first).collect();
            return Some(timeline);
        }
        let taken_back = self.taken_back();
        let slots = FxHashMap::with_capacity_and_hasher(items.len(), FxBuildHasher);
        let mut fold = Fold { timeline, chains: Vec::with_capacity(items.len()), slots };
        for item in items {
            fold.open(first(item));
        }
        let reset = self.proration.on_change == OnChange::ResetPeriod;
        for event in self.events.iter().skip(1) {
            if event.id().is_none_or(|id| !taken_back.contains(id)) {
                fold.take(event, reset);
            }
        }
        Some(fold.finish())
    }

    /// The ids of the events that were taken back.
    pub(crate) fn taken_back(&self) -> FxHashSet<&Code> {
        let ids = self.events.iter().filter_map(|event| match event {
            Event::Unscheduled { event, .. } => Some(event),
            _ => None,
        });
        ids.collect()
    }
}

/// A timeline that grows event by event.
struct Fold<'c> {
    timeline: Timeline<'c>,
    /// The versions of every key, in the order of the keys.
    chains: Vec<Vec<Version<'c>>>,
    slots: FxHashMap<&'c Code, usize>,
}

impl<'c> Fold<'c> {
    fn take(&mut self, event: &'c Event, reset: bool) {
        let new = |item, at| Version {
            item,
            changed_quantity: None,
            from: at,
            until: None,
            whole: false,
        };
        match event {
            Event::Created { .. } | Event::Unscheduled { .. } => {}
            Event::ItemAdded { at, item, .. } | Event::ItemChanged { at, item, .. } => {
                self.close(&item.key, *at);
                self.open(new(item, *at));
            }
            Event::ItemRemoved { at, key, .. } => self.close(key, *at),
            Event::QuantityChanged { at, key, quantity, .. } => {
                if let Some(item) = self.running(key).map(|version| version.item) {
                    self.close(key, *at);
                    self.open(Version { changed_quantity: Some(*quantity), ..new(item, *at) });
                }
            }
            Event::PlanChanged { at, items, .. } => {
                let keys: Vec<&Code> = self.slots.keys().copied().collect();
                for key in keys {
                    self.close(key, *at);
                }
                for item in items {
                    self.open(new(item, *at));
                }
                if reset {
                    self.reset(*at);
                }
            }
            Event::CouponApplied { at, coupon, .. } => {
                self.timeline.coupons.push(AppliedCoupon { coupon, from: *at, until: None });
            }
            Event::CouponRemoved { at, code, .. } => {
                let running = self.timeline.coupons.iter_mut();
                for coupon in running.filter(|c| c.until.is_none() && c.coupon.code == *code) {
                    coupon.until = Some(*at);
                }
            }
            Event::Paused { at, credit, .. } => self.stop(*at, !credit, false),
            Event::Cancelled { at, at_period_end, .. } => {
                // A pause ends where the contract does.
                self.go_on(*at);
                self.stop(*at, *at_period_end, true);
            }
            Event::Resumed { at, .. } | Event::Reactivated { at, .. } => self.go_on(*at),
            Event::TrialStarted { until, .. } | Event::TrialExtended { until, .. } => {
                if let [first] = self.timeline.cycles.as_mut_slice() {
                    first.from = *until;
                }
            }
        }
    }

    fn running(&self, key: &Code) -> Option<&Version<'c>> {
        let chain = self.slots.get(key).and_then(|slot| self.chains.get(*slot))?;
        chain.last().filter(|version| version.until.is_none())
    }

    /// Ends an item's version. One that was in force for no time has never been.
    fn close(&mut self, key: &Code, at: Instant) {
        let chain = self.slots.get(key).and_then(|slot| self.chains.get_mut(*slot));
        let Some(chain) = chain else { return };
        match chain.last_mut() {
            Some(last) if last.until.is_none() && last.from == at => {
                chain.pop();
            }
            Some(last) if last.until.is_none() => last.until = Some(at),
            _ => {}
        }
    }

    /// Begins an item's version. One like that which has just ended goes on as that.
    fn open(&mut self, version: Version<'c>) {
        let next = self.chains.len();
        let slot = *self.slots.entry(&version.item.key).or_insert(next);
        if slot == next {
            self.chains.push(Vec::with_capacity(1));
        }
        let Some(chain) = self.chains.get_mut(slot) else { return };
        match chain.last_mut() {
            Some(last) if last.until == Some(version.from) && last.is_like(&version) => {
                last.until = None;
            }
            _ => chain.push(version),
        }
    }

    fn stop(&mut self, from: Instant, keeps_begun: bool, cancelled: bool) {
        self.timeline.stops.push(Stop { from, until: None, keeps_begun, cancelled });
    }

    /// Ends the stop that is running, if one is.
    fn go_on(&mut self, at: Instant) {
        let stops = &mut self.timeline.stops;
        match stops.last_mut() {
            Some(last) if last.until.is_none() && last.from == at => {
                stops.pop();
            }
            Some(last) if last.until.is_none() => last.until = Some(at),
            _ => {}
        }
    }

    /// Begins new periods, unless the contract's first ones have not begun.
    fn reset(&mut self, at: Instant) {
        let cycles = &mut self.timeline.cycles;
        if let Some(last) = cycles.last_mut()
            && last.from < at
        {
            last.until = Some(at);
            cycles.push(Cycle { from: at, until: None });
        }
    }

    fn finish(mut self) -> Timeline<'c> {
        for chain in &mut self.chains {
            let only = chain.len() == 1;
            for version in chain.iter_mut() {
                version.whole =
                    only && version.from == self.timeline.start && version.until.is_none();
            }
        }
        self.timeline.versions = self.chains.into_iter().flatten().collect();
        self.timeline
    }
}
