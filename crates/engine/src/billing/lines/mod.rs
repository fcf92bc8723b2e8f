//! Lines: exact charges rounded once to the minor unit, less what was billed.

mod billed;
mod finish;
mod group;

use std::{collections::BTreeMap, sync::Arc};

use billed::{Billed, billed, reversals, take_billed};
pub(crate) use finish::finish;
use group::{Charged, Group, groups};
use seikyu_calendar::{Instant, Period};
use seikyu_money::{Amount, Exact, MoneyError, Quantity};

use crate::{
    billing::{
        BillRequest, LINES_MAX, LateUsage, Span, UsageIndex,
        charges::{Due, Schedule},
        part,
        tax_point::LineRates,
    },
    catalog::Code,
    contract::{Item, Timeline, Version},
    explain::{LineDerivation, Part},
    order::sort_by_key,
    rating::{Measured, RatingError},
    wire::Faults,
};

/// A line before discounts and taxes.
pub(crate) struct Drafted<'c> {
    pub(crate) item: &'c Item,
    /// Index of the version that is in force last.
    pub(crate) version: usize,
    pub(crate) period: Option<Period>,
    pub(crate) amount: Amount,
    /// What coupons had taken off the amount that is taken back, below zero; for a credit.
    pub(crate) returned_discount: Option<Amount>,
    pub(crate) taxes: Arc<[Code]>,
    pub(crate) derivation: LineDerivation,
    /// How many periods of the interval came before its own.
    pub(crate) ordinal: u32,
}

impl<'c> Drafted<'c> {
    fn key(&self) -> LineKey<'c> {
        (self.item.line_key(), self.period, Arc::clone(&self.taxes))
    }
}

/// The lines of a bill, before discounts and taxes.
pub(crate) struct Draft<'c> {
    pub(crate) lines: Vec<Drafted<'c>>,
    /// What came too late to be billed.
    pub(crate) late: Vec<LateUsage>,
}

/// The charges that lines are drafted from.
pub(crate) struct Schedules<'a> {
    /// What is due.
    pub(crate) due: &'a Schedule,
    /// What would be due if nothing lay ahead; absent when nothing does.
    pub(crate) known: Option<&'a Schedule>,
    /// Charges of usage that is not due yet: they are billed early when they reach the contract's
    /// threshold.
    pub(crate) accruing: Option<&'a Schedule>,
}

/// Every line of the bill, before discounts and taxes.
pub(crate) fn draft<'c>(
    request: &'c BillRequest,
    timeline: &Timeline<'c>,
    schedules: &Schedules<'_>,
    (usage, rates): (&UsageIndex<'_>, &LineRates<'_>),
) -> Result<Draft<'c>, Faults> {
    let mut billed = billed(request)?;
    let free_units = timeline.coupons.iter().any(|one| one.coupon.free_units.is_some());
    let groups = groups(&timeline.versions);
    let context = |schedule| Context { request, timeline, schedule, usage, rates, free_units };
    let mut known: Option<Known<'_>> = match schedules.known {
        Some(schedule) => {
            let mut draft = Draft { lines: Vec::new(), late: Vec::new() };
            let mut billed = billed.clone();
            context(schedule).add(&groups, &mut billed, &mut draft)?;
            draft.lines.extend(reversals(request, timeline, rates, billed)?);
            Some(draft.lines.into_iter().map(|line| (line.key(), line)).collect())
        }
        None => None,
    };
    let mut draft = Draft { lines: Vec::with_capacity(groups.len()), late: Vec::new() };
    context(schedules.due).add(&groups, &mut billed, &mut draft)?;
    hold_back(&mut draft.lines, known.as_mut());
    if let (Some(schedule), Some(threshold)) = (schedules.accruing, request.contract.threshold) {
        let mut early = Draft { lines: Vec::new(), late: Vec::new() };
        context(schedule).add(&groups, &mut billed, &mut early)?;
        let mut sum = Amount::zero(request.contract.currency);
        for line in &early.lines {
            sum = sum.plus(line.amount)?;
        }
        if sum.minor() >= Amount::from_number(threshold, sum.currency())?.minor() {
            draft.lines.append(&mut early.lines);
        }
    }
    let mut reversals = reversals(request, timeline, rates, billed)?;
    hold_back(&mut reversals, known.as_mut());
    draft.lines.append(&mut reversals);
    Ok(draft)
}

