//! Commitments: what is spent on their lines in a period, trued up to the minimum, cut to the maximum.
//!
//! The spending of a period is what its lines come to after discounts, on this bill and on earlier ones;
//! a line belongs to the period that its own period begins in, one that is charged once to the first.
//! The true-up is a line of its own, due when the period has ended, less what was billed of it: a bill
//! is a difference. No coupon reduces it. When a contract ends within a period, its limits are prorated
//! by the contract's unit.

use seikyu_calendar::{Period, Zones};
use seikyu_money::{Amount, Exact, MoneyError};

use crate::{
    billing::{
        BillRequest, BilledLine, Line,
        charges::{self, Due},
        lines::Drafted,
        spread::Share,
    },
    catalog::{Commitment, Timing},
    contract::{Item, Timeline},
    explain::{LineDerivation, TrueUp},
    rating::{Charge, Flat},
    wire::Faults,
};

/// The line of a commitment, before tax.
pub(crate) struct TrueUpLine<'c> {
    /// The commitment as an item.
    pub(crate) item: Item,
    pub(crate) commitment: &'c Commitment,
    pub(crate) period: Period,
    pub(crate) amount: Amount,
    pub(crate) derivation: LineDerivation,
}

/// A commitment as an item that is charged in arrears, so that its periods are laid out like all others.
fn as_item(commitment: &Commitment) -> Item {
    Item {
        key: commitment.code.clone(),
        product: None,
        name: commitment.name.clone(),
        unit: None,
        taxes: commitment.taxes.as_slice().into(),
        charge: Charge::Flat(Flat { amount: seikyu_money::UnitPrice::ZERO }),
        usage: None,
        included: None,
        quantity: Some(seikyu_money::Quantity::ONE),
        interval: Some(commitment.interval),
        timing: Timing::InArrears,
        line: None,
        minimum: None,
        maximum: None,
    }
}

/// The lines that commitments add.
pub(crate) fn true_ups<'c>(
    request: &'c BillRequest,
    timeline: &Timeline<'c>,
    drafted: (&[Drafted<'_>], &[Share]),
    (typical, zones): (bool, &Zones),
) -> Result<Vec<TrueUpLine<'c>>, Faults> {
    let contract = &request.contract;
    let mut lines = Vec::new();
    for commitment in &contract.commitments {
        let item = as_item(commitment);
        let at = (timeline, request.through, zones);
        let dues = if typical {
            charges::full_period_of(contract, &item, at)?
        } else {
            charges::due_of(contract, &item, at)?
        };
        if typical && !is_typical(commitment, timeline.versions.iter().map(|one| one.item)) {
            continue;
        }
        for (number, due) in dues.iter().enumerate() {
            let Some(period) = due.period else { continue };
            let first = due.ordinal == 0 && number == 0;
            let spent = spent(commitment, (&period, first), drafted, contract.currency)?;
            let before = spent_before(commitment, (&period, first), request)?;
            lines.extend(line(request, (commitment, &item), due, (spent, before))?);
        }
        if !typical {
            lines.extend(reversals(request, (commitment, &item), &dues)?);
        }
    }
    Ok(lines)
}

/// Whether a commitment is shown in a typical period: only where all the lines it measures have its
/// interval.
pub(crate) fn is_typical<'i>(
    commitment: &Commitment,
    items: impl Iterator<Item = &'i Item>,
) -> bool {
    let mut measured = items.filter(|item| commitment.measures(item.line_key()));
    measured.all(|item| item.interval.is_none_or(|interval| interval == commitment.interval))
}

fn line<'c>(
    request: &BillRequest,
    (commitment, item): (&'c Commitment, &Item),
    due: &Due,
    spent: (Amount, Amount),
) -> Result<Option<TrueUpLine<'c>>, MoneyError> {
    let Some(period) = due.period else { return Ok(None) };
    let rounding = request.contract.rounding.lines;
    let billed = billed_of(request, commitment, period)?;
    let true_up = TrueUp::new(commitment, due.fraction, spent, rounding)?;
    let change = true_up.change;
    let derivation = LineDerivation {
        parts: Vec::new(),
        true_up: Some(Box::new(true_up)),
        exact: Exact::from(change),
        rounding,
        amount: change,
        already_billed: (!billed.is_zero()).then_some(billed),
    };
    let amount = derivation.due()?;
    Ok((!amount.is_zero()).then_some(TrueUpLine {
        item: item.clone(),
        commitment,
        period,
        amount,
        derivation,
    }))
}

