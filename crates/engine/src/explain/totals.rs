//! From the leaves of a bill to its root: every total, computed anew.
//!
//! A bill is explained completely when what it says of its lines (quantities, prices, fractions), of its
//! coupons, tax rates, adjustments and payments is enough to arrive at what is due. The rounding modes are
//! the contract's; all else is in the bill.

use seikyu_money::{Amount, Exact, MoneyError};

use crate::{
    billing::{AdjustmentKind, Bill, Tax, Totals},
    catalog::{Code, Rounding, TaxBehavior, TaxCategory},
};

/// What a line or an adjustment comes to after discounts, and the codes of its tax rates.
type Taxed<'b> = (Amount, &'b [Code]);

impl Bill {
    /// Computes the totals from the leaves: equal to [`Bill::totals`] of every bill.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], which no bill that was computed has.
    pub fn recompute(&self, rounding: Rounding) -> Result<Totals, MoneyError> {
        let zero = Amount::zero(self.currency);
        let mut lines = zero;
        let mut discounts = zero;
        let mut taxed: Vec<Taxed<'_>> = Vec::new();
        for line in &self.lines {
            let amount = line.derivation.recompute()?;
            lines = lines.plus(amount)?;
            discounts = discounts.plus(line.discount)?;
            taxed.push((amount.minus(line.discount)?, &line.taxes));
        }
        let (mut charges, mut allowances) = (zero, zero);
        for one in &self.adjustments {
            let added = match one.kind {
                AdjustmentKind::Charge => {
                    charges = charges.plus(one.amount)?;
                    one.amount
                }
                AdjustmentKind::Allowance => {
                    allowances = allowances.plus(one.amount)?;
                    one.amount.negated()?
                }
            };
            taxed.push((added, &one.taxes));
        }
        let after = taxed.iter().try_fold(zero, |sum, (amount, _)| sum.plus(*amount))?;
        let (mut tax, mut withheld) = (zero, zero);
        for rate in &self.taxes {
            let amount = self.tax_of(rate, &taxed)?.round(self.currency, rounding.tax)?;
            tax = tax.plus(amount)?;
            if rate.category == TaxCategory::B {
                withheld = withheld.plus(amount)?;
            }
        }
        let (net, gross) = match self.tax_behavior {
            TaxBehavior::Exclusive => (after, after.plus(tax)?),
            TaxBehavior::Inclusive => (after.minus(tax)?, after),
        };
        let taken = self.discounts.iter().try_fold(zero, |sum, one| sum.plus(one.amount))?;
        let returned = discounts.minus(taken)?;
        let wallets = self.wallets.iter().try_fold(zero, |sum, one| sum.plus(one.drawn))?;
        let paid = |amount: Option<Amount>| amount.unwrap_or(zero);
        let left = gross
            .minus(withheld)?
            .minus(paid(self.totals.prepaid))?
            .minus(wallets)?
            .minus(paid(self.totals.balance))?
            .plus(paid(self.totals.rounding))?;
        let some = |amount: Amount| (!amount.is_zero()).then_some(amount);
        Ok(Totals {
            lines,
            discounts,
            returned_discounts: some(returned),
            charges: some(charges),
            allowances: some(allowances),
            net,
            tax,
            gross,
            withheld: some(withheld),
            prepaid: self.totals.prepaid,
            wallets: some(wallets),
            balance: self.totals.balance,
            rounding: self.totals.rounding,
            due: Amount::from_minor(left.minor().max(0), self.currency),
            credit: Amount::from_minor(left.negated()?.minor().max(0), self.currency),
        })
    }

    /// The exact tax of a rate on all that it taxes.
    fn tax_of(&self, rate: &Tax, taxed: &[Taxed<'_>]) -> Result<Exact, MoneyError> {
        let mut sum = Exact::ZERO;
        for (amount, codes) in taxed.iter().filter(|(_, codes)| codes.contains(&rate.rate)) {
            let (own, all) = self.effective(rate, codes)?;
            let price = Exact::from(*amount);
            let part = match self.tax_behavior {
                TaxBehavior::Exclusive => price.times(own)?.fraction(1, 100)?,
                TaxBehavior::Inclusive => price.contained_part(own, all)?,
            };
            sum = sum.plus(part)?;
        }
        Ok(sum)
    }

    /// What a rate comes to in per cent of the price without tax, and what all rates beside it come to;
    /// a compound rate is also on those before it.
    fn effective(&self, rate: &Tax, codes: &[Code]) -> Result<(Exact, Exact), MoneyError> {
        let (mut own, mut all) = (Exact::ZERO, Exact::ZERO);
        for one in self.taxes.iter().filter(|one| codes.contains(&one.rate)) {
            let before = if one.on_taxes.is_some() { all } else { Exact::ZERO };
            let comes_to = Exact::from(one.percent).plus(before.percent(one.percent)?)?;
            if one.rate == rate.rate {
                own = comes_to;
            }
            all = all.plus(comes_to)?;
        }
        Ok((own, all))
    }
}
