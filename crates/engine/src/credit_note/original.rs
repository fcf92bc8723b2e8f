//! The bill that is credited, read back: its parts in minor units, and that they add up.

use seikyu_money::{Amount, Currency, MoneyError, Number, Percent};

use super::{
    OriginalBill,
    by_rate::{ByRate, Taxed, split},
    left::{LeftPart, Part, Shares},
};
use crate::{
    billing::{AdjustmentKind, Share},
    catalog::{Code, TaxCategory, check_codes},
    wire::{Check, Faults, Pointer},
};

/// Reads amounts in major units as minor units.
pub(super) struct Reader<'c> {
    pub(super) currency: Currency,
    pub(super) check: &'c mut Check,
}

impl Reader<'_> {
    pub(super) fn minor(&mut self, number: Number, place: &Pointer<'_>) -> Option<i64> {
        self.check.money(place, Amount::from_number(number, self.currency)).map(Amount::minor)
    }

    /// Nothing, when there is none.
    fn optional(&mut self, number: Option<Number>, place: &Pointer<'_>) -> i64 {
        number.and_then(|number| self.minor(number, place)).unwrap_or_default()
    }

    /// Compares a stated amount with what its parts come to.
    fn same(&mut self, place: &Pointer<'_>, stated: Option<i64>, sum: i64) {
        let Some(stated) = stated.filter(|stated| *stated != sum) else { return };
        let amount = |minor| Amount::from_minor(minor, self.currency);
        let detail = format!(
            "{} is stated, but its parts come to {}; accepted is a bill as it was made.",
            amount(stated),
            amount(sum)
        );
        self.check.fault("does_not_add_up", place, detail);
    }
}

/// What an adjustment of that amount adds, in minor units; and back.
pub(super) fn signed(kind: AdjustmentKind, minor: i64) -> Result<i64, MoneyError> {
    match kind {
        AdjustmentKind::Charge => Ok(minor),
        AdjustmentKind::Allowance => minor.checked_neg().ok_or(MoneyError::Overflow),
    }
}

/// The fields that a line and an adjustment have in common.
struct Stated<'b> {
    discount: Option<Number>,
    amount: Number,
    net: Number,
    tax: Number,
    gross: Number,
    paid_by_wallets: Option<Number>,
    taxes: &'b [Code],
}

/// The sums of a bill, in the order of their fields.
#[derive(Default)]
struct Sums {
    lines: i64,
    discounts: i64,
    charges: i64,
    allowances: i64,
    net: i64,
    tax: i64,
    gross: i64,
}

/// Reads the parts of a bill one after another.
struct Parts<'r, 'c> {
    bill: &'r OriginalBill,
    reader: Reader<'c>,
    parts: Vec<LeftPart<'r>>,
    taxed: Vec<Taxed>,
    sums: Sums,
}

impl<'r> Parts<'r, '_> {
    fn add(
        &mut self,
        part: Part<'r>,
        stated: &Stated<'_>,
        place: &Pointer<'_>,
    ) -> Result<(), MoneyError> {
        let reader = &mut self.reader;
        let amount = reader.minor(stated.amount, &place.field("amount"));
        let discount = match stated.discount {
            Some(discount) => reader.minor(discount, &place.field("discount")),
            None => Some(0),
        };
        let net = reader.minor(stated.net, &place.field("net"));
        let tax = reader.minor(stated.tax, &place.field("tax"));
        let gross = reader.minor(stated.gross, &place.field("gross"));
        let groups = groups(self.bill, stated.taxes, &place.field("taxes"), reader.check);
        let (Some(amount), Some(discount), Some(tax)) = (amount, discount, tax) else {
            return Ok(());
        };
        let added = part.signed(amount)?;
        let (net_sum, gross_sum) =
            Share { discount, tax }.net_and_gross(added, self.bill.tax_behavior)?;
        reader.same(&place.field("net"), net, net_sum);
        reader.same(&place.field("gross"), gross, gross_sum);
        let sums = &mut self.sums;
        let of_kind = match part {
            Part::Line(_) => &mut sums.lines,
            Part::Adjustment(one) if one.kind == AdjustmentKind::Charge => &mut sums.charges,
            Part::Adjustment(_) => &mut sums.allowances,
        };
        for (sum, one) in [
            (of_kind, amount),
            (&mut sums.discounts, discount),
            (&mut sums.net, net_sum),
            (&mut sums.tax, tax),
            (&mut sums.gross, gross_sum),
        ] {
            *sum = sum.checked_add(one).ok_or(MoneyError::Overflow)?;
        }
        let net = Amount::from_minor(net_sum, self.bill.currency);
        self.taxed.push(Taxed { net, tax, groups });
        let billed = Shares { amount: added, discount, taxes: Vec::new() };
        let left = billed.clone();
        let elsewhere =
            self.reader.optional(stated.paid_by_wallets, &place.field("paid_by_wallets"));
        let quantity = match part {
            Part::Line(line) => line.quantity,
            Part::Adjustment(_) => None,
        };
        self.parts.push(LeftPart { part, billed, left, quantity, elsewhere, touched: false });
        Ok(())
    }
}

