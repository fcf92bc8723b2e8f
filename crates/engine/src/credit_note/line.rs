//! A credited line or adjustment: its amount, and its share of discount and taxes.

use rustc_hash::FxHashSet;
use seikyu_money::{Amount, Exact, MoneyError, Quantity, RoundingMode};
use serde::Serialize;

use super::{
    Credit, CreditAdjustment, CreditLine, CreditNoteRequest, LineCredit, RateShare,
    left::{Left, LeftPart, Part, Shares},
};
use crate::wire::{Check, Faults, Pointer};

/// Why the amounts of a credited line are what they are: of everything that was left of the line, the
/// same part, each rounded once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
            let parts = left.parts.iter().enumerate();
            let parts = parts.filter(|(_, of)| !of.touched || !of.left.is_zero());
            parts.map(|(index, _)| (index, CreditBy::Whole)).collect()
        }
        Credit::Lines(lines) => {
            let mut check = Check::default();
            let mut seen = FxHashSet::default();
            let mut wanted = Vec::with_capacity(lines.len());
            let places = credit.field("lines");
            for (index, line) in lines.iter().enumerate() {
                let place = places.index(index);
                let Some(at) = position(left, line, &place, &mut check) else { continue };
                if !seen.insert(at) {
                    let detail = "It is named twice; accepted is each line and adjustment once.";
                    let field = if line.line.is_some() { "line" } else { "adjustment" };
                    check.fault("duplicate_code", &place.field(field), detail);
                    continue;
                }
                if let Some(by) = left.parts.get(at).and_then(|of| {
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

/// Where on the bill a line or an adjustment is that is asked for.
fn position(
    left: &Left<'_>,
    wanted: &LineCredit,
    place: &Pointer<'_>,
    check: &mut Check,
) -> Option<usize> {
    match (&wanted.line, &wanted.adjustment) {
        (Some(key), None) => {
            let at = left.find(key, wanted.period);
            if at.is_none() {
                let detail = format!(
                    "There is no line “{key}” of that period; accepted is one of the bill."
                );
                check.fault("unknown_reference", &place.field("line"), detail);
            }
            at
        }
        (None, Some(code)) => {
            let at = left.adjustment(code);
            if at.is_none() {
                let detail = format!(
                    "There is no charge or allowance “{code}”; accepted is one of the bill."
                );
                check.fault("unknown_reference", &place.field("adjustment"), detail);
            } else if wanted.period.is_some() {
                let detail = "A charge or an allowance has no period; accepted is none.";
                check.fault("not_accepted", &place.field("period"), detail);
                return None;
            }
            at
        }
        (None, None) | (Some(_), Some(_)) => {
            let detail = "Exactly one of line and adjustment is accepted.";
            check.fault("one_of", place, detail);
            None
        }
    }
}

/// A line or an adjustment that is asked for.
struct Choice<'a, 'r> {
    left: &'a Left<'r>,
    of: &'a LeftPart<'r>,
    place: &'a Pointer<'a>,
}

impl Choice<'_, '_> {
    fn by(&self, wanted: &LineCredit, check: &mut Check) -> Option<CreditBy> {
        let key = self.of.part.code();
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
                let stated = Amount::from_number(amount, currency);
                let added = stated.and_then(|stated| self.of.part.signed(stated.minor()));
                let added = check.money(&place, added)?;
                self.by_amount(added, &place, check)
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
        let key = self.of.part.code();
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

    fn by_amount(&self, added: i64, place: &Pointer<'_>, check: &mut Check) -> Option<CreditBy> {
        let key = self.of.part.code();
        let rest = self.of.left.amount;
        let stated = |minor| self.of.part.signed(minor).map(|minor| self.left.amount(minor));
        let (amount, left) =
            (check.money(place, stated(added))?, check.money(place, stated(rest))?);
        if added == 0 || (added < 0) != (rest < 0) {
            let detail = format!(
                "{amount} was asked for; accepted is an amount other than 0, up to the {left} that is \
                 left of “{key}”."
            );
            check.fault("out_of_range", place, detail);
            return None;
        }
        if added.unsigned_abs() > rest.unsigned_abs() {
            let detail = format!(
                "{amount} was asked for; {left} is left of “{key}”, and no more is accepted."
            );
            check.fault("more_than_left", place, detail);
            return None;
        }
        Some(CreditBy::Amount { amount: self.left.amount(added) })
    }
}

/// What a credit note takes back of a part of the bill.
pub(super) struct Credited {
    /// Its position among the parts.
    pub(super) index: usize,
    pub(super) shares: Shares,
    pub(super) on_note: OnNote,
}

/// How the note shows it.
pub(super) enum OnNote {
    Line(CreditLine),
    Adjustment(CreditAdjustment),
}

/// Credits a part of the bill.
pub(super) fn credit_part(
    request: &CreditNoteRequest,
    left: &Left<'_>,
    index: usize,
    by: CreditBy,
) -> Result<Option<Credited>, MoneyError> {
    let Some(of) = left.parts.get(index) else { return Ok(None) };
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
    let (net, tax, gross) = (left.amount(net), left.amount(shares.tax()?), left.amount(gross));
    let taxes = shares.taxes.iter().filter_map(rates).collect();
    let on_note = match of.part {
        Part::Line(line) => OnNote::Line(CreditLine {
            key: line.key.clone(),
            name: line.name.clone(),
            unit: line.unit.clone(),
            period: line.period,
            quantity,
            amount,
            discount,
            net,
            tax,
            gross,
            taxes,
            derivation,
        }),
        Part::Adjustment(one) => OnNote::Adjustment(CreditAdjustment {
            code: one.code.clone(),
            name: one.name.clone(),
            kind: one.kind,
            amount: left.amount(of.part.signed(shares.amount)?),
            net,
            tax,
            gross,
            taxes,
            derivation,
        }),
    };
    Ok(Some(Credited { index, shares, on_note }))
}
