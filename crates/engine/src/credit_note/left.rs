//! What is left of a bill after the credit notes on it so far.

use rustc_hash::FxHashMap;
use seikyu_calendar::Period;
use seikyu_money::{Amount, Currency, MoneyError, Number, Percent, Quantity};

use super::{
    CreditNoteRequest, EarlierLine, EarlierNote, OriginalBill, OriginalLine,
    by_rate::{ByRate, Taxed, split},
};
use crate::{
    billing::Share,
    catalog::{Code, TaxBehavior, TaxCategory, check_codes},
    wire::{Check, Faults, Pointer},
};

/// The amounts of a line that are shared, in minor units.
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

/// A line of the bill and what is left of it.
pub(super) struct LeftLine<'r> {
    pub(super) line: &'r OriginalLine,
    pub(super) billed: Shares,
    pub(super) left: Shares,
    pub(super) quantity: Option<Quantity>,
    /// What nobody pays in money: what wallets paid of it, and tax that is withheld, in minor units.
    pub(super) elsewhere: i64,
    /// Whether an earlier note has the line.
    pub(super) touched: bool,
}

/// The lines of a bill and what is left of them.
pub(super) struct Left<'r> {
    pub(super) lines: Vec<LeftLine<'r>>,
    /// What is paid less than the lines are: from the customer's balance, and by rounding.
    pub(super) less: i64,
    by_key: FxHashMap<(&'r Code, Option<Period>), usize>,
    currency: Currency,
    behavior: TaxBehavior,
}

impl<'r> Left<'r> {
    /// Checks the bill and the notes on it, and takes the notes off.
    pub(super) fn of(request: &'r CreditNoteRequest) -> Result<Self, Faults> {
        let bill = &request.bill;
        let (lines, less) = billed(bill)?;
        let mut left = Self {
            lines,
            less,
            by_key: FxHashMap::default(),
            currency: bill.currency,
            behavior: bill.tax_behavior,
        };
        for (index, line) in bill.lines.iter().enumerate() {
            if left.by_key.insert((&line.key, line.period), index).is_some() {
                let (root, lines) = (Pointer::ROOT.field("bill"), "lines");
                let detail =
                    format!("“{}” is there already; accepted is each line once.", line.key);
                let place = root.field(lines);
                return Err(Faults::one(
                    "duplicate_code",
                    &place.index(index).field("key"),
                    detail,
                ));
            }
        }
        let mut check = Check::default();
        let root = Pointer::ROOT;
        let notes = root.field("credited");
        for (index, note) in request.credited.iter().enumerate() {
            left.take(bill, note, &notes.index(index), &mut check)?;
        }
        check.finish()?;
        Ok(left)
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
        self.lines.iter().try_fold(Amount::zero(self.currency), |sum, line| {
            sum.plus(self.amount(line.left.net_and_gross(self.behavior)?.1))
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
            let taken = earlier(bill, credited, &place, check);
            if let (Some(line), Some(taken)) = (self.lines.get_mut(at), taken) {
                line.take(&taken, credited.quantity, &place, check)?;
            }
        }
        Ok(())
    }
}

impl LeftLine<'_> {
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
                self.line.key
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
fn earlier(
    bill: &OriginalBill,
    line: &EarlierLine,
    pointer: &Pointer<'_>,
    check: &mut Check,
) -> Option<Shares> {
    let mut reader = Reader { currency: bill.currency, check };
    let amount = reader.minor(line.amount, &pointer.field("amount"));
    let discount = reader.minor(line.discount, &pointer.field("discount"));
    let mut taxes = Vec::with_capacity(line.taxes.len());
    let places = pointer.field("taxes");
    for (index, tax) in line.taxes.iter().enumerate() {
        let place = places.index(index);
        let minor = reader.minor(tax.amount, &place.field("amount"))?;
        let Some(group) = bill.taxes.iter().position(|known| known.rate == tax.rate) else {
            let detail = format!("There is no tax of “{}”; accepted is one of the bill.", tax.rate);
            reader.check.fault("unknown_reference", &place.field("rate"), detail);
            return None;
        };
        taxes.push((group, minor));
    }
    Some(Shares { amount: amount?, discount: discount?, taxes })
}

/// Reads amounts in major units as minor units.
struct Reader<'c> {
    currency: Currency,
    check: &'c mut Check,
}