/// The parts of the bill as they were billed, and what is paid less than they are; a bill that does not
/// add up is refused.
pub(super) fn billed(bill: &OriginalBill) -> Result<(Vec<LeftPart<'_>>, i64), Faults> {
    let mut check = Check::default();
    let root = Pointer::ROOT;
    let bill_place = root.field("bill");
    let tax_places = bill_place.field("taxes");
    check_codes(bill.taxes.iter().map(|tax| &tax.rate), "rate", &tax_places, &mut check);
    let reader = Reader { currency: bill.currency, check: &mut check };
    let (parts, taxed, sums) = (Vec::new(), Vec::new(), Sums::default());
    let mut parts = Parts { bill, reader, parts, taxed, sums };
    let places = bill_place.field("lines");
    for (index, line) in bill.lines.iter().enumerate() {
        let stated = Stated {
            discount: Some(line.discount),
            amount: line.amount,
            net: line.net,
            tax: line.tax,
            gross: line.gross,
            paid_by_wallets: line.paid_by_wallets,
            taxes: &line.taxes,
        };
        parts.add(Part::Line(line), &stated, &places.index(index))?;
    }
    let places = bill_place.field("adjustments");
    for (index, one) in bill.adjustments.iter().enumerate() {
        let stated = Stated {
            discount: None,
            amount: one.amount,
            net: one.net,
            tax: one.tax,
            gross: one.gross,
            paid_by_wallets: one.paid_by_wallets,
            taxes: &one.taxes,
        };
        parts.add(Part::Adjustment(one), &stated, &places.index(index))?;
    }
    let Parts { mut reader, mut parts, taxed, sums, .. } = parts;
    let place = bill_place.field("totals");
    let totals = &bill.totals;
    for (name, number, sum) in [
        ("lines", Some(totals.lines), sums.lines),
        ("discounts", Some(totals.discounts), sums.discounts),
        ("charges", totals.charges, sums.charges),
        ("allowances", totals.allowances, sums.allowances),
        ("net", Some(totals.net), sums.net),
        ("tax", Some(totals.tax), sums.tax),
        ("gross", Some(totals.gross), sums.gross),
    ] {
        let place = place.field(name);
        let stated = number.map_or(Some(0), |number| reader.minor(number, &place));
        reader.same(&place, stated, sum);
    }
    let balance = reader.optional(totals.balance, &place.field("balance"));
    let rounding = reader.optional(totals.rounding, &place.field("rounding"));
    let less = balance.checked_sub(rounding).ok_or(MoneyError::Overflow)?;
    let mut groups: Vec<(Percent, i64)> = Vec::with_capacity(bill.taxes.len());
    for (index, tax) in bill.taxes.iter().enumerate() {
        let minor = reader.minor(tax.amount, &tax_places.index(index).field("amount"));
        groups.push((tax.percent, minor.unwrap_or_default()));
    }
    check.finish()?;
    let Some(by_rate) = split(&taxed, &groups)? else {
        let detail = "The taxes of the lines are not those of the rates; accepted is a bill as it was \
                      made.";
        return Err(Faults::one("does_not_add_up", &tax_places, detail));
    };
    for (of, taxes) in parts.iter_mut().zip(by_rate) {
        let withheld = withheld(bill, &taxes)?;
        of.elsewhere = of.elsewhere.checked_add(withheld).ok_or(MoneyError::Overflow)?;
        of.billed.taxes.clone_from(&taxes);
        of.left.taxes = taxes;
    }
    Ok((parts, less))
}

/// Of the taxes of a line or an adjustment, what the buyer pays to the state (split payment, category B).
pub(super) fn withheld(bill: &OriginalBill, taxes: &ByRate) -> Result<i64, MoneyError> {
    let of_state =
        |group: usize| bill.taxes.get(group).is_some_and(|tax| tax.category == TaxCategory::B);
    let mut taxes = taxes.iter().filter(|(group, _)| of_state(*group));
    taxes.try_fold(0_i64, |sum, (_, tax)| sum.checked_add(*tax)).ok_or(MoneyError::Overflow)
}

/// The tax groups of a line or an adjustment.
fn groups(
    bill: &OriginalBill,
    rates: &[Code],
    pointer: &Pointer<'_>,
    check: &mut Check,
) -> Vec<usize> {
    let mut groups = Vec::with_capacity(rates.len());
    for (index, rate) in rates.iter().enumerate() {
        match bill.taxes.iter().position(|tax| tax.rate == *rate) {
            Some(group) if !groups.contains(&group) => groups.push(group),
            Some(_) => {}
            None => {
                let detail = format!("There is no tax of “{rate}”; accepted is one of the bill.");
                check.fault("unknown_reference", &pointer.index(index), detail);
            }
        }
    }
    groups
}
