//! From the gross total to what is due: less the tax that the buyer pays to the state, what was paid
//! before, wallets and the customer's balance, then rounded.

use seikyu_money::{Amount, MoneyError};

use crate::{
    billing::{BillRequest, Settlement, Terms},
    catalog::{Code, TaxCategory},
};

/// What is to be paid of a document, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Due {
    /// Tax that the buyer pays to the state.
    pub(crate) withheld: i64,
    /// What was paid before on this document.
    pub(crate) prepaid: i64,
    /// What wallets paid.
    pub(crate) wallets: i64,
    /// What was taken from the customer's balance.
    pub(crate) balance: i64,
    /// The rounding of the payable amount.
    pub(crate) rounding: i64,
    /// What is left: to pay, or below zero, in the customer's favour.
    pub(crate) left: i64,
}

impl Due {
    /// What wallets and balance can pay: gross − withheld − prepaid.
    pub(crate) fn open(
        request: &BillRequest,
        terms: &Terms,
        settlement: &Settlement,
    ) -> Result<Self, MoneyError> {
        let mut due = Self { left: settlement.gross, ..Self::default() };
        due.withheld = withheld(terms, settlement)?;
        due.prepaid = match request.prepaid {
            None => 0,
            Some(prepaid) => Amount::from_number(prepaid, terms.currency)?.minor(),
        };
        due.take(due.withheld)?;
        due.take(due.prepaid)?;
        Ok(due)
    }

    /// What is due once wallets have paid: the balance pays what they leave, and the rest is rounded.
    ///
    /// gross − withheld − prepaid − wallets − balance + rounding is what is due, or, below zero, the
    /// customer's credit.
    pub(crate) fn after(
        mut self,
        wallets: i64,
        request: &BillRequest,
        terms: &Terms,
    ) -> Result<Self, MoneyError> {
        self.wallets = wallets;
        self.take(wallets)?;
        if let Some(balance) = request.balance {
            let balance = Amount::from_number(balance, terms.currency)?.minor();
            self.balance = balance.min(self.left).max(0);
            self.take(self.balance)?;
        }
        if let Some(rounding) = request.payable_rounding {
            self.rounding = rounding.of(Amount::from_minor(self.left, terms.currency))?;
            self.left = self.left.checked_add(self.rounding).ok_or(MoneyError::Overflow)?;
        }
        Ok(self)
    }

    fn take(&mut self, part: i64) -> Result<(), MoneyError> {
        self.left = self.left.checked_sub(part).ok_or(MoneyError::Overflow)?;
        Ok(())
    }
}

/// The tax that is shown and that the buyer pays to the state.
fn withheld(terms: &Terms, settlement: &Settlement) -> Result<i64, MoneyError> {
    let split =
        |index: usize| terms.rates.get(index).is_some_and(|rate| rate.category == TaxCategory::B);
    let mut totals = settlement.taxes.iter().filter(|total| split(total.rate));
    let sum = totals.try_fold(0_i64, |sum, total| sum.checked_add(total.amount));
    sum.ok_or(MoneyError::Overflow)
}

/// Whether the buyer pays the taxes of a line to the state; they are then all of that kind.
pub(crate) fn is_split(terms: &Terms, taxes: &[Code]) -> bool {
    let mut split = terms.rates.iter().filter(|rate| rate.category == TaxCategory::B);
    split.any(|rate| taxes.contains(&rate.code))
}
