//! A credited line: its amount, and its share of the line's discount and taxes.

use rustc_hash::FxHashSet;
use seikyu_money::{Amount, Exact, MoneyError, Quantity, RoundingMode};
use serde::Serialize;

use super::{
    Credit, CreditLine, CreditNoteRequest, LineCredit, RateShare,
    left::{Left, LeftLine, Shares},
};
use crate::wire::{Check, Faults, Pointer};

/// Why the amounts of a credited line are what they are: of everything that was left of the line, the
/// same part, each rounded once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CreditDerivation {
    /// How the amount was chosen.
    pub by: CreditBy,
    /// The amount that was left of the line.
    pub amount_left: Amount,
    /// The discount that was left.
    pub discount_left: Amount,
    /// The taxes that were left.
    pub taxes_left: Vec<RateShare>,
    /// How the shares were rounded.
    #[cfg_attr(feature = "typescript", tsify(type = "RoundingMode"))]
    pub rounding: RoundingMode,
}

/// How the credited amount of a line was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum CreditBy {
    /// All that was left.
    Whole,
    /// A quantity of that which was left.
    Quantity {
        /// The quantity.
        quantity: Quantity,
        /// The quantity that was left.
        left: Quantity,
    },
    /// An amount.
    Amount {
        /// The amount.
        amount: Amount,
    },
}

impl CreditDerivation {
    /// Recomputes from the leaves: the credited amount, the share of the discount, and the share of
    /// each tax, in the order of [`CreditDerivation::taxes_left`].
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn recompute(&self) -> Result<(Amount, Amount, Vec<Amount>), MoneyError> {
        let currency = self.amount_left.currency();
        let amount = match &self.by {
            CreditBy::Whole => self.amount_left,
            CreditBy::Quantity { quantity, left } => Exact::from(self.amount_left)
                .times(Exact::from(*quantity))?
                .per(*left)?
                .round(currency, self.rounding)?,
            CreditBy::Amount { amount } => *amount,
        };
        let taxes = self.taxes_left.iter().map(|tax| self.share(tax.amount, amount));
        let taxes = taxes.collect::<Result<_, _>>()?;
        Ok((amount, self.share(self.discount_left, amount)?, taxes))
    }

    /// `left × amount ÷ amount left`, rounded; all that is left when the whole amount is credited.
    fn share(&self, left: Amount, amount: Amount) -> Result<Amount, MoneyError> {
        if amount == self.amount_left {
            return Ok(left);
        }
        // Both have the same sign: a credit never turns what is left.
        let (part, whole) =
            (amount.minor().unsigned_abs(), self.amount_left.minor().unsigned_abs());
        Exact::from(left).fraction(part, whole)?.round(left.currency(), self.rounding)
    }
}

/// Which lines are to be credited, by their positions on the bill.
pub(super) fn wanted<'r>(
    request: &'r CreditNoteRequest,
    left: &Left<'r>,
) -> Result<Vec<(usize, CreditBy)>, Faults> {
    let root = Pointer::ROOT;
    let credit = root.field("credit");
    let wanted = match &request.credit {
        Credit::Invoice => {
            let lines = left.lines.iter().enumerate();
            let lines = lines.filter(|(_, line)| !line.touched || !line.left.is_zero());
            lines.map(|(index, _)| (index, CreditBy::Whole)).collect()
        }
        Credit::Lines(lines) => {
            let mut check = Check::default();
            let mut seen = FxHashSet::default();
            let mut wanted = Vec::with_capacity(lines.len());
            let places = credit.field("lines");
            for (index, line) in lines.iter().enumerate() {
                let place = places.index(index);
                let Some(at) = left.find(&line.line, line.period) else {
                    let detail = format!(
                        "There is no line “{}” of that period; accepted is one of the bill.",
                        line.line
                    );
                    check.fault("unknown_reference", &place.field("line"), detail);
                    continue;
                };
                if !seen.insert(at) {
                    let detail =
                        format!("“{}” is named twice; accepted is each line once.", line.line);
                    check.fault("duplicate_code", &place.field("line"), detail);
                    continue;
                }
                if let Some(by) = left.lines.get(at).and_then(|of| {
                    let choice = Choice { left, of, place: &place };
                    choice.by(line, &mut check)
                }) {
                    wanted.push((at, by));
                }
            }
            check.finish()?;
            wanted
        }
    };
    if wanted.is_empty() {
        let detail = "There is nothing to credit; accepted is a line of which something is left.";
        return Err(Faults::one("nothing_left", &credit, detail));
    }
    Ok(wanted)
}

