//! The next bill: the first instant after one at which something is due.

use std::collections::BTreeSet;

use seikyu_calendar::{Instant, Zones};
use serde::Serialize;

use crate::{
    billing::{Bill, BillRequest, compute, period_bounds},
    contract::Event,
    wire::Faults,
};

/// A bill to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct NextBill {
    /// When it is due.
    pub at: Instant,
    /// The bill, under the usage so far.
    pub bill: Bill,
}

/// How many instants are looked at for a bill with lines: daily items that cost nothing may lie before it.
const INSTANTS_MAX: usize = 40;

/// The first bill with lines after the request's instant; `None` when there is none, as after the end
/// of a contract. Wallets, balance and payments are left out.
///
/// # Errors
/// As [`compute`].
pub fn next_bill(request: &BillRequest, zones: &Zones) -> Result<Option<NextBill>, Faults> {
    let mut request =
        BillRequest { wallets: Vec::new(), balance: None, prepaid: None, ..request.clone() };
    for _ in 0..INSTANTS_MAX {
        let Some(at) = next_instant(&request, zones)? else { return Ok(None) };
        request.through = at;
        let bill = compute(&request, zones)?;
        if !bill.lines.is_empty() {
            return Ok(Some(NextBill { at, bill }));
        }
    }
    Ok(None)
}

/// The first instant after the request's at which a period begins or ends, or an event takes effect.
fn next_instant(request: &BillRequest, zones: &Zones) -> Result<Option<Instant>, Faults> {
    let after = request.through;
    let contract = &request.contract;
    let Some(timeline) = contract.timeline() else { return Ok(None) };
    let mut instants: BTreeSet<Instant> = contract.events.iter().map(Event::at).collect();
    let mut intervals = Vec::new();
    for version in &timeline.versions {
        let Some(interval) = version.item.interval else { continue };
        let over = version.until.is_some_and(|until| until <= after);
        if over && version.item.usage.is_none() || intervals.contains(&interval) {
            continue;
        }
        intervals.push(interval);
        instants.extend(period_bounds(contract, &timeline, interval, (after, zones))?);
    }
    Ok(instants.into_iter().find(|instant| *instant > after))
}
