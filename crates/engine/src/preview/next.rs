//! The next bill: the first instant after one at which something is due.

use seikyu_calendar::{Instant, Zones};
use serde::Serialize;

use crate::{
    billing::{Bill, BillRequest, compute, next_due},
    wire::Faults,
};

/// A bill to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
/// of a contract. Adjustments, wallets, balance and payments are left out.
///
/// # Errors
/// As [`compute`].
pub fn next_bill(request: &BillRequest, zones: &Zones) -> Result<Option<NextBill>, Faults> {
    let mut request = request.of_any_document();
    for _ in 0..INSTANTS_MAX {
        let Some(at) = next_due(&request.contract, request.through, zones)? else {
            return Ok(None);
        };
        request.through = at;
        let bill = compute(&request, zones)?;
        if !bill.lines.is_empty() {
            return Ok(Some(NextBill { at, bill }));
        }
    }
    Ok(None)
}
