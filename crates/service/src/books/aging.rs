//! Receivables aging: what customers owe, by how long it has been due.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Reports what customers owe at the end of a day, by customer and by how long it has been due. The
/// totals are those of the account receivable.
#[derive(Clone, Debug)]
pub struct ReceivablesAging {
    /// The day, with it.
    pub at: Date,
    /// Which page of the customers.
    pub page: Page,
}

/// What customers owe by the end of a day.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AgingReport {
    at: Date,
    /// Of all customers, by currency.
    totals: Vec<Ages>,
    #[serde(flatten)]
    customers: List<AgingOfCustomer>,
}

/// What a customer owes in a currency.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AgingOfCustomer {
    customer: String,
    customer_name: String,
    #[serde(flatten)]
    ages: Ages,
}

/// Amounts by days since they were due; on the day itself they are not due yet.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Ages {
    currency: Currency,
    not_due: Amount,
    days_1_to_30: Amount,
    days_31_to_60: Amount,
    days_61_to_90: Amount,
    days_over_90: Amount,
    total: Amount,
}

impl UseCase for ReceivablesAging {
    type Snapshot = (Rows, Rows);

    type Answer = AgingReport;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let at = |sql| Statement::new(sql).bind(seller).bind(self.at);
        let page = at(sql::books::AGES).bind(self.page.after()).bind(self.page.rows());
        vec![at(sql::books::AGES_TOTAL), page]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        Ok((loaded.rows()?, loaded.rows()?))
    }

    fn decide(
        &self,
        (totals, customers): Self::Snapshot,
        _: &SellerId,
        _: &Context,
    ) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(format!("{} {}", row.text("customer_id")?, row.text("currency")?));
        let report = AgingReport {
            at: self.at,
            totals: totals.iter().map(Ages::read).collect::<Result<_, _>>()?,
            customers: self.page.list(&customers, key, AgingOfCustomer::read)?,
        };
        Ok(Changes::none(Reply::json(200, &report)?))
    }
}

impl AgingOfCustomer {
    fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            customer: row.read("customer_id")?,
            customer_name: row.read("name")?,
            ages: Ages::read(row)?,
        })
    }
}

impl Ages {
    fn read(row: &Row) -> Result<Self, Refusal> {
        let currency: Currency = row.read("currency")?;
        let amount = |column| Ok::<_, Refusal>(Amount::from_minor(row.read(column)?, currency));
        Ok(Self {
            currency,
            not_due: amount("not_due")?,
            days_1_to_30: amount("to_30")?,
            days_31_to_60: amount("to_60")?,
            days_61_to_90: amount("to_90")?,
            days_over_90: amount("over_90")?,
            total: amount("total")?,
        })
    }
}