/// Holds back what only the future asks for. What lies ahead shortens what is charged in advance, but
/// what has been charged is credited when the change comes: of a line with and without what lies ahead,
/// the smaller difference is billed, and none where the two point in opposite directions.
fn hold_back<'c>(lines: &mut Vec<Drafted<'c>>, known: Option<&mut Known<'c>>) {
    let Some(known) = known else { return };
    lines.retain_mut(|line| {
        if line.derivation.already_billed.is_none() {
            return true;
        }
        let Some(otherwise) = known.remove(&line.key()) else { return false };
        let (amount, known) = (line.amount.minor(), otherwise.amount.minor());
        if amount.unsigned_abs() > known.unsigned_abs() {
            *line = otherwise;
        }
        amount.signum() == known.signum()
    });
}

/// The lines of a bill if nothing lay ahead.
type Known<'c> = BTreeMap<LineKey<'c>, Drafted<'c>>;

/// What tells a line from the others of its bill: its key, its period and its taxes.
type LineKey<'c> = (&'c Code, Option<Period>, Arc<[Code]>);

struct Context<'a, 'c> {
    request: &'a BillRequest,
    timeline: &'a Timeline<'c>,
    schedule: &'a Schedule,
    usage: &'a UsageIndex<'a>,
    rates: &'a LineRates<'a>,
    /// Whether any coupon gives free units.
    free_units: bool,
}