/// A line that is asked for.
struct Choice<'a, 'r> {
    left: &'a Left<'r>,
    of: &'a LeftLine<'r>,
    place: &'a Pointer<'a>,
}

impl Choice<'_, '_> {
    fn by(&self, wanted: &LineCredit, check: &mut Check) -> Option<CreditBy> {
        let key = &wanted.line;
        if self.of.touched && self.of.left.is_zero() {
            let detail = format!("“{key}” is credited in full; accepted is a line that is not.");
            check.fault("nothing_left", self.place, detail);
            return None;
        }
        match (wanted.quantity, wanted.amount) {
            (None, None) => Some(CreditBy::Whole),
            (Some(quantity), None) => self.by_quantity(quantity, check),
            (None, Some(amount)) => {
                let place = self.place.field("amount");
                let currency = self.left.amount(0).currency();
                let amount = check.money(&place, Amount::from_number(amount, currency))?;
                self.by_amount(amount, &place, check)
            }
            (Some(_), Some(_)) => {
                let detail = "Both a quantity and an amount were given; accepted is one of them, or \
                              neither for all that is left.";
                check.fault("one_of", self.place, detail);
                None
            }
        }
    }

    fn by_quantity(&self, quantity: Quantity, check: &mut Check) -> Option<CreditBy> {
        let place = self.place.field("quantity");
        let key = &self.of.line.key;
        let Some(left) = self.of.quantity else {
            let detail = format!("“{key}” has no quantity; accepted is an amount.");
            check.fault("no_quantity", &place, detail);
            return None;
        };
        if quantity.is_zero() {
            let detail = format!("0 was asked for; accepted is more than 0, up to {left}.");
            check.fault("out_of_range", &place, detail);
            return None;
        }
        if quantity > left {
            let detail = format!(
                "{quantity} was asked for; {left} is left of “{key}”, and no more is accepted."
            );
            check.fault("more_than_left", &place, detail);
            return None;
        }
        Some(CreditBy::Quantity { quantity, left })
    }

    fn by_amount(
        &self,
        amount: Amount,
        place: &Pointer<'_>,
        check: &mut Check,
    ) -> Option<CreditBy> {
        let key = &self.of.line.key;
        let left = self.left.amount(self.of.left.amount);
        if amount.is_zero() || (amount.minor() < 0) != (left.minor() < 0) {
            let detail = format!(
                "{amount} was asked for; accepted is an amount other than 0, up to the {left} that is \
                 left of “{key}”."
            );
            check.fault("out_of_range", place, detail);
            return None;
        }
        if amount.minor().unsigned_abs() > left.minor().unsigned_abs() {
            let detail = format!(
                "{amount} was asked for; {left} is left of “{key}”, and no more is accepted."
            );
            check.fault("more_than_left", place, detail);
            return None;
        }
        Some(CreditBy::Amount { amount })
    }
}

/// Credits a line of the bill.
pub(super) fn credit_line(
    request: &CreditNoteRequest,
    left: &Left<'_>,
    index: usize,
    by: CreditBy,
) -> Result<Option<(usize, Shares, CreditLine)>, MoneyError> {
    let Some(of) = left.lines.get(index) else { return Ok(None) };
    let rates = |(group, tax): &(usize, i64)| {
        let rate = request.bill.taxes.get(*group)?.rate.clone();
        Some(RateShare { rate, amount: left.amount(*tax) })
    };
    let quantity = match &by {
        CreditBy::Whole => of.quantity,
        CreditBy::Quantity { quantity, .. } => Some(*quantity),
        CreditBy::Amount { .. } => None,
    };
    let derivation = CreditDerivation {
        by,
        amount_left: left.amount(of.left.amount),
        discount_left: left.amount(of.left.discount),
        taxes_left: of.left.taxes.iter().filter_map(rates).collect(),
        rounding: request.rounding,
    };
    let (amount, discount, taxes) = derivation.recompute()?;
    let groups = of.left.taxes.iter().zip(taxes);
    let shares = Shares {
        amount: amount.minor(),
        discount: discount.minor(),
        taxes: groups.map(|((group, _), tax)| (*group, tax.minor())).collect(),
    };
    let (net, gross) = shares.net_and_gross(request.bill.tax_behavior)?;
    let line = CreditLine {
        key: of.line.key.clone(),
        name: of.line.name.clone(),
        unit: of.line.unit.clone(),
        period: of.line.period,
        quantity,
        amount,
        discount,
        net: left.amount(net),
        tax: left.amount(shares.tax()?),
        gross: left.amount(gross),
        taxes: shares.taxes.iter().filter_map(rates).collect(),
        derivation,
    };
    Ok(Some((index, shares, line)))
}