/// What was billed of a commitment for periods that are not due (a contract cancelled back in time) is
/// taken back in full.
fn reversals<'c>(
    request: &BillRequest,
    (commitment, item): (&'c Commitment, &Item),
    dues: &[Due],
) -> Result<Vec<TrueUpLine<'c>>, MoneyError> {
    let mut lines: Vec<TrueUpLine<'c>> = Vec::new();
    for billed in request.billed.iter().filter(|billed| billed.line == commitment.code) {
        let Some(period) = billed.period else { continue };
        let known = dues.iter().any(|due| due.period == Some(period))
            || lines.iter().any(|line| line.period == period);
        if known {
            continue;
        }
        let already = billed_of(request, commitment, period)?;
        let derivation = LineDerivation {
            parts: Vec::new(),
            true_up: None,
            exact: Exact::ZERO,
            rounding: request.contract.rounding.lines,
            amount: Amount::zero(request.contract.currency),
            already_billed: Some(already),
        };
        let amount = derivation.due()?;
        if !amount.is_zero() {
            lines.push(TrueUpLine { item: item.clone(), commitment, period, amount, derivation });
        }
    }
    Ok(lines)
}

/// What was billed of a commitment for a period.
fn billed_of(
    request: &BillRequest,
    commitment: &Commitment,
    period: Period,
) -> Result<Amount, MoneyError> {
    let currency = request.contract.currency;
    let billed = |line: &&BilledLine| line.line == commitment.code && line.period == Some(period);
    request.billed.iter().filter(billed).try_fold(Amount::zero(currency), |sum, line| {
        sum.plus(Amount::from_number(line.amount, currency)?)
    })
}

/// Whether a line counts in a period: one that is charged once counts in the first.
fn counts(period: Option<&Period>, (within, first): (&Period, bool)) -> bool {
    period.map_or(first, |period| within.start() <= period.start() && period.start() < within.end())
}

fn spent(
    commitment: &Commitment,
    within: (&Period, bool),
    (drafted, shares): (&[Drafted<'_>], &[Share]),
    currency: seikyu_money::Currency,
) -> Result<Amount, MoneyError> {
    let measured = drafted.iter().zip(shares).filter(|(line, _)| {
        commitment.measures(line.item.line_key()) && counts(line.period.as_ref(), within)
    });
    measured.into_iter().try_fold(Amount::zero(currency), |sum, (line, share)| {
        sum.plus(line.amount.minus(Amount::from_minor(share.discount, currency))?)
    })
}

fn spent_before(
    commitment: &Commitment,
    within: (&Period, bool),
    request: &BillRequest,
) -> Result<Amount, MoneyError> {
    let currency = request.contract.currency;
    let commitments = &request.contract.commitments;
    let measured = request.billed.iter().filter(|line| {
        commitment.measures(&line.line)
            && !commitments.iter().any(|other| other.code == line.line)
            && counts(line.period.as_ref(), within)
    });
    measured.into_iter().try_fold(Amount::zero(currency), |sum, line| {
        let discount = line.discount.map(|discount| Amount::from_number(discount, currency));
        let discount = discount.transpose()?.unwrap_or(Amount::zero(currency));
        sum.plus(Amount::from_number(line.amount, currency)?.minus(discount)?)
    })
}

impl TrueUpLine<'_> {
    /// The finished line, with its share of the taxes.
    pub(crate) fn finish(
        self,
        share: Share,
        behavior: crate::catalog::TaxBehavior,
    ) -> Result<Line, MoneyError> {
        let currency = self.amount.currency();
        let (net, gross) = share.net_and_gross(self.amount.minor(), behavior)?;
        Ok(Line {
            key: self.commitment.code.clone(),
            name: self.commitment.name.clone(),
            unit: None,
            period: Some(self.period),
            quantity: None,
            amount: self.amount,
            discount: Amount::zero(currency),
            net: Amount::from_minor(net, currency),
            tax: Amount::from_minor(share.tax, currency),
            gross: Amount::from_minor(gross, currency),
            paid_by_wallets: None,
            taxes: self.item.taxes,
            derivation: self.derivation,
        })
    }
}
