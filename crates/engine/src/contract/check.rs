//! Checks of a contract: contradictory events and dangling references are refused with the reason.

use rustc_hash::FxHashMap;
use seikyu_money::Amount;

use crate::{
    catalog::{Code, Timing, check_codes},
    contract::{Contract, Item},
    wire::{Check, Pointer},
};

impl Contract {
    /// Records everything that is wrong with the contract.
    pub fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        self.tax.check(&pointer.field("tax"), check);
        let meters = pointer.field("meters");
        check_codes(self.meters.iter().map(|meter| &meter.code), "code", &meters, check);
        for (index, meter) in self.meters.iter().enumerate() {
            meter.check(&meters.index(index), check);
        }
        if let Some(threshold) = self.threshold {
            let place = pointer.field("threshold");
            if threshold.is_negative() || threshold.is_zero() {
                let detail = format!("{threshold} was given; accepted is an amount above 0.");
                check.fault("out_of_range", &place, detail);
            }
            check.money(&place, Amount::from_number(threshold, self.currency));
        }
        let commitments = pointer.field("commitments");
        let codes = self.commitments.iter().map(|commitment| &commitment.code);
        check_codes(codes, "code", &commitments, check);
        for (index, commitment) in self.commitments.iter().enumerate() {
            let place = commitments.index(index);
            commitment.check((self.currency, &self.tax), &place, check);
            if self.item_of_line(&commitment.code).is_some() {
                let detail = format!(
                    "“{}” is the line of an item; accepted is another code.",
                    commitment.code
                );
                check.fault("duplicate_code", &place.field("code"), detail);
            }
            let lines = place.field("lines");
            for (at, line) in commitment.lines.iter().flatten().enumerate() {
                if self.item_of_line(line).is_none() {
                    let detail = format!("There is no line “{line}”; accepted is one of an item.");
                    check.fault("unknown_reference", &lines.index(at), detail);
                }
            }
        }
        self.check_events(&pointer.field("events"), check);
    }

    pub(super) fn check_items(&self, items: &[Item], pointer: &Pointer<'_>, check: &mut Check) {
        check_codes(items.iter().map(|item| &item.key), "key", pointer, check);
        let shared = items.iter().any(|item| item.line.is_some());
        let mut lines: FxHashMap<&Code, &Item> = FxHashMap::default();
        for (index, item) in items.iter().enumerate() {
            let first = if shared { *lines.entry(item.line_key()).or_insert(item) } else { item };
            self.check_one(item, Some(first), &pointer.index(index), check);
        }
    }

    /// Checks an item, and whether it fits the first item of its line.
    pub(super) fn check_one(
        &self,
        item: &Item,
        first: Option<&Item>,
        place: &Pointer<'_>,
        check: &mut Check,
    ) {
        self.tax.check_codes(&item.taxes, &place.field("taxes"), check);
        item.charge.check(&place.field("charge"), check);
        let known = |code: &Code| self.meters.iter().find(|meter| meter.code == *code);
        let meter = item.usage.as_ref().and_then(known);
        if meter.is_some() == item.usage.is_some() {
            item.charge.check_meter(meter, &place.field("usage"), check);
        }
        item.limits().check(place, check);
        self.check_quantity(item, place, check);
        let Some(first) = first else { return };
        let alike = first.taxes == item.taxes
            && first.interval == item.interval
            && first.timing == item.timing
            && (item.line.is_some() == first.line.is_some());
        if !alike {
            check.fault(
                "line_differs",
                &place.field("line"),
                format!(
                    "“{}” is also the line of “{}”; accepted are the same taxes, interval and \
                     timing.",
                    item.line_key(),
                    first.key
                ),
            );
        }
    }

    fn check_quantity(&self, item: &Item, place: &Pointer<'_>, check: &mut Check) {
        match (&item.usage, item.quantity) {
            (Some(_), Some(_)) => check.fault(
                "usage_and_quantity",
                &place.field("quantity"),
                "The quantity comes from usage; accepted is no chosen quantity beside it.",
            ),
            (None, None) => check.fault(
                "missing_field",
                &place.field("quantity"),
                "There is neither a quantity nor a meter; accepted is one of them.",
            ),
            (Some(meter), None) => {
                if !self.meters.iter().any(|known| known.code == *meter) {
                    let detail =
                        format!("There is no meter “{meter}”; accepted is one of the contract.");
                    check.fault("unknown_reference", &place.field("usage"), detail);
                }
                if item.interval.is_none() || item.timing == Timing::InAdvance {
                    let detail = "Usage is charged per period, in arrears; accepted is an interval with \
                         in_arrears.";
                    check.fault("usage_in_advance", &place.field("timing"), detail);
                }
            }
            (None, Some(_)) => {}
        }
    }
}

/// The most coupons of a contract: each is one bit of a line's coupon set.
pub(crate) const COUPONS_MAX: usize = 32;
