//! Listing invoices.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use super::standing::Standing;
use crate::{
    access::Scope,
    host::Context,
    id::{CustomerId, InvoiceId, SellerId, SubscriptionId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// A day after every other.
pub(crate) const ALWAYS: &str = "9999-12-31";

/// Lists the invoices, the latest first, each as it stands.
#[derive(Clone, Debug)]
pub struct ListInvoices {
    /// By the end of which day they stand, without those of later; now where absent.
    pub at: Option<Date>,
    /// Only those of a customer.
    pub customer: Option<CustomerId>,
    /// Which page.
    pub page: Page,
}

/// An invoice, with how it stands by the end of a day.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedInvoice {
    id: InvoiceId,
    number: String,
    customer: CustomerId,
    customer_name: String,
    subscription: SubscriptionId,
    issued_at: String,
    due_on: String,
    currency: Currency,
    net: Amount,
    tax: Amount,
    gross: Amount,
    due: Amount,
    #[serde(flatten)]
    standing: Standing,
    hash: String,
}

impl UseCase for ListInvoices {
    type Snapshot = Rows;

    type Answer = List<ListedInvoice>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let until = self.at.map_or_else(|| ALWAYS.to_owned(), |day| day.to_string());
        let of = |sql| {
            let list = Statement::new(sql).bind(seller).bind(self.page.before());
            list.bind(self.page.rows()).bind(&until)
        };
        vec![match &self.customer {
            None => of(sql::invoices::INVOICES),
            Some(customer) => of(sql::invoices::INVOICES_OF_CUSTOMER).bind(customer),
        }]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        let at = self.at.map_or_else(|| context.today(), Ok)?;
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, |row| entry(row, at))?))
    }
}

fn entry(row: &Row, at: Date) -> Result<ListedInvoice, Refusal> {
    let currency: Currency = row.read("currency")?;
    let amount = |column| Ok::<_, Refusal>(Amount::from_minor(row.read(column)?, currency));
    Ok(ListedInvoice {
        id: row.read("id")?,
        number: row.read("number")?,
        customer: row.read("customer_id")?,
        customer_name: row.read("customer_name")?,
        subscription: row.read("subscription_id")?,
        issued_at: row.read("issued_at")?,
        due_on: row.read("due_on")?,
        currency,
        net: amount("net_minor")?,
        tax: amount("tax_minor")?,
        gross: amount("gross_minor")?,
        due: amount("due_minor")?,
        standing: Standing::read(row, at)?,
        hash: row.read("hash")?,
    })
}
