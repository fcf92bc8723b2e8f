//! What is left of a bill after the credit notes on it so far.

use rustc_hash::FxHashMap;
use seikyu_calendar::Period;
use seikyu_money::{Amount, Currency, MoneyError, Quantity};

use super::{
    CreditNoteRequest, EarlierAdjustment, EarlierLine, EarlierNote, EarlierTax, OriginalAdjustment,
    OriginalBill, OriginalLine,
    by_rate::ByRate,
    original::{Reader, billed, signed},
};
use crate::{
    billing::Share,
    catalog::{Code, TaxBehavior},
    wire::{Check, Faults, Pointer},
};

/// What of a bill can be credited by itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'r> {
    Line(&'r OriginalLine),
    Adjustment(&'r OriginalAdjustment),
}

impl<'r> Part<'r> {
    /// The key of the line, or the code of the adjustment.
    pub(super) fn code(self) -> &'r Code {
        match self {
            Self::Line(line) => &line.key,
            Self::Adjustment(adjustment) => &adjustment.code,
        }
    }

    /// An amount as the bill states it, as what it adds, and back.
    pub(super) fn signed(self, minor: i64) -> Result<i64, MoneyError> {
        match self {
            Self::Line(_) => Ok(minor),
            Self::Adjustment(adjustment) => signed(adjustment.kind, minor),
        }
    }
}

/// The amounts of a line or an adjustment that are shared, in minor units. An allowance's are below zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shares {
    pub(super) amount: i64,
    pub(super) discount: i64,
    /// Tax by the bill's tax groups.
    pub(super) taxes: ByRate,
}

impl Shares {
    pub(super) fn is_zero(&self) -> bool {
        self.amount == 0 && self.discount == 0 && self.taxes.iter().all(|(_, tax)| *tax == 0)
    }

    pub(super) fn tax(&self) -> Result<i64, MoneyError> {
        let mut taxes = self.taxes.iter();
        taxes.try_fold(0_i64, |sum, (_, tax)| sum.checked_add(*tax)).ok_or(MoneyError::Overflow)
    }

    /// Without and with tax.
    pub(super) fn net_and_gross(&self, behavior: TaxBehavior) -> Result<(i64, i64), MoneyError> {
        let share = Share { discount: self.discount, tax: self.tax()? };
        share.net_and_gross(self.amount, behavior)
    }

    pub(super) fn minus(&self, other: &Self) -> Result<Self, MoneyError> {
        let minus = |left: i64, right: i64| left.checked_sub(right).ok_or(MoneyError::Overflow);
        let mut taxes = self.taxes.clone();
        for (group, tax) in &mut taxes {
            let mut same = other.taxes.iter().filter(|(at, _)| at == group);
            let taken = same.try_fold(0_i64, |sum, (_, tax)| sum.checked_add(*tax));
            *tax = minus(*tax, taken.ok_or(MoneyError::Overflow)?)?;
        }
        Ok(Self {
            amount: minus(self.amount, other.amount)?,
            discount: minus(self.discount, other.discount)?,
            taxes,
        })
    }
}

/// A line or an adjustment of the bill and what is left of it.
pub(super) struct LeftPart<'r> {
    pub(super) part: Part<'r>,
    pub(super) billed: Shares,
    pub(super) left: Shares,
    pub(super) quantity: Option<Quantity>,
    /// What nobody pays in money: what wallets paid of it, and tax that is withheld, in minor units.
    pub(super) elsewhere: i64,
    /// Whether an earlier note has it.
    pub(super) touched: bool,
}

/// The parts of a bill and what is left of them.
pub(super) struct Left<'r> {
    /// The lines, then the adjustments, in the order of the bill.
    pub(super) parts: Vec<LeftPart<'r>>,
    /// What is paid less than the parts are: from the customer's balance, and by rounding.
    pub(super) less: i64,
    by_key: FxHashMap<(&'r Code, Option<Period>), usize>,
    by_code: FxHashMap<&'r Code, usize>,
    currency: Currency,
    behavior: TaxBehavior,
}