impl Reader<'_> {
    fn minor(&mut self, number: Number, place: &Pointer<'_>) -> Option<i64> {
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

/// The lines of the bill as they were billed; a bill that does not add up is refused.
fn billed(bill: &OriginalBill) -> Result<(Vec<LeftLine<'_>>, i64), Faults> {
    let mut check = Check::default();
    let root = Pointer::ROOT;
    let bill_place = root.field("bill");
    let places = bill_place.field("lines");
    let tax_places = bill_place.field("taxes");
    check_codes(bill.taxes.iter().map(|tax| &tax.rate), "rate", &tax_places, &mut check);
    let mut reader = Reader { currency: bill.currency, check: &mut check };
    let mut sums = [0_i64; 5];
    let mut lines = Vec::with_capacity(bill.lines.len());
    let mut taxed = Vec::with_capacity(bill.lines.len());
    for (index, line) in bill.lines.iter().enumerate() {
        let place = places.index(index);
        let fields = [
            ("amount", line.amount),
            ("discount", line.discount),
            ("net", line.net),
            ("tax", line.tax),
            ("gross", line.gross),
        ];
        let [amount, discount, net, tax, gross] =
            fields.map(|(name, number)| reader.minor(number, &place.field(name)));
        let groups = groups(bill, line, &place.field("taxes"), reader.check);
        let (Some(amount), Some(discount), Some(tax)) = (amount, discount, tax) else { continue };
        let (net_sum, gross_sum) =
            Share { discount, tax }.net_and_gross(amount, bill.tax_behavior)?;
        reader.same(&place.field("net"), net, net_sum);
        reader.same(&place.field("gross"), gross, gross_sum);
        for (sum, part) in sums.iter_mut().zip([amount, discount, net_sum, tax, gross_sum]) {
            *sum = sum.checked_add(part).ok_or(MoneyError::Overflow)?;
        }
        let net = Amount::from_minor(net_sum, bill.currency);
        taxed.push(Taxed { net, tax, groups });
        let billed = Shares { amount, discount, taxes: Vec::new() };
        let left = billed.clone();
        let wallets = reader.optional(line.paid_by_wallets, &place.field("paid_by_wallets"));
        let quantity = line.quantity;
        let elsewhere = wallets;
        lines.push(LeftLine { line, billed, left, quantity, elsewhere, touched: false });
    }
    let place = bill_place.field("totals");
    let totals = &bill.totals;
    let stated = [
        ("lines", totals.lines),
        ("discounts", totals.discounts),
        ("net", totals.net),
        ("tax", totals.tax),
        ("gross", totals.gross),
    ];
    for ((name, number), sum) in stated.into_iter().zip(sums) {
        let place = place.field(name);
        let stated = reader.minor(number, &place);
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
    for (line, taxes) in lines.iter_mut().zip(by_rate) {
        let withheld = withheld(bill, &taxes)?;
        line.elsewhere = line.elsewhere.checked_add(withheld).ok_or(MoneyError::Overflow)?;
        line.billed.taxes.clone_from(&taxes);
        line.left.taxes = taxes;
    }
    Ok((lines, less))
}

/// Of a line's taxes, what the buyer pays to the state (split payment, category B).
pub(super) fn withheld(bill: &OriginalBill, taxes: &ByRate) -> Result<i64, MoneyError> {
    let of_state =
        |group: usize| bill.taxes.get(group).is_some_and(|tax| tax.category == TaxCategory::B);
    let mut taxes = taxes.iter().filter(|(group, _)| of_state(*group));
    taxes.try_fold(0_i64, |sum, (_, tax)| sum.checked_add(*tax)).ok_or(MoneyError::Overflow)
}

/// The tax groups of a line.
fn groups(
    bill: &OriginalBill,
    line: &OriginalLine,
    pointer: &Pointer<'_>,
    check: &mut Check,
) -> Vec<usize> {
    let mut groups = Vec::with_capacity(line.taxes.len());
    for (index, rate) in line.taxes.iter().enumerate() {
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
