//! The trial balance: every account at the end of a day.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use super::balances::{Balances, Line};
use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Reports every account at the end of a day, by currency.
#[derive(Clone, Debug)]
pub struct TrialBalance {
    /// The day, with it.
    pub at: Date,
}

/// Every account by the end of a day.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TrialBalanceReport {
    at: Date,
    currencies: Vec<TrialBalanceOfCurrency>,
}

/// The accounts of a currency.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TrialBalanceOfCurrency {
    currency: Currency,
    /// The sum of the balances above zero, and of those below, without their sign; they are equal.
    debit: Amount,
    credit: Amount,
    accounts: Vec<AccountBalance>,
}

/// What an account comes to.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AccountBalance {
    account: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_rate: Option<String>,
    /// Debit above zero.
    balance: Amount,
}

impl UseCase for TrialBalance {
    type Snapshot = Balances;

    type Answer = TrialBalanceReport;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        Balances::load(seller, self.at)
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Balances, Refusal> {
        Balances::read(loaded)
    }

    fn decide(&self, balances: Balances, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let mut currencies: Vec<TrialBalanceOfCurrency> = Vec::new();
        for (line, balance) in balances.lines()? {
            if balance.is_zero() {
                continue;
            }
            match currencies.last_mut() {
                Some(last) if last.currency == balance.currency() => last.add(line, balance)?,
                _ => {
                    let mut first = TrialBalanceOfCurrency::new(balance.currency());
                    first.add(line, balance)?;
                    currencies.push(first);
                }
            }
        }
        Ok(Changes::none(Reply::json(200, &TrialBalanceReport { at: self.at, currencies })?))
    }
}

impl TrialBalanceOfCurrency {
    const fn new(currency: Currency) -> Self {
        let zero = Amount::zero(currency);
        Self { currency, debit: zero, credit: zero, accounts: Vec::new() }
    }

    fn add(&mut self, line: &Line, balance: Amount) -> Result<(), Refusal> {
        if balance.minor() > 0 {
            self.debit = self.debit.plus(balance).map_err(Refusal::internal)?;
        } else {
            self.credit = self.credit.minus(balance).map_err(Refusal::internal)?;
        }
        let (account, tax_rate) = (line.account.name(), line.tax_rate.clone());
        self.accounts.push(AccountBalance { account, tax_rate, balance });
        Ok(())
    }
}