impl<'r> Left<'r> {
    /// Checks the bill and the notes on it, and takes the notes off.
    pub(super) fn of(request: &'r CreditNoteRequest) -> Result<Self, Faults> {
        let bill = &request.bill;
        let (parts, less) = billed(bill)?;
        let mut left = Self {
            parts,
            less,
            by_key: FxHashMap::default(),
            by_code: FxHashMap::default(),
            currency: bill.currency,
            behavior: bill.tax_behavior,
        };
        left.index(bill)?;
        let mut check = Check::default();
        let root = Pointer::ROOT;
        let notes = root.field("credited");
        for (index, note) in request.credited.iter().enumerate() {
            left.take(bill, note, &notes.index(index), &mut check)?;
        }
        check.finish()?;
        Ok(left)
    }

    /// Finds every part by its name; a name that is there twice is refused.
    fn index(&mut self, bill: &OriginalBill) -> Result<(), Faults> {
        for (index, of) in self.parts.iter().enumerate() {
            let (code, list, at, field, earlier) = match of.part {
                Part::Line(line) => {
                    let earlier = self.by_key.insert((&line.key, line.period), index);
                    (&line.key, "lines", index, "key", earlier)
                }
                Part::Adjustment(one) => {
                    let earlier = self.by_code.insert(&one.code, index);
                    let at = index.saturating_sub(bill.lines.len());
                    (&one.code, "adjustments", at, "code", earlier)
                }
            };
            if earlier.is_some() {
                let root = Pointer::ROOT.field("bill");
                let detail = format!("“{code}” is there already; accepted is each one once.");
                let place = root.field(list);
                return Err(Faults::one("duplicate_code", &place.index(at).field(field), detail));
            }
        }
        Ok(())
    }

    /// The position of an adjustment.
    pub(super) fn adjustment(&self, code: &Code) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// The position of a line.
    pub(super) fn find(&self, line: &Code, period: Option<Period>) -> Option<usize> {
        self.by_key.get(&(line, period)).copied()
    }

    pub(super) fn amount(&self, minor: i64) -> Amount {
        Amount::from_minor(minor, self.currency)
    }

    /// What is left of the invoice, with tax.
    pub(super) fn gross(&self) -> Result<Amount, MoneyError> {
        self.parts.iter().try_fold(Amount::zero(self.currency), |sum, of| {
            sum.plus(self.amount(of.left.net_and_gross(self.behavior)?.1))
        })
    }

    fn take(
        &mut self,
        bill: &OriginalBill,
        note: &EarlierNote,
        pointer: &Pointer<'_>,
        check: &mut Check,
    ) -> Result<(), Faults> {
        if note.currency != bill.currency {
            let detail = format!(
                "{} was given; accepted is {}, as on the bill.",
                note.currency, bill.currency
            );
            check.fault("currency_mismatch", &pointer.field("currency"), detail);
            return Ok(());
        }
        if note.original.is_some() && note.original != bill.digest {
            let detail = "The credit note names another bill; accepted are those on this one.";
            check.fault("another_invoice", &pointer.field("original"), detail);
            return Ok(());
        }
        let lines = pointer.field("lines");
        for (index, credited) in note.lines.iter().enumerate() {
            let place = lines.index(index);
            let Some(at) = self.find(&credited.key, credited.period) else {
                let detail = format!(
                    "There is no line “{}” of that period; accepted is one of the bill.",
                    credited.key
                );
                check.fault("unknown_reference", &place.field("key"), detail);
                continue;
            };
            let taken = earlier_line(bill, credited, &place, check);
            if let (Some(of), Some(taken)) = (self.parts.get_mut(at), taken) {
                of.take(&taken, credited.quantity, &place, check)?;
            }
        }
        let adjustments = pointer.field("adjustments");
        for (index, credited) in note.adjustments.iter().enumerate() {
            let place = adjustments.index(index);
            let of = self.adjustment(&credited.code).and_then(|at| self.parts.get_mut(at));
            let Some(of) = of else {
                let detail = format!(
                    "There is no charge or allowance “{}”; accepted is one of the bill.",
                    credited.code
                );
                check.fault("unknown_reference", &place.field("code"), detail);
                continue;
            };
            if let Some(taken) = earlier_adjustment(bill, of.part, credited, &place, check)? {
                of.take(&taken, None, &place, check)?;
            }
        }
        Ok(())
    }
}

