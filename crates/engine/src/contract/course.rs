//! The course of a contract: events that contradict what came before them are refused with the reason.

use rustc_hash::{FxHashMap, FxHashSet};
use seikyu_calendar::Instant;

use crate::{
    catalog::{Code, check_codes},
    contract::{Contract, Event, Item, check::COUPONS_MAX},
    wire::{Check, Pointer},
};

/// What the events so far have come to, as far as the next one can contradict it.
#[derive(Default)]
struct Course<'c> {
    items: FxHashMap<&'c Code, &'c Item>,
    coupons: FxHashSet<&'c Code>,
    paused: bool,
    cancelled: bool,
    trial_until: Option<Instant>,
    created_at: Option<Instant>,
}

impl Contract {
    /// Records every event that is out of order or contradicts those before it.
    pub(super) fn check_events(&self, events: &Pointer<'_>, check: &mut Check) {
        if !matches!(self.events.first(), Some(Event::Created { .. })) {
            let detail = "The contract does not begin; accepted is a created event as the first.";
            check.fault("not_created", events, detail);
        }
        if let [only] = self.events.as_slice() {
            // Nothing can contradict the only event, so that no map of its items is needed.
            self.check_created(only, &events.index(0), check);
            return;
        }
        self.check_ids(events, check);
        let taken_back = self.taken_back();
        let mut course = Course::default();
        let mut before = None;
        for (index, event) in self.events.iter().enumerate() {
            let place = events.index(index);
            if before.is_some_and(|before| event.at() < before) {
                let detail = "The event lies before the one above it; accepted is order of time.";
                check.fault("events_not_in_order", &place.field("at"), detail);
            }
            before = Some(event.at());
            if index > 0 && matches!(event, Event::Created { .. }) {
                let detail = "The contract was created already; accepted is that once.";
                check.fault("created_twice", &place, detail);
            }
            self.check_created(event, &place, check);
            if event.id().is_none_or(|id| !taken_back.contains(id)) {
                self.check_next(event, &mut course, &place, check);
            }
        }
    }

    fn check_created(&self, event: &Event, place: &Pointer<'_>, check: &mut Check) {
        let Event::Created { items, coupons, .. } = event else { return };
        self.check_items(items, &place.field("items"), check);
        let place = place.field("coupons");
        check_codes(coupons.iter().map(|c| &c.code), "code", &place, check);
        if coupons.len() > COUPONS_MAX {
            too_many_coupons(coupons.len(), &place, check);
        }
        for (at, coupon) in coupons.iter().enumerate() {
            coupon.check(self.currency, &place.index(at), check);
        }
    }

    /// Ids are unique, and what is taken back lies ahead.
    fn check_ids(&self, events: &Pointer<'_>, check: &mut Check) {
        let mut known: FxHashMap<&Code, Instant> = FxHashMap::default();
        for (index, event) in self.events.iter().enumerate() {
            if let Some(id) = event.id()
                && known.insert(id, event.at()).is_some()
            {
                let detail = format!("“{id}” is the id of an event above; accepted is another.");
                check.fault("duplicate_code", &events.index(index).field("id"), detail);
            }
        }
        let mut taken_back = FxHashSet::default();
        for (index, event) in self.events.iter().enumerate() {
            let Event::Unscheduled { at, event: id } = event else { continue };
            let place = events.index(index);
            let place = place.field("event");
            match known.get(id) {
                None => {
                    let detail = format!("There is no event “{id}”; accepted is the id of one.");
                    check.fault("unknown_reference", &place, detail);
                }
                Some(scheduled) if scheduled <= at => {
                    let detail = format!(
                        "“{id}” took effect at {scheduled}; accepted is an event after {at}."
                    );
                    check.fault("not_scheduled", &place, detail);
                }
                Some(_) if !taken_back.insert(id) => {
                    let detail = format!("“{id}” was taken back above; accepted is that once.");
                    check.fault("unscheduled_twice", &place, detail);
                }
                Some(_) => {}
            }
        }
    }

