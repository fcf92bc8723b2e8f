//! Billing: a bill is what should be charged less what has been billed (design.md section 1).
//!
//! The pipeline, in order; nothing else rounds:
//!
//! 1. `charges`: which lines are due through an instant, for which periods, with which fraction;
//! 2. `parts`: quantity → allowance → charge model ([`crate::rating`]) → proration → minimum and
//!    maximum, exact;
//! 3. `lines`: **round once** per line to the minor unit, less what was billed;
//! 4. `settle`: coupons in order (**each rounded once**), tax **rounded once** per rate, totals;
//! 5. `spread`: discounts and taxes back to the lines by largest remainder;
//! 6. `draw`: wallets, from what is to be paid;
//! 7. `due`: what was paid before, wallets, the customer's balance, rounding of the payable amount.

mod bill;
mod charges;
mod draw;
mod due;
mod grid;
mod lines;
mod next_due;
mod parts;
mod payable;
mod request;
mod settle;
mod spread;
pub(crate) mod tax_point;
mod terms;
mod usage;
mod wallet;

pub use bill::{Bill, Discount, LateUsage, Line, Tax, Totals};
use draw::Drawn;
pub use draw::WalletDraw;
use due::Due;
pub use next_due::next_due;
pub(crate) use parts::{part, rate_item};
pub use payable::PayableRounding;
pub use request::{BillRequest, BilledLine, UsageRecord};
use seikyu_calendar::Zones;
use seikyu_money::{Amount, MoneyError};
pub(crate) use settle::{Settlement, settle};
pub(crate) use spread::{Share, share_out, spread};
pub(crate) use terms::{BucketTotal, Member, Terms};
pub(crate) use usage::UsageIndex;
pub use wallet::{TopUp, Wallet, WalletKind};

use crate::{
    catalog::Code,
    contract::Timeline,
    wire::{BillVersion, Faults, canonical, digest},
};

/// The version of the engine, part of every bill and digest.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The most lines of a bill.
pub const LINES_MAX: usize = 100_000;

/// Bills a contract through an instant, with the digest of input and result.
///
/// 31.00 a month in arrears from 1 December, cancelled on the 17th: 16 of 31 days, 16.00.
///
/// ```
/// use seikyu_calendar::Zones;
/// use seikyu_engine::billing::{BillRequest, bill};
///
/// let request = BillRequest::read(r#"{
///     "version": "seikyu.bill-request.v1", "usage": [], "billed": [],
///     "through": "2026-12-31T00:00:00Z",
///     "contract": {
///         "version": "seikyu.contract.v1", "currency": "EUR", "zone": "UTC",
///         "rounding": {"lines": "half_away_from_zero", "tax": "half_away_from_zero"},
///         "coupon_mode": "sequential", "tax": {"behavior": "exclusive", "rates": []}, "meters": [],
///         "events": [
///             {"type": "created", "at": "2026-12-01T00:00:00Z", "coupons": [], "items": [{
///                 "key": "base", "name": {"en": "Base fee"}, "taxes": [], "quantity": "1",
///                 "charge": {"model": "flat", "amount": "31.00"},
///                 "interval": {"unit": "month", "count": 1}, "timing": "in_arrears"}]},
///             {"type": "cancelled", "at": "2026-12-17T00:00:00Z"}
///         ]
///     }
/// }"#)?;
/// let bill = bill(&request, &Zones::iana())?;
/// assert_eq!(bill.totals.due.to_string(), "16.00");
/// let part = &bill.lines[0].derivation.parts[0];
/// assert_eq!(part.fraction.map(|fraction| fraction.to_string()).as_deref(), Some("16/31"));
/// # Ok::<(), seikyu_engine::wire::Faults>(())
/// ```
///
/// # Errors
/// What is wrong with the request, field by field.
#[inline]
pub fn bill(request: &BillRequest, zones: &Zones) -> Result<Bill, Faults> {
    let bill = compute(request, zones)?;
    Ok(seal(request, bill))
}

/// [`bill`] without the digest.
///
/// # Errors
/// As [`bill`].
pub fn compute(request: &BillRequest, zones: &Zones) -> Result<Bill, Faults> {
    request.check()?;
    let Some(timeline) = request.contract.timeline() else {
        return Err(Faults::whole("not_created", "The contract does not begin."));
    };
    let due = charges::due(&request.contract, &timeline, request.through, zones)?;
    compose(request, &timeline, &due, zones)
}

