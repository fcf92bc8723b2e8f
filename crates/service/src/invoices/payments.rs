//! What was paid of an invoice, and how.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use super::standing::Standing;
use crate::{
    access::Scope,
    host::Context,
    id::{CustomerId, InvoiceId, SellerId},
    invoices::list::ALWAYS,
    list::{List, Page},
    payments::Settlement,
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Shows how an invoice stands, with the events that made it so, the earliest first.
#[derive(Clone, Debug)]
pub struct ShowInvoicePayments {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// By the end of which day; now where absent.
    pub at: Option<Date>,
    /// Which page of the events.
    pub page: Page,
}

/// How an invoice stands by the end of a day, with a page of what settled it.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InvoicePayments {
    invoice: InvoiceId,
    number: String,
    customer: CustomerId,
    currency: Currency,
    due_on: String,
    at: Date,
    gross: Amount,
    #[serde(flatten)]
    standing: Standing,
    #[serde(flatten)]
    settlements: List<Settlement>,
}

impl UseCase for ShowInvoicePayments {
    type Snapshot = (Row, Rows);

    type Answer = InvoicePayments;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let until = self.at.map_or_else(|| ALWAYS.to_owned(), |day| day.to_string());
        let standing = Statement::new(sql::invoices::STANDING).bind(seller).bind(&self.invoice);
        let settlements = Statement::new(sql::payments::INVOICE_SETTLEMENTS)
            .bind(seller)
            .bind(&self.invoice)
            .bind(self.page.after())
            .bind(self.page.rows());
        vec![standing.bind(&until), settlements.bind(&until)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        Ok((loaded.found("invoice")?, loaded.rows()?))
    }

    fn decide(
        &self,
        (row, settlements): Self::Snapshot,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let at = self.at.map_or_else(|| context.today(), Ok)?;
        let currency = row.read("currency")?;
        let view = InvoicePayments {
            invoice: self.invoice.clone(),
            number: row.read("number")?,
            customer: row.read("customer_id")?,
            currency,
            due_on: row.read("due_on")?,
            at,
            gross: Amount::from_minor(row.read("gross_minor")?, currency),
            standing: Standing::read(&row, at)?,
            settlements: self.page.list(&settlements, Settlement::key, Settlement::read)?,
        };
        Ok(Changes::none(Reply::json(200, &view)?))
    }
}
