//! Billing: a bill is what should be charged less what has been billed (design.md section 1).
//!
//! The pipeline, in order; nothing else rounds:
//!
//! 1. `charges`: which lines are due through an instant, for which periods, with which fraction;
//! 2. `usage`: the quantity of a meter; a level over time is **rounded once**, to 12 decimals, for it is
//!    a quantity that stands on the invoice;
//! 3. `parts`: quantity → allowance → charge model ([`crate::rating`]) → proration → minimum and
//!    maximum, exact;
//! 4. `lines`: **round once** per line to the minor unit, less what was billed;
//! 5. `settle`: coupons in order (**each rounded once**), tax **rounded once** per rate, totals;
//!    `commitments` adds true-ups between the two (their limits and overage **rounded once**), and
//!    `adjustment` the document's charges and allowances;
//! 6. `spread`: discounts and taxes back to the lines by largest remainder;
//! 7. `draw`: wallets, from what is to be paid (credits **rounded once** to money, and their cost);
//! 8. `due`: what was paid before, wallets, the customer's balance, rounding of the payable amount.

mod adjustment;
mod bill;
mod charges;
mod commitments;
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

pub use adjustment::{Adjustment, AdjustmentKind, BilledAdjustment};
pub use bill::{Bill, Discount, LateUsage, Line, Tax, Totals};
pub(crate) use commitments::is_typical;
use commitments::true_ups as true_ups_of;
use draw::Drawn;
pub use draw::WalletDraw;
use due::Due;
pub(crate) use grid::{Stretch, grid, period_end};
pub(crate) use lines::with_free_units;
pub use next_due::next_due;
pub(crate) use parts::{part, rate_item};
pub use payable::PayableRounding;
pub use request::{BillRequest, BilledLine, TakenDiscount, UsageRecord};
use seikyu_calendar::Zones;
use seikyu_money::{Amount, MoneyError};
pub(crate) use settle::{Settlement, Taken, settle};
pub(crate) use spread::{Share, share_out, spread};
use tax_point::LineRates;
pub(crate) use terms::{BucketTotal, Member, Terms};
pub(crate) use usage::{Span, UsageIndex};
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
    // Nothing is held back of what was never billed.
    let ahead = (!request.billed.is_empty()).then(|| timeline.known_at(request.through));
    let known = match ahead.flatten() {
        Some(known) => Some(charges::due(&request.contract, &known, request.through, zones)?),
        None => None,
    };
    compose(request, &timeline, (&due, known.as_ref(), Taken::All), zones)
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
    compose(request, &timeline, (&due, None, Taken::Lasting), zones)
}