/// The bill of one full period of every item in force at the request's instant, whatever is due when:
/// what a customer pays per period under the usage of the request, which counts as that period's
/// whatever its instant. It is the period that is running then, or the first.
///
/// # Errors
/// As [`bill`].
#[inline]
pub fn typical_period(request: &BillRequest, zones: &Zones) -> Result<Bill, Faults> {
    let bill = typical_bill(request, zones)?;
    Ok(seal(request, bill))
}

/// [`typical_period`] without the digest.
pub(crate) fn typical_bill(request: &BillRequest, zones: &Zones) -> Result<Bill, Faults> {
    request.check()?;
    let Some(timeline) = request.contract.timeline() else {
        return Err(Faults::whole("not_created", "The contract does not begin."));
    };
    let due = charges::full_period(&request.contract, &timeline, request.through, zones)?;
    compose(request, &timeline, &due, zones)
}

fn compose(
    request: &BillRequest,
    timeline: &Timeline<'_>,
    due: &charges::Schedule,
    zones: &Zones,
) -> Result<Bill, Faults> {
    let contract = &request.contract;
    let usage = UsageIndex::new(&request.usage);
    let mut terms = Terms::new(contract, timeline, request.through)?;
    let accruing = match contract.threshold {
        Some(_) if !due.all_usage => {
            Some(charges::accruing(contract, timeline, request.through, zones)?)
        }
        _ => None,
    };
    let lines::Draft { lines: drafted, late } =
        lines::draft(request, timeline, (due, accruing.as_ref()), &usage)?;
    let mut members = Vec::with_capacity(drafted.len());
    for line in &drafted {
        let day = if terms.is_dated() {
            Some(tax_point::of_line(contract, timeline, (line.item, line.period.as_ref()), zones)?)
        } else {
            None
        };
        members.push(terms.member(line, day)?);
    }
    let mut totals = vec![BucketTotal::default(); terms.buckets.len()];
    for member in &members {
        if let Some(total) = totals.get_mut(member.bucket) {
            total.add_member(member)?;
        }
    }
    let settlement = settle(&terms, &totals)?;
    let shares = spread(&terms, &settlement, &members)?;
    let products: Vec<Option<&Code>> = if request.wallets.is_empty() {
        Vec::new()
    } else {
        drafted.iter().map(|line| line.item.product.as_ref()).collect()
    };
    let mut lines = lines::finish(drafted, &shares, &terms)?;
    if terms.is_dated() {
        for (line, member) in lines.iter_mut().zip(&members) {
            line.taxes = terms.codes_of(member.bucket);
        }
    }
    let open = Due::open(request, &terms, &settlement)?;
    let drawn = pay(request, &terms, (&mut lines, &products), open.left)?;
    let due = open.after(drawn.paid, request, &terms)?;
    Ok(Bill {
        version: BillVersion::V1,
        engine: ENGINE_VERSION,
        through: request.through,
        currency: contract.currency,
        tax_behavior: contract.tax.behavior,
        lines,
        discounts: bill::discounts(&settlement, &terms),
        taxes: bill::taxes(&settlement, &terms),
        totals: bill::totals(&settlement, due, contract.currency)?,
        wallets: drawn.wallets,
        late,
        digest: None,
    })
}

/// Lets the request's wallets pay the lines; nothing is done where there are none.
fn pay(
    request: &BillRequest,
    terms: &Terms,
    (lines, products): (&mut [Line], &[Option<&Code>]),
    due: i64,
) -> Result<Drawn, MoneyError> {
    if request.wallets.is_empty() {
        return Ok(Drawn::default());
    }
    let payable: Vec<_> = products
        .iter()
        .zip(&*lines)
        .map(|(product, line)| {
            let split = due::is_split(terms, &line.taxes);
            (*product, if split { line.net } else { line.gross }.minor())
        })
        .collect();
    let drawn = draw::draw(request, &payable, due)?;
    for (line, paid) in lines.iter_mut().zip(&drawn.lines) {
        line.paid_by_wallets =
            (*paid != 0).then(|| Amount::from_minor(*paid, request.contract.currency));
    }
    Ok(drawn)
}

#[inline]
fn seal(request: &BillRequest, bill: Bill) -> Bill {
    let text = format!("{}\n{}", canonical(request), canonical(&bill));
    Bill { digest: Some(digest(&text)), ..bill }
}
