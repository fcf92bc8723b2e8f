//! The journal for Beancount: accounts, what was brought forward, transactions, and what each account
//! comes to, which `bean-check` adds up again.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};

use super::{Posted, Recognised, add};
use crate::{
    books::{Account, balances::Balances},
    refusal::Refusal,
};

/// What the file is made from.
pub(super) struct File<'a> {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) opening: &'a Balances,
    pub(super) closing: &'a Balances,
    pub(super) postings: &'a [Posted<'a>],
    pub(super) recognised: &'a [Recognised],
}

/// Why a file could not be written, which is our fault.
struct Unwritten(Refusal);

impl<E: std::error::Error> From<E> for Unwritten {
    fn from(error: E) -> Self {
        Self(Refusal::internal(error))
    }
}

impl From<Unwritten> for Refusal {
    fn from(Unwritten(refusal): Unwritten) -> Self {
        refusal
    }
}

fn unknown() -> Unwritten {
    Unwritten(Refusal::internal("an account is unknown"))
}

/// Sums by the account's name in the file and the currency.
type Sums = BTreeMap<(String, Currency), Amount>;

impl File<'_> {
    /// The text.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for an account that is unknown, or beyond the calendar.
    pub(super) fn write(&self) -> Result<String, Refusal> {
        let (opening, closing) = (sums(self.opening)?, sums(self.closing)?);
        let mut text = String::from("option \"title\" \"Seikyu\"\n\n");
        self.body(&mut text, &opening, &closing)?;
        Ok(text)
    }

    fn body(&self, text: &mut String, opening: &Sums, closing: &Sums) -> Result<(), Unwritten> {
        // What was posted in the time is in its closing balances, be they zero.
        let accounts: BTreeSet<&String> =
            opening.keys().chain(closing.keys()).map(|(account, _)| account).collect();
        for account in accounts {
            writeln!(text, "{} open {account}", self.from)?;
        }
        if opening.values().any(|amount| !amount.is_zero()) {
            writeln!(text, "\n{} * \"opening\" \"Brought forward\"", self.from)?;
            for ((account, currency), amount) in opening.iter().filter(|(_, sum)| !sum.is_zero()) {
                writeln!(text, "  {account}  {amount} {currency}")?;
            }
        }
        self.transactions(text)?;
        for Recognised { month, amount } in self.recognised {
            let earned = amount.negated()?;
            let currency = amount.currency();
            writeln!(text, "\n{} * \"recognition\" \"Revenue from {}\"", month.to, month.from)?;
            writeln!(text, "  {}  {amount} {currency}", name(Account::DeferredRevenue, None))?;
            writeln!(text, "  {}  {earned} {currency}", name(Account::Revenue, None))?;
        }
        // A balance is that of the beginning of its day.
        let after = self.to.plus_days(1)?;
        text.push('\n');
        for ((account, currency), amount) in closing {
            writeln!(text, "{after} balance {account}  {amount} {currency}")?;
        }
        Ok(())
    }

    fn transactions(&self, text: &mut String) -> Result<(), Unwritten> {
        let mut entry = "";
        for posted in self.postings {
            if posted.entry != entry {
                entry = posted.entry;
                let number = quoted(posted.number.unwrap_or_default());
                writeln!(text, "\n{} * \"{}\" \"{number}\"", posted.booked_on, posted.kind)?;
                writeln!(text, "  entry: \"{entry}\"")?;
                writeln!(text, "  customer: \"{}\"", posted.customer)?;
            }
            let account =
                name(Account::named(posted.account).ok_or_else(unknown)?, posted.tax_rate);
            let amount = posted.amount;
            writeln!(text, "  {account}  {amount} {}", amount.currency())?;
            for (key, value) in [("invoice", posted.invoice), ("payment", posted.payment)] {
                if let Some(value) = value {
                    writeln!(text, "    {key}: \"{value}\"")?;
                }
            }
        }
        Ok(())
    }
}

fn sums(balances: &Balances) -> Result<Sums, Refusal> {
    let mut sums = Sums::new();
    for (line, amount) in balances.lines()? {
        let key = (name(line.account, line.tax_rate.as_deref()), amount.currency());
        add(&mut sums, key, amount)?;
    }
    Ok(sums)
}

/// The account in Beancount's tree. A part of a name begins with a capital or a digit and has letters,
/// digits and hyphens.
fn name(account: Account, tax_rate: Option<&str>) -> String {
    let name = match account {
        Account::Cash => "Assets:Cash",
        Account::Receivable => "Assets:Receivable",
        Account::CustomerCredit => "Liabilities:CustomerCredit",
        Account::DeferredRevenue => "Liabilities:DeferredRevenue",
        Account::TaxPayable => "Liabilities:TaxPayable",
        Account::Revenue => "Income:Revenue",
        Account::BadDebt => "Expenses:BadDebt",
    };
    let Some(rate) = tax_rate else { return name.to_owned() };
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let mut letters = rate.chars().map(letter);
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    format!("{name}:{}", first.into_iter().chain(letters).collect::<String>())
}

/// A text within quotes.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_rate_is_a_part_of_the_name() {
        assert_eq!(name(Account::Cash, None), "Assets:Cash");
        let rate = |rate| name(Account::TaxPayable, Some(rate));
        assert_eq!(rate("standard"), "Liabilities:TaxPayable:Standard");
        assert_eq!(rate("de_7.0-x"), "Liabilities:TaxPayable:De-7-0-x");
        assert_eq!(rate("19"), "Liabilities:TaxPayable:19");
    }
}
