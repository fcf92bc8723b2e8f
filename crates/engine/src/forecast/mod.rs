//! Forecasts: the next bills of a contract under assumed usage, each with a low and a high beside what is
//! expected.
//!
//! A forecast is the same computation as a bill, at the instants at which something will be due, with the
//! usage that is assumed. What was billed is carried from each bill to the next, so that commitments,
//! coupons with a number of periods and scheduled changes are in it. Wallets, the customer's balance and
//! payments are not, nor is the contract's threshold: usage is billed with its period.

mod request;
mod usage;

use std::sync::Arc;

pub use request::{ForecastRequest, UsageAssumption};
use seikyu_calendar::{Instant, Zones};
use seikyu_money::{Amount, Currency};
use serde::Serialize;
use usage::Outlook;

use crate::{
    billing::{Bill, BillRequest, BilledLine, TakenDiscount, compute, next_due},
    wire::{Faults, ForecastVersion},
};

/// The next bills of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Forecast {
    /// The form of this document.
    pub version: ForecastVersion,
    /// The instant from which on it looks ahead.
    pub at: Instant,
    /// The currency of every amount.
    pub currency: Currency,
    /// The bills, in order of time; fewer than asked for where the contract ends.
    pub bills: Vec<ForecastBill>,
    /// All of them together, with tax.
    pub total: Band,
}

/// A bill that is expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ForecastBill {
    /// When it will be due.
    pub at: Instant,
    /// Its total, with tax.
    pub gross: Band,
    /// The bill under the expected usage.
    #[cfg_attr(feature = "typescript", tsify(type = "Bill"))]
    pub bill: Arc<Bill>,
}

/// What is expected, between what it comes to under the lowest and under the highest usage. Where more
/// usage costs less (volume prices), the lower amount is the low one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Band {
    /// The lowest.
    pub low: Amount,
    /// What is expected.
    pub expected: Amount,
    /// The highest.
    pub high: Amount,
}

/// How many instants without anything due are passed by for each bill that is asked for.
const INSTANTS_EACH: u32 = 40;

/// Forecasts the next bills.
///
/// # Errors
/// What is wrong with the request, field by field.
#[inline]
pub fn forecast(request: &ForecastRequest, zones: &Zones) -> Result<Forecast, Faults> {
    request.check()?;
    let outlook = Outlook::new(request, zones)?;
    let Outlook { base, low, expected, high } = outlook;
    let mut cases = [Case::new(&base, expected), Case::new(&base, low), Case::new(&base, high)];
    let mut bills = Vec::new();
    let mut total = Band::zero(base.contract.currency);
    let mut at = base.through;
    let most = request.bills.saturating_mul(INSTANTS_EACH);
    for _ in 0..most {
        if bills.len() >= usize::try_from(request.bills).unwrap_or(usize::MAX) {
            break;
        }
        let Some(next) = next_due(&base.contract, at, zones)? else { break };
        at = next;
        let [expected, low, high] = &mut cases;
        let (bill, low, high) =
            (expected.bill(at, zones)?, low.bill(at, zones)?, high.bill(at, zones)?);
        if bill.lines.is_empty() && low.lines.is_empty() && high.lines.is_empty() {
            continue;
        }
        let gross = Band::of(bill.totals.gross, [low.totals.gross, high.totals.gross]);
        total = total.plus(gross)?;
        bills.push(ForecastBill { at, gross, bill: Arc::new(bill) });
    }
    let (version, currency) = (ForecastVersion::V1, base.contract.currency);
    Ok(Forecast { version, at: base.through, currency, bills, total })
}

/// The contract under one assumption, billed step by step.
struct Case {
    request: BillRequest,
}

impl Case {
    fn new(base: &BillRequest, usage: Vec<crate::billing::UsageRecord>) -> Self {
        Self { request: BillRequest { usage, ..base.clone() } }
    }

    fn bill(&mut self, at: Instant, zones: &Zones) -> Result<Bill, Faults> {
        self.request.through = at;
        let bill = compute(&self.request, zones)?;
        self.request.billed.extend(bill.lines.iter().map(BilledLine::of));
        self.request.discounted.extend(bill.discounts.iter().map(TakenDiscount::of));
        Ok(bill)
    }
}

impl Band {
    const fn zero(currency: Currency) -> Self {
        let zero = Amount::zero(currency);
        Self { low: zero, expected: zero, high: zero }
    }

    fn of(expected: Amount, others: [Amount; 2]) -> Self {
        let all = || [expected, others[0], others[1]].into_iter().map(Amount::minor);
        let amount = |minor| Amount::from_minor(minor, expected.currency());
        Self {
            low: amount(all().min().unwrap_or_default()),
            expected,
            high: amount(all().max().unwrap_or_default()),
        }
    }

    fn plus(self, other: Self) -> Result<Self, seikyu_money::MoneyError> {
        Ok(Self {
            low: self.low.plus(other.low)?,
            expected: self.expected.plus(other.expected)?,
            high: self.high.plus(other.high)?,
        })
    }
}
