//! Credit notes: what is taken back of a bill, with exactly its share of discount and tax.
//!
//! Nothing finalised is edited (design.md section 8); a mistake, a return or an unused part of a period
//! is corrected by a credit note on the original bill. The rules:
//!
//! 1. **Never more than is left**: of a line, of its quantity, of a document charge or allowance, or of
//!    the invoice, after every earlier credit note. A refusal names what is left.
//! 2. **The original's own shares**: of a line's discount, and of its tax of each rate, a credit takes
//!    what is left × credited amount ÷ amount left, rounded once. The last credit of a line so takes
//!    exactly what remains, and the bill less all of its credit notes ends at zero in every line, tax
//!    group and total, in however many parts it was credited. No tax rate is applied again: tax that
//!    was rounded once on the bill is not rounded another way here.
//! 3. **The tax of a rate is the sum of its lines' shares**, so that a full credit has the tax groups
//!    of the bill (EN 16931 BG-23; Japan's 適格返還請求書 states them per rate).
//! 4. **Refund or balance**: see [`Disposition`] and [`RefundDerivation`].
//!
//! Worked example (public vector credit_notes-007): of a fee of 31.00 with a discount of 5.00 and 5.20
//! tax, 2.00 were credited before: of the discount 5.00 × 2/31 = 0.32, of the tax 5.20 × 2/31 = 0.34.
//! Left are 29.00, 4.68 and 4.86. Now 14.00: discount 4.68 × 14/29 = 2.26, net 11.74, tax
//! 4.86 × 14/29 = 2.35, gross 14.09.

mod by_rate;
mod left;
mod line;
mod note;
mod original;
mod refund;
mod request;

use left::Left;
pub use line::{CreditBy, CreditDerivation};
use line::{Credited, OnNote, credit_part};
pub use note::{CreditAdjustment, CreditLine, CreditNote, CreditTax, CreditTotals, RateShare};
use refund::Payment;
pub use refund::{RefundDerivation, RefundLine};
pub use request::{
    Credit, CreditNoteRequest, Disposition, EarlierAdjustment, EarlierLine, EarlierNote,
    EarlierTax, LineCredit, OriginalAdjustment, OriginalBill, OriginalLine, OriginalTax,
    OriginalTotals, PaymentState,
};
use seikyu_money::{Amount, MoneyError};

use crate::{
    billing::{AdjustmentKind, ENGINE_VERSION},
    order::sort_by_key,
    wire::{CreditNoteVersion, Faults, Pointer, canonical, digest},
};

/// Makes a credit note, with the digest of request and result.
///
/// # Errors
/// What is wrong with the request, field by field: `does_not_add_up` for a bill whose parts are not its
/// whole, `another_invoice` for an earlier note of another bill, `unknown_reference`, `more_than_left`,
/// `nothing_left`, `below_zero` for a note whose total would be a charge.
#[inline]
pub fn credit(request: &CreditNoteRequest) -> Result<CreditNote, Faults> {
    let payment = refund::payment(request)?;
    let left = Left::of(request)?;
    let wanted = line::wanted(request, &left)?;
    let mut parts = Vec::with_capacity(wanted.len());
    for (index, by) in wanted {
        parts.extend(credit_part(request, &left, index, by)?);
    }
    sort_by_key(&mut parts, |part| part.index);
    let note = compose(request, &left, parts, payment)?;
    let text = format!("{}\n{}", canonical(request), canonical(&note));
    Ok(CreditNote { digest: Some(digest(&text)), ..note })
}

fn compose(
    request: &CreditNoteRequest,
    left: &Left<'_>,
    credited: Vec<Credited>,
    payment: Payment,
) -> Result<CreditNote, Faults> {
    let bill = &request.bill;
    let zero = Amount::zero(bill.currency);
    let mut totals = CreditTotals {
        lines: zero,
        discounts: zero,
        charges: None,
        allowances: None,
        net: zero,
        tax: zero,
        gross: zero,
        withheld: None,
    };
    let mut withheld = zero;
    let mut groups = vec![None; bill.taxes.len()];
    for part in &credited {
        let shares = &part.shares;
        let (net, gross) = shares.net_and_gross(bill.tax_behavior)?;
        totals.add(part, left.amount(net), left.amount(gross))?;
        withheld = withheld.plus(left.amount(original::withheld(bill, &shares.taxes)?))?;
        for (group, tax) in &shares.taxes {
            if let Some(place) = groups.get_mut(*group) {
                let (base, amount) = place.unwrap_or((zero, zero));
                let tax = Amount::from_minor(*tax, bill.currency);
                *place = Some((base.plus(left.amount(net))?, amount.plus(tax)?));
            }
        }
    }
    check_total(left, &totals)?;
    totals.withheld = (!withheld.is_zero()).then_some(withheld);
    let total = totals.gross.minus(withheld)?;
    let taxes = bill.taxes.iter().zip(groups);
    let taxes = taxes.filter_map(|(tax, group)| {
        let (base, amount) = group?;
        let OriginalTax { rate, name, category, percent, .. } = tax.clone();
        Some(CreditTax { rate, name, category, percent, base, amount })
    });
    let taxes = taxes.collect();
    let derivation = RefundDerivation::new(request, left, &credited, (payment, total))?;
    let refund = derivation.recompute()?;
    let (mut lines, mut adjustments) = (Vec::with_capacity(credited.len()), Vec::new());
    for part in credited {
        match part.on_note {
            OnNote::Line(line) => lines.push(line),
            OnNote::Adjustment(one) => adjustments.push(one),
        }
    }
    Ok(CreditNote {
        version: CreditNoteVersion::V1,
        engine: ENGINE_VERSION,
        original: bill.digest.clone(),
        currency: bill.currency,
        tax_behavior: bill.tax_behavior,
        reason: request.reason.clone(),
        lines,
        adjustments,
        taxes,
        refund,
        balance: total.minus(refund)?,
        totals,
        derivation,
        digest: None,
    })
}

impl CreditTotals {
    fn add(&mut self, part: &Credited, net: Amount, gross: Amount) -> Result<(), MoneyError> {
        match &part.on_note {
            OnNote::Line(line) => {
                self.lines = self.lines.plus(line.amount)?;
                self.discounts = self.discounts.plus(line.discount)?;
            }
            OnNote::Adjustment(one) => {
                let sum = match one.kind {
                    AdjustmentKind::Charge => &mut self.charges,
                    AdjustmentKind::Allowance => &mut self.allowances,
                };
                *sum = Some(sum.map_or(Ok(one.amount), |sum| sum.plus(one.amount))?);
            }
        }
        self.net = self.net.plus(net)?;
        self.tax = self.tax.plus(gross.minus(net)?)?;
        self.gross = self.gross.plus(gross)?;
        Ok(())
    }
}

/// Lines below zero (a reduction) can make a part of an invoice worth more than the whole.
fn check_total(left: &Left<'_>, totals: &CreditTotals) -> Result<(), Faults> {
    let root = Pointer::ROOT;
    let place = root.field("credit");
    let gross = totals.gross;
    if gross.minor() < 0 {
        let detail = format!(
            "The credit note would come to {gross}; accepted is a total of zero or more. A line below \
             zero is credited together with those it reduces."
        );
        return Err(Faults::one("below_zero", &place, detail));
    }
    let rest = left.gross()?;
    if gross > rest {
        let detail = format!(
            "The credit note would come to {gross}; {rest} is left of the invoice, and no more is \
             accepted."
        );
        return Err(Faults::one("more_than_left", &place, detail));
    }
    Ok(())
}