    fn check_next<'c>(
        &'c self,
        event: &'c Event,
        course: &mut Course<'c>,
        place: &Pointer<'_>,
        check: &mut Check,
    ) {
        let after_the_end = course.cancelled
            && !matches!(
                event,
                Event::Created { .. }
                    | Event::Cancelled { .. }
                    | Event::Reactivated { .. }
                    | Event::Unscheduled { .. }
            );
        if after_the_end {
            let detail = format!(
                "The contract was cancelled before this event “{}”; accepted after that is reactivated.",
                event.kind()
            );
            check.fault("after_cancellation", place, detail);
            return;
        }
        match event {
            Event::Created { at, items, coupons, .. } => {
                course.created_at = course.created_at.or(Some(*at));
                course.items.extend(items.iter().map(|item| (&item.key, item)));
                course.coupons.extend(coupons.iter().map(|coupon| &coupon.code));
            }
            Event::ItemAdded { .. }
            | Event::ItemChanged { .. }
            | Event::ItemRemoved { .. }
            | Event::QuantityChanged { .. }
            | Event::PlanChanged { .. } => self.check_change(event, course, place, check),
            Event::CouponApplied { .. } | Event::CouponRemoved { .. } => {
                self.check_coupon(event, course, place, check);
            }
            Event::TrialStarted { .. } | Event::TrialExtended { .. } => {
                course.check_trial(event, place, check);
            }
            Event::Paused { .. }
            | Event::Resumed { .. }
            | Event::Cancelled { .. }
            | Event::Reactivated { .. } => course.check_standing(event, place, check),
            Event::Unscheduled { .. } => {}
        }
    }

    fn check_change<'c>(
        &'c self,
        event: &'c Event,
        course: &mut Course<'c>,
        place: &Pointer<'_>,
        check: &mut Check,
    ) {
        match event {
            Event::ItemAdded { item, .. } => {
                let place = place.field("item");
                if course.items.contains_key(&item.key) {
                    let detail = format!(
                        "The contract has an item “{}”; accepted is another key, or item_changed.",
                        item.key
                    );
                    check.fault("item_exists", &place.field("key"), detail);
                }
                self.check_item(item, course, &place, check);
            }
            Event::ItemChanged { item, .. } => {
                let place = place.field("item");
                course.require(&item.key, &place.field("key"), check);
                self.check_item(item, course, &place, check);
            }
            Event::ItemRemoved { key, .. } => {
                course.require(key, &place.field("key"), check);
                course.items.remove(key);
            }
            Event::QuantityChanged { key, .. } => {
                let metered = course.items.get(key).is_some_and(|item| item.usage.is_some());
                course.require(key, &place.field("key"), check);
                if metered {
                    check.fault(
                        "usage_and_quantity",
                        &place.field("quantity"),
                        format!("The quantity of “{key}” comes from usage; accepted is an item whose is chosen."),
                    );
                }
            }
            Event::PlanChanged { items, .. } => {
                self.check_items(items, &place.field("items"), check);
                course.items = items.iter().map(|item| (&item.key, item)).collect();
            }
            _ => {}
        }
    }

    /// Checks an item that comes to the others, and takes it among them.
    fn check_item<'c>(
        &'c self,
        item: &'c Item,
        course: &mut Course<'c>,
        place: &Pointer<'_>,
        check: &mut Check,
    ) {
        course.items.remove(&item.key);
        let mut on_line = course.items.values().filter(|other| other.line_key() == item.line_key());
        let first = on_line.next().copied();
        self.check_one(item, first, place, check);
        course.items.insert(&item.key, item);
    }

    fn check_coupon<'c>(
        &'c self,
        event: &'c Event,
        course: &mut Course<'c>,
        place: &Pointer<'_>,
        check: &mut Check,
    ) {
        match event {
            Event::CouponApplied { coupon, .. } => {
                let place = place.field("coupon");
                coupon.check(self.currency, &place, check);
                if !course.coupons.insert(&coupon.code) {
                    let detail = format!(
                        "The coupon “{}” is applied already; accepted is that once.",
                        coupon.code
                    );
                    check.fault("duplicate_code", &place.field("code"), detail);
                }
                if course.coupons.len() > COUPONS_MAX {
                    too_many_coupons(course.coupons.len(), &place, check);
                }
            }
            Event::CouponRemoved { code, .. } if !course.coupons.remove(code) => {
                let detail =
                    format!("No coupon “{code}” is applied; accepted is one of the contract.");
                check.fault("unknown_reference", &place.field("code"), detail);
            }
            _ => {}
        }
    }
}

