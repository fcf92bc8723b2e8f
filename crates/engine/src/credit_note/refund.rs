//! How much of a credit note is paid back.
//!
//! - `Balance`: nothing.
//! - `Refund`: as much as was paid and has not been paid back.
//! - `Both`: what was paid *beyond the part that the customer keeps*. The payment is
//!   allocated over the invoice's lines by what is owed for each (gross less what wallets paid), by
//!   largest remainder; of each credited line the kept part (owed × amount kept ÷ amount) is taken off,
//!   rounded up; the differences are added up, and never below zero. An invoice that was paid in full,
//!   all of it in money or from the balance, owes nothing for the kept part, so its credit note is paid
//!   back like a refund. What wallets paid is never paid back in money: it goes to the balance.
//!
//! Never is more paid back than the note's total, or than was paid less what was paid back before; the
//! rest goes to the customer's balance. Worked example (public vector credit_notes-007): of 68.40, 55.80
//! was paid: 25.45 of it on a line of 31.20 gross, of which 15/31 is kept: 31.20 × 15/31 = 15.097 →
//! 15.10. Paid back is 25.45 − 15.10 = 10.35; of the note's 14.09 the other 3.74 goes to the balance.

use seikyu_money::{Amount, Exact, MoneyError, RoundingMode};
use serde::Serialize;

use super::{CreditNoteRequest, Credited, Disposition, left::Left};
use crate::{
    billing::share_out,
    catalog::Code,
    wire::{Check, Faults, Pointer},
};

/// Why that much of a credit note is paid back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RefundDerivation {
    /// What was asked for.
    pub disposition: Disposition,
    /// The note's total, less tax that is withheld: the most that is paid back.
    pub total: Amount,
    /// What was received for the invoice.
    pub paid: Amount,
    /// What was paid back of it before.
    pub refunded: Amount,
    /// The credited lines and adjustments, where the payment is compared with what the customer keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub lines: Option<Vec<RefundLine>>,
}

/// The payment on a credited line, and what the customer keeps of the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RefundLine {
    /// Key of the line, or code of the adjustment.
    pub key: Code,
    /// The line's share of the payment.
    pub payment: Amount,
    /// The line as it was billed, before discount.
    pub amount: Amount,
    /// What is left of that after this note.
    pub kept: Amount,
    /// What was to be paid for the line: with tax, after discount, less what wallets paid and tax that
    /// is withheld.
    pub owed: Amount,
}

impl RefundLine {
    /// What was paid beyond the kept part; below zero where less was paid.
    fn beyond(&self) -> Result<Amount, MoneyError> {
        if self.kept.is_zero() {
            return Ok(self.payment);
        }
        let (kept, amount) = (self.kept.minor().unsigned_abs(), self.amount.minor().unsigned_abs());
        let kept = Exact::from(self.owed).fraction(kept, amount)?;
        self.payment.minus(kept.round(self.owed.currency(), RoundingMode::Up)?)
    }
}

impl RefundDerivation {
    /// Recomputes what is paid back from the leaves.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn recompute(&self) -> Result<Amount, MoneyError> {
        let currency = self.total.currency();
        let most = self.paid.minus(self.refunded)?.minor().min(self.total.minor());
        let refund = match (self.disposition, &self.lines) {
            (Disposition::Balance, _) => 0,
            (Disposition::Refund, _) | (Disposition::Both, None) => most,
            (Disposition::Both, Some(lines)) => {
                let zero = Amount::zero(currency);
                let sum = lines.iter().try_fold(zero, |sum, line| sum.plus(line.beyond()?))?;
                sum.minor().max(0).min(most)
            }
        };
        Ok(Amount::from_minor(refund, currency))
    }

    pub(super) fn new(
        request: &CreditNoteRequest,
        left: &Left<'_>,
        credited: &[Credited],
        (payment, total): (Payment, Amount),
    ) -> Result<Self, MoneyError> {
        let Payment { paid, refunded } = payment;
        let disposition = request.disposition;
        let mut derivation = Self { disposition, total, paid, refunded, lines: None };
        if disposition == Disposition::Both {
            let behavior = request.bill.tax_behavior;
            let owed = left.parts.iter().map(|of| {
                let (_, gross) = of.billed.net_and_gross(behavior)?;
                gross.checked_sub(of.elsewhere).ok_or(MoneyError::Overflow)
            });
            let owed = owed.collect::<Result<Vec<i64>, MoneyError>>()?;
            let mut each = owed.iter();
            let due = each.try_fold(0_i64, |sum, owed| sum.checked_add(*owed));
            let due = due.and_then(|total| total.checked_sub(left.less));
            let bill = &request.bill;
            let by_wallets = bill.lines.iter().any(|line| line.paid_by_wallets.is_some())
                || bill.adjustments.iter().any(|one| one.paid_by_wallets.is_some());
            if by_wallets || paid.minor() < due.ok_or(MoneyError::Overflow)? {
                let payments = share_out(paid.minor(), &owed)?;
                let lines = credited.iter().filter_map(|Credited { index, shares, .. }| {
                    let of = left.parts.get(*index)?;
                    let owed = left.amount(*owed.get(*index)?);
                    let payment = left.amount(*payments.get(*index)?);
                    let kept = of.left.amount.checked_sub(shares.amount)?;
                    let (kept, amount) = (left.amount(kept), left.amount(of.billed.amount));
                    Some(RefundLine { key: of.part.code().clone(), payment, amount, kept, owed })
                });
                derivation.lines = Some(lines.collect());
            }
        }
        Ok(derivation)
    }
}

/// What was paid and paid back.
#[derive(Clone, Copy)]
pub(super) struct Payment {
    paid: Amount,
    refunded: Amount,
}

/// Checks what was paid and paid back.
pub(super) fn payment(request: &CreditNoteRequest) -> Result<Payment, Faults> {
    let currency = request.bill.currency;
    let zero = Amount::zero(currency);
    let Some(payment) = request.payment else {
        return Ok(Payment { paid: zero, refunded: zero });
    };
    let mut check = Check::default();
    let root = Pointer::ROOT;
    let place = root.field("payment");
    let paid = check.money(&place.field("paid"), Amount::from_number(payment.paid, currency));
    let refunded =
        check.money(&place.field("refunded"), Amount::from_number(payment.refunded, currency));
    if let Some(paid) = paid.filter(|paid| paid.minor() < 0) {
        let detail = format!("{paid} was given; accepted is an amount from 0.");
        check.fault("out_of_range", &place.field("paid"), detail);
    } else if let (Some(paid), Some(refunded)) = (paid, refunded)
        && (refunded.minor() < 0 || refunded > paid)
    {
        let detail = format!("{refunded} was given; accepted is 0 to the {paid} that was paid.");
        check.fault("out_of_range", &place.field("refunded"), detail);
    }
    check.finish()?;
    Ok(Payment { paid: paid.unwrap_or(zero), refunded: refunded.unwrap_or(zero) })
}