fn compose(
    request: &BillRequest,
    timeline: &Timeline<'_>,
    (due, known, taken): (&charges::Schedule, Option<&charges::Schedule>, Taken),
    zones: &Zones,
) -> Result<Bill, Faults> {
    let contract = &request.contract;
    let usage = UsageIndex::new(&request.usage, &contract.meters);
    let mut terms = Terms::new(contract, timeline, request.through)?;
    let accruing = match contract.threshold {
        Some(_) if !due.all_usage => {
            Some(charges::accruing(contract, timeline, request.through, zones)?)
        }
        _ => None,
    };
    let rates = LineRates { terms: &terms, contract, timeline, zones };
    let schedules = lines::Schedules { due, known, accruing: accruing.as_ref() };
    let lines::Draft { lines: drafted, late } =
        lines::draft(request, timeline, &schedules, (&usage, &rates))?;
    terms.set_taken(&request.discounted)?;
    let has_ending = taken == Taken::All && terms.has_ending_coupons();
    let mut members = Vec::with_capacity(drafted.len());
    for line in &drafted {
        let ended = if has_ending {
            terms.ended(|from| due.periods_before(line.item.interval, line.ordinal, from))
        } else {
            0
        };
        members.push(terms.member(line, ended)?);
    }
    let mut true_ups = Vec::new();
    if !contract.commitments.is_empty() {
        // What coupons took of the lines stays as it is: none of them reduces a true-up.
        let (_, shares) = settled(&terms, &members, taken)?;
        let typical = taken == Taken::Lasting;
        true_ups = true_ups_of(request, timeline, (&drafted, &shares), (typical, zones))?;
        for line in &mut true_ups {
            let rates = LineRates { terms: &terms, contract, timeline, zones };
            line.item.taxes = rates.of(&line.item, Some(&line.period))?;
            members.push(terms.adjustment(&line.item.taxes, line.amount.minor())?);
        }
    }
    let mut adjustment_rates = Vec::with_capacity(request.adjustments.len());
    for adjustment in &request.adjustments {
        let through = || zones.date_of(&contract.zone, request.through);
        let rates = terms.codes_on(&adjustment.taxes, through)?;
        members.push(terms.adjustment(&rates, adjustment.minor(contract.currency)?)?);
        adjustment_rates.push(rates);
    }
    let (settlement, shares) = settled(&terms, &members, taken)?;
    let mut products: Vec<Option<&Code>> = if request.wallets.is_empty() {
        Vec::new()
    } else {
        drafted.iter().map(|line| line.item.product.as_ref()).collect()
    };
    let (of_lines, others) = shares.split_at_checked(drafted.len()).unwrap_or((&shares, &[]));
    let (of_true_ups, of_adjustments) =
        others.split_at_checked(true_ups.len()).unwrap_or((others, &[]));
    let mut lines = lines::finish(drafted, of_lines, &terms)?;
    let adjustments = request.adjustments.iter().zip(adjustment_rates).zip(of_adjustments);
    let adjustments = adjustments.map(|((one, rates), share)| one.billed(rates, *share, &terms));
    let mut adjustments = adjustments.collect::<Result<Vec<_>, _>>()?;
    for (line, share) in true_ups.into_iter().zip(of_true_ups) {
        lines.push(line.finish(*share, terms.behavior)?);
    }
    let open = Due::open(request, &terms, &settlement)?;
    if !products.is_empty() {
        products.resize(lines.len(), None);
    }
    let drawn = pay(request, &terms, (&mut lines, &mut adjustments, &products), open.left)?;
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
        totals: bill::totals(&settlement, due, request)?,
        adjustments,
        wallets: drawn.wallets,
        late,
        digest: None,
    })
}

/// Settles members, and spreads the settlement over them.
fn settled(
    terms: &Terms,
    members: &[Member],
    taken: Taken,
) -> Result<(Settlement, Vec<Share>), MoneyError> {
    let mut totals = vec![BucketTotal::default(); terms.buckets.len()];
    for member in members {
        if let Some(total) = totals.get_mut(member.bucket) {
            total.add_member(member)?;
        }
    }
    let settlement = settle(terms, &totals, taken)?;
    let shares = spread(terms, &settlement, members)?;
    Ok((settlement, shares))
}

/// Lets the request's wallets pay the lines; nothing is done where there are none.
fn pay(
    request: &BillRequest,
    terms: &Terms,
    (lines, adjustments, products): (&mut [Line], &mut [BilledAdjustment], &[Option<&Code>]),
    due: i64,
) -> Result<Drawn, MoneyError> {
    if request.wallets.is_empty() {
        return Ok(Drawn::default());
    }
    let gross = |taxes: &[Code], net: Amount, gross: Amount| {
        if due::is_split(terms, taxes) { net.minor() } else { gross.minor() }
    };
    let of_lines = products
        .iter()
        .zip(&*lines)
        .map(|(product, line)| (*product, gross(&line.taxes, line.net, line.gross)));
    let of_adjustments =
        adjustments.iter().map(|one| (None, gross(&one.taxes, one.net, one.gross)));
    let payable: Vec<_> = of_lines.chain(of_adjustments).collect();
    let drawn = draw::draw(request, &payable, due)?;
    let places = lines.iter_mut().map(|line| &mut line.paid_by_wallets);
    let places = places.chain(adjustments.iter_mut().map(|one| &mut one.paid_by_wallets));
    for (place, paid) in places.zip(&drawn.lines) {
        *place = (*paid != 0).then(|| Amount::from_minor(*paid, request.contract.currency));
    }
    Ok(drawn)
}

#[inline]
fn seal(request: &BillRequest, bill: Bill) -> Bill {
    let text = format!("{}\n{}", canonical(request), canonical(&bill));
    Bill { digest: Some(digest(&text)), ..bill }
}