impl LeftPart<'_> {
    fn take(
        &mut self,
        taken: &Shares,
        quantity: Option<Quantity>,
        place: &Pointer<'_>,
        check: &mut Check,
    ) -> Result<(), MoneyError> {
        let left = self.left.minus(taken)?;
        let turned = |left: i64, billed: i64| left != 0 && (left < 0) != (billed < 0);
        let taxes = left.taxes.iter().zip(&self.billed.taxes);
        if turned(left.amount, self.billed.amount)
            || turned(left.discount, self.billed.discount)
            || taxes.into_iter().any(|((_, left), (_, billed))| turned(*left, *billed))
        {
            let detail = format!(
                "The credit notes take back more than was billed of “{}”; accepted is at most that.",
                self.part.code()
            );
            check.fault("more_than_left", place, detail);
            return Ok(());
        }
        self.left = left;
        self.touched = true;
        if let (Some(rest), Some(quantity)) = (self.quantity, quantity) {
            self.quantity = Some(rest.saturating_subtract(quantity));
        }
        Ok(())
    }
}

/// A line of an earlier note in minor units.
fn earlier_line(
    bill: &OriginalBill,
    line: &EarlierLine,
    pointer: &Pointer<'_>,
    check: &mut Check,
) -> Option<Shares> {
    let mut reader = Reader { currency: bill.currency, check };
    let amount = reader.minor(line.amount, &pointer.field("amount"));
    let discount = reader.minor(line.discount, &pointer.field("discount"));
    let taxes = earlier_taxes(bill, &line.taxes, pointer, &mut reader)?;
    Some(Shares { amount: amount?, discount: discount?, taxes })
}

/// A charge or an allowance of an earlier note in minor units.
fn earlier_adjustment(
    bill: &OriginalBill,
    part: Part<'_>,
    credited: &EarlierAdjustment,
    pointer: &Pointer<'_>,
    check: &mut Check,
) -> Result<Option<Shares>, MoneyError> {
    let mut reader = Reader { currency: bill.currency, check };
    let amount = reader.minor(credited.amount, &pointer.field("amount"));
    let taxes = earlier_taxes(bill, &credited.taxes, pointer, &mut reader);
    let (Some(amount), Some(taxes)) = (amount, taxes) else { return Ok(None) };
    Ok(Some(Shares { amount: part.signed(amount)?, discount: 0, taxes }))
}

fn earlier_taxes(
    bill: &OriginalBill,
    taxes: &[EarlierTax],
    pointer: &Pointer<'_>,
    reader: &mut Reader<'_>,
) -> Option<ByRate> {
    let mut by_rate = Vec::with_capacity(taxes.len());
    let places = pointer.field("taxes");
    for (index, tax) in taxes.iter().enumerate() {
        let place = places.index(index);
        let minor = reader.minor(tax.amount, &place.field("amount"))?;
        let Some(group) = bill.taxes.iter().position(|known| known.rate == tax.rate) else {
            let detail = format!("There is no tax of “{}”; accepted is one of the bill.", tax.rate);
            reader.check.fault("unknown_reference", &place.field("rate"), detail);
            return None;
        };
        by_rate.push((group, minor));
    }
    Some(by_rate)
}
