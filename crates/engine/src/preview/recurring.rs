//! What a full period costs before and after a change, line beside line.

use seikyu_calendar::{Instant, Interval, IntervalUnit, Zones};
use seikyu_money::{Amount, Exact, MoneyError, RoundingMode};
use serde::Serialize;

use super::ChangeRequest;
use crate::{
    billing::{Bill, BillRequest, Line, Totals, UsageRecord, typical_bill},
    catalog::{Code, Text},
    contract::{Contract, Timeline},
    wire::Faults,
};

/// What a full period costs before and after a change, under the same usage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Recurring {
    /// As it is.
    pub before: RecurringPrice,
    /// As it will be.
    pub after: RecurringPrice,
    /// The lines side by side: those of before in their order, then those that are new.
    pub lines: Vec<Compared>,
}

/// The price of a full period of everything in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RecurringPrice {
    /// The totals of one period of each line, whatever its interval.
    pub totals: Totals,
    /// With tax, per month: a year's price by 12, a day's by 365 / 12 days; rounded once.
    pub per_month: Amount,
}

/// A line before and after a change, each with its derivation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Compared {
    /// Key of the line.
    pub key: Code,
    /// Its name, after the change if it is still there.
    pub name: Text,
    /// As it is; absent when it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Line>,
    /// As it will be; absent when it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Line>,
}

pub(super) fn compare(
    request: &ChangeRequest,
    changed: &BillRequest,
    changed_at: Instant,
    zones: &Zones,
) -> Result<Recurring, Faults> {
    let usage = match &request.assumed {
        Some(assumed) => assumed.clone(),
        None => last_month(&request.current, zones)?,
    };
    let at = request.current.through;
    let before = full_period(&request.current, &usage, at, zones)?;
    let after = full_period(changed, &usage, changed_at, zones)?;
    Ok(Recurring {
        before: price(&request.current.contract, &before, at)?,
        after: price(&changed.contract, &after, changed_at)?,
        lines: side_by_side(before.lines, after.lines),
    })
}

/// The customer's usage in the month up to the request's instant.
pub(super) fn last_month(request: &BillRequest, zones: &Zones) -> Result<Vec<UsageRecord>, Faults> {
    let zone = &request.contract.zone;
    let from = zones.start_of(zone, zones.date_of(zone, request.through)?.plus_months(-1)?)?;
    let of_month = request.usage.iter().filter(|one| from <= one.at && one.at < request.through);
    Ok(of_month.cloned().collect())
}

pub(super) fn full_period(
    request: &BillRequest,
    usage: &[UsageRecord],
    at: Instant,
    zones: &Zones,
) -> Result<Bill, Faults> {
    let period = BillRequest {
        usage: usage.to_vec(),
        billed: Vec::new(),
        through: at,
        ..request.of_any_document()
    };
    typical_bill(&period, zones)
}

pub(super) fn price(
    contract: &Contract,
    bill: &Bill,
    at: Instant,
) -> Result<RecurringPrice, MoneyError> {
    let timeline = contract.timeline().unwrap_or(Timeline::empty());
    let mut exact = Exact::ZERO;
    for line in &bill.lines {
        let mut versions = timeline.versions.iter().filter(|version| version.holds_at(at));
        let version = versions.find(|version| *version.item.line_key() == line.key);
        let mut commitments = contract.commitments.iter();
        let interval = match version {
            Some(version) => version.item.interval,
            None => commitments.find(|one| one.code == line.key).map(|one| one.interval),
        };
        if let Some(interval) = interval {
            exact = exact.plus(per_month(line.gross, interval)?)?;
        }
    }
    let per_month = exact.round(bill.currency, RoundingMode::default())?;
    Ok(RecurringPrice { totals: bill.totals.clone(), per_month })
}

fn per_month(amount: Amount, interval: Interval) -> Result<Exact, MoneyError> {
    let count = u64::from(interval.count());
    let months = |length: u64| Exact::from(amount).fraction(1, count.saturating_mul(length));
    let days = |length: u64| {
        Exact::from(amount).fraction(365, count.saturating_mul(length).saturating_mul(12))
    };
    match interval.unit() {
        IntervalUnit::Month => months(1),
        IntervalUnit::Quarter => months(3),
        IntervalUnit::HalfYear => months(6),
        IntervalUnit::Year => months(12),
        IntervalUnit::Day => days(1),
        IntervalUnit::Week => days(7),
    }
}

fn side_by_side(before: Vec<Line>, after: Vec<Line>) -> Vec<Compared> {
    let compared = |line: &Line| Compared {
        key: line.key.clone(),
        name: line.name.clone(),
        before: None,
        after: None,
    };
    let mut lines: Vec<Compared> = before
        .into_iter()
        .map(|line| Compared { before: Some(line.clone()), ..compared(&line) })
        .collect();
    for line in after {
        match lines.iter_mut().find(|known| known.key == line.key && known.after.is_none()) {
            Some(known) => {
                known.name = line.name.clone();
                known.after = Some(line);
            }
            None => lines.push(Compared { after: Some(line.clone()), ..compared(&line) }),
        }
    }
    lines
}