impl<'c> Context<'_, 'c> {
    /// Adds the line of every charge that the schedule has.
    fn add(
        &self,
        groups: &[Group],
        billed: &mut Billed<'c>,
        draft: &mut Draft<'c>,
    ) -> Result<(), Faults> {
        let mut charged = Vec::new();
        for group in groups {
            self.charged(group, &mut charged);
            for of_period in charged.chunk_by(|one, other| one.due.period == other.due.period) {
                for charges in of_period.chunk_by(|one, other| one.taxes == other.taxes) {
                    let Some(line) = self.line(charges, of_period, billed)? else { continue };
                    match self.late(charges, &line) {
                        Some(late) => draft.late.push(late),
                        None => draft.lines.push(line),
                    }
                    if draft.lines.len() > LINES_MAX {
                        return Err(Faults::whole(
                            "too_many_lines",
                            format!("There are more than {LINES_MAX} lines; accepted are fewer."),
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// The difference of a line of usage that was billed before, when its period lies further back than
    /// the contract bills late usage for.
    fn late(&self, charges: &[Charged], line: &Drafted<'c>) -> Option<LateUsage> {
        let bound = self.request.contract.late_usage_periods?;
        line.derivation.already_billed?;
        let metered = |one: &Charged| self.item(one).is_some_and(|item| item.usage.is_some());
        let first = charges.first().filter(|_| charges.iter().all(metered))?;
        let current = self.schedule.current(self.item(first)?.interval?)?;
        let late = current.saturating_sub(first.due.ordinal) > bound;
        let (period, amount) = (line.period?, line.amount);
        late.then(|| LateUsage { line: line.item.line_key().clone(), period, amount })
    }

    fn version(&self, charged: &Charged) -> Option<&Version<'c>> {
        self.timeline.versions.get(charged.version)
    }

    fn item(&self, charged: &Charged) -> Option<&'c Item> {
        self.version(charged).map(|version| version.item)
    }

    /// The line of charges that are rounded together; `None` when there is nothing to say.
    fn line(
        &self,
        charges: &[Charged],
        of_period: &[Charged],
        billed: &mut Billed<'c>,
    ) -> Result<Option<Drafted<'c>>, Faults> {
        let Some((named, item)) = self.named(charges) else { return Ok(None) };
        let period = named.due.period;
        let taxes = self.rates.of(item, period.as_ref())?;
        let already = take_billed(billed, item, period, &taxes)?;
        let derivation = self.derive(charges, of_period, already.map(|was| was.amount))?;
        let amount = derivation.due()?;
        let quiet = derivation.parts.iter().all(|part| part.quantity.is_zero())
            && derivation.amount.is_zero();
        if amount.is_zero() && (already.is_some() || quiet) {
            return Ok(None);
        }
        let rounding = self.request.contract.rounding;
        let returned_discount = already.map_or(Ok(None), |was| was.returned(amount, rounding))?;
        let version = named.version;
        Ok(Some(Drafted {
            item,
            version,
            period,
            amount,
            returned_discount,
            taxes,
            derivation,
            ordinal: named.due.ordinal,
        }))
    }

    /// The charge a line is named after: of its first item, the version in force last.
    fn named<'a>(&self, charges: &'a [Charged]) -> Option<(&'a Charged, &'c Item)> {
        let key = &self.item(charges.first()?)?.key;
        charges.iter().rev().find_map(|one| {
            let item = self.item(one).filter(|item| item.key == *key)?;
            Some((one, item))
        })
    }

    /// The charges of a group, those of one line beside each other.
    fn charged(&self, group: &Group, charged: &mut Vec<Charged>) {
        charged.clear();
        for index in &group.versions {
            let Some(version) = self.timeline.versions.get(*index) else { continue };
            let dues = self.schedule.of(*index, version).iter();
            charged.extend(dues.map(|due| Charged { version: *index, taxes: 0, due: *due }));
        }
        if let [_] = group.versions.as_slice() {
            return;
        }
        // Different taxes make different lines: the kept part of what was billed stays as it was.
        let mut taxes: Vec<&Arc<[Code]>> = Vec::new();
        for one in charged.iter_mut() {
            let Some(item) = self.item(one) else { continue };
            let known = taxes.iter().position(|known| **known == item.taxes);
            one.taxes = known.unwrap_or(taxes.len());
            if known.is_none() {
                taxes.push(&item.taxes);
            }
        }
        if charged.first().is_some_and(|first| first.due.period.is_none()) {
            // What is charged once is charged as it was agreed last.
            self.keep_last(charged);
        }
        sort_by_key(charged, |one| (one.due.period, one.taxes));
    }

    /// Keeps the last version of each item.
    fn keep_last(&self, charged: &mut Vec<Charged>) {
        let keys: Vec<Option<&Code>> =
            charged.iter().map(|one| self.item(one).map(|item| &item.key)).collect();
        let mut index = 0_usize;
        charged.retain(|_| {
            let next = index.saturating_add(1);
            let last = keys.get(index) != keys.get(next);
            index = next;
            last
        });
    }

    fn derive(
        &self,
        charges: &[Charged],
        of_period: &[Charged],
        already_billed: Option<Amount>,
    ) -> Result<LineDerivation, RatingError> {
        let contract = &self.request.contract;
        let mut parts = Vec::with_capacity(charges.len());
        let mut exact = Exact::ZERO;
        for charged in charges {
            let Some(version) = self.version(charged) else { continue };
            let item = version.item;
            let fraction = charged.due.fraction.as_ref();
            let mut part = match &item.usage {
                None => {
                    let quantity = version.quantity().unwrap_or(Quantity::ONE);
                    part(item, &Measured::of(quantity, item.included), None, fraction)?
                }
                Some(meter) => {
                    let windows = self.windows(charged, of_period);
                    let free = self.free_units(version, charged)?;
                    let earlier = match windows.earlier {
                        Some(earlier) => {
                            let before = (Some(earlier), &charged.due);
                            Some(self.measured(item, meter, before, free)?)
                        }
                        None => None,
                    };
                    let measured =
                        self.measured(item, meter, (windows.through, &charged.due), free)?;
                    let part = part(item, &measured, earlier.as_ref(), fraction)?;
                    Part { free_units: free, ..part }
                }
            };
            if fraction.is_some() {
                part.period = charged.due.part;
            }
            exact = exact.plus(part.exact)?;
            parts.push(part);
        }
        let rounding = contract.rounding.lines;
        let amount = exact.round(contract.currency, rounding)?;
        let already_billed = already_billed.filter(|amount| !amount.is_zero());
        Ok(LineDerivation { parts, true_up: None, exact, rounding, amount, already_billed })
    }

    /// The usage that a charge counts. Each unit is counted once, at the price in force when it was
    /// used: a charge counts up to where the next one in its period begins, the last to the period's
    /// end, so that usage in a pause is not lost either.
    fn windows(&self, charged: &Charged, of_period: &[Charged]) -> Windows {
        let Some(period) = charged.due.counted.filter(|_| !self.schedule.all_usage) else {
            return Windows { earlier: None, through: None };
        };
        if let [_] = of_period {
            return Windows { earlier: None, through: Some(period) };
        }
        let start = |one: &Charged| {
            one.due.part.map_or(period.start(), |part| part.start().max(period.start()))
        };
        let (key, begins) = (self.item(charged).map(|item| &item.key), start(charged));
        let same = of_period.iter().filter(|one| self.item(one).map(|item| &item.key) == key);
        let starts: Vec<Instant> = same.map(start).collect();
        let is_first = starts.iter().all(|other| *other >= begins);
        let next = starts.iter().copied().filter(|other| *other > begins).min();
        Windows {
            earlier: Period::new(period.start(), begins).ok().filter(|_| !is_first),
            through: next.map_or(Some(period), |next| Period::new(period.start(), next).ok()),
        }
    }

    fn measured(
        &self,
        item: &Item,
        meter: &Code,
        (within, due): (Option<Period>, &Due),
        free: Option<Quantity>,
    ) -> Result<Measured<'_>, MoneyError> {
        let meters = &self.request.contract.meters;
        let included = with_free_units(item.included, free)?;
        let Some(meter) = meters.iter().find(|known| known.code == *meter) else {
            return Ok(Measured::of(Quantity::ZERO, included));
        };
        let span = within.map(|within| Span {
            within,
            whole: due.period.unwrap_or(within),
            until: due.part.map(|part| part.end()),
        });
        let quantity = self.usage.measure(meter, span)?;
        let records = self.usage.records(&meter.code, within.as_ref());
        Ok(Measured { quantity, included, records, aggregation: meter.aggregation })
    }

    /// The units that coupons make free for an item in a period. Its plan is that of the period's
    /// beginning, or of the item's where it came later: a period begins with its first day, before the
    /// contract or a change of plan does.
    fn free_units(
        &self,
        version: &Version<'_>,
        charged: &Charged,
    ) -> Result<Option<Quantity>, MoneyError> {
        let Some(period) = charged.due.period.filter(|_| self.free_units) else { return Ok(None) };
        let item = version.item;
        let begins = period.start().max(version.from);
        let plan = self.request.contract.plan_at(begins).map(|plan| &plan.code);
        let mut free = None;
        for applied in &self.timeline.coupons {
            let coupon = applied.coupon;
            let (Some(units), true) = (
                coupon.free_units,
                coupon.applies_to(item.product.as_ref(), item.usage.as_ref())
                    && coupon.is_for_plan(plan),
            ) else {
                continue;
            };
            let before =
                || self.schedule.periods_before(item.interval, charged.due.ordinal, applied.from);
            let lasts = match coupon.periods {
                None => true,
                Some(_) => {
                    !self.schedule.all_usage
                        && before().is_some_and(|before| coupon.holds_in(before))
                }
            };
            let overlaps = applied.from < period.end()
                && applied.until.is_none_or(|until| until > period.start());
            if lasts && overlaps {
                free = with_free_units(free, Some(units))?;
            }
        }
        Ok(free)
    }
}

/// What a charge of usage counts: the usage of `through` less that of `earlier`, which other charges of
/// the period count. All usage when there is no `through`.
struct Windows {
    earlier: Option<Period>,
    through: Option<Period>,
}

/// An allowance with the free units of coupons.
pub(crate) fn with_free_units(
    included: Option<Quantity>,
    free: Option<Quantity>,
) -> Result<Option<Quantity>, MoneyError> {
    match (included, free) {
        (Some(included), Some(free)) => included.plus(free).map(Some),
        (included, free) => Ok(included.or(free)),
    }
}
