//! Balances: what each account stands at by the end of a day.

use std::collections::BTreeMap;

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};

use crate::{
    books::Account,
    id::SellerId,
    refusal::Refusal,
    sql,
    store::{Rows, Statement},
    use_case::Loaded,
};

/// An account of one currency; of tax, by its rate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// Code of the currency.
    pub(crate) currency: String,
    pub(crate) account: Account,
    pub(crate) tax_rate: Option<String>,
}

/// The balances of one day: minor units, debit above zero. Revenue is among them, with what is deferred
/// less by as much; so they come to zero in each currency whatever the day.
#[derive(Clone, Debug, Default)]
pub struct Balances(BTreeMap<Line, i64>);

impl Balances {
    /// The statements that load the balances of a day.
    pub(crate) fn load(seller: &SellerId, at: Date) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller);
        vec![of(sql::books::BALANCES).bind(at), of(sql::books::REVENUE).bind(format!("[\"{at}\"]"))]
    }

    /// The balances of the rows of [`Balances::load`].
    ///
    /// # Errors
    /// [`Refusal::Internal`] for rows that cannot be read or added.
    pub(crate) fn read(loaded: &mut Loaded) -> Result<Self, Refusal> {
        let (posted, revenue) = (loaded.rows()?, loaded.rows()?);
        Self::of(&posted, &revenue)
    }

    fn of(posted: &Rows, revenue: &Rows) -> Result<Self, Refusal> {
        let mut balances = Self::default();
        for row in posted {
            let account = Account::named(row.text("account")?);
            balances.add(
                Line {
                    currency: row.read("currency")?,
                    account: account.ok_or_else(|| Refusal::internal("an account is unknown"))?,
                    tax_rate: row.read_optional("tax_rate")?,
                },
                row.read("amount_minor")?,
            )?;
        }
        for row in revenue {
            let served: i64 = row.read("amount_minor")?;
            let line = |account| -> Result<Line, Refusal> {
                Ok(Line { currency: row.read("currency")?, account, tax_rate: None })
            };
            balances.add(line(Account::DeferredRevenue)?, served)?;
            let earned = served.checked_neg().ok_or_else(too_much)?;
            balances.add(line(Account::Revenue)?, earned)?;
        }
        Ok(balances)
    }

    fn add(&mut self, line: Line, minor: i64) -> Result<(), Refusal> {
        let balance = self.0.entry(line).or_default();
        *balance = balance.checked_add(minor).ok_or_else(too_much)?;
        Ok(())
    }

    /// The balances, by currency, in the order of the accounts; some of them may be zero.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a currency that is none.
    pub(crate) fn lines(&self) -> Result<Vec<(&Line, Amount)>, Refusal> {
        self.0
            .iter()
            .map(|(line, minor)| {
                let currency = Currency::parse(&line.currency).map_err(Refusal::internal)?;
                Ok((line, Amount::from_minor(*minor, currency)))
            })
            .collect()
    }
}

fn too_much() -> Refusal {
    Refusal::internal("a balance is beyond what can be computed with")
}