impl Course<'_> {
    fn require(&self, key: &Code, place: &Pointer<'_>, check: &mut Check) {
        if !self.items.contains_key(key) {
            let detail =
                format!("The contract has no item “{key}” then; accepted is the key of one.");
            check.fault("unknown_reference", place, detail);
        }
    }

    fn check_trial(&mut self, event: &Event, place: &Pointer<'_>, check: &mut Check) {
        match event {
            Event::TrialStarted { at, until } => {
                if self.trial_until.is_some() {
                    let detail = "A trial was started already; accepted is trial_extended.";
                    check.fault("trial_twice", place, detail);
                }
                if self.created_at.is_some_and(|created| created != *at) {
                    let detail = format!(
                        "The trial starts at {at}, after the contract; accepted is the instant at \
                         which it was created."
                    );
                    check.fault("trial_late", &place.field("at"), detail);
                }
                if until <= at {
                    let detail = format!("The trial ends at {until}; accepted is after {at}.");
                    check.fault("out_of_range", &place.field("until"), detail);
                }
                self.trial_until = Some(*until);
            }
            Event::TrialExtended { at, until, .. } => match self.trial_until {
                None => {
                    let detail = "There is no trial; accepted is one that was started.";
                    check.fault("no_trial", place, detail);
                }
                Some(end) if end <= *at => {
                    let detail = format!("The trial ended at {end}; accepted is before that.");
                    check.fault("trial_over", &place.field("at"), detail);
                }
                Some(end) if *until <= end => {
                    let detail =
                        format!("The trial lasts until {end}; accepted is an instant after that.");
                    check.fault("out_of_range", &place.field("until"), detail);
                }
                Some(_) => self.trial_until = Some(*until),
            },
            _ => {}
        }
    }

    fn check_standing(&mut self, event: &Event, place: &Pointer<'_>, check: &mut Check) {
        let fault = match event {
            Event::Paused { .. } if self.paused => {
                Some(("paused_twice", "The contract is paused; accepted is resumed first."))
            }
            Event::Resumed { .. } if !self.paused => {
                Some(("not_paused", "The contract is not paused; accepted is paused first."))
            }
            Event::Cancelled { .. } if self.cancelled => Some((
                "cancelled_twice",
                "The contract was cancelled already; accepted is that once.",
            )),
            Event::Reactivated { .. } if !self.cancelled => Some((
                "not_cancelled",
                "The contract is not cancelled; accepted is cancelled first.",
            )),
            _ => None,
        };
        if let Some((code, detail)) = fault {
            check.fault(code, place, detail);
        }
        match event {
            Event::Paused { .. } => self.paused = true,
            Event::Resumed { .. } => self.paused = false,
            Event::Cancelled { .. } => (self.cancelled, self.paused) = (true, false),
            Event::Reactivated { .. } => self.cancelled = false,
            _ => {}
        }
    }
}

fn too_many_coupons(found: usize, place: &Pointer<'_>, check: &mut Check) {
    let detail = format!("There are {found} coupons; accepted are at most {COUPONS_MAX}.");
    check.fault("too_many_coupons", place, detail);
}
