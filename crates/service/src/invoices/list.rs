//! Listing invoices.

use seikyu_money::{Amount, Currency};
use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::{CustomerId, InvoiceId, SellerId, SubscriptionId},
    list::Page,
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the invoices, the latest first.
#[derive(Clone, Debug)]
pub struct ListInvoices(pub Page);

#[derive(Serialize)]
struct Entry {
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
    hash: String,
}

impl UseCase for ListInvoices {
    type Snapshot = Rows;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::invoices::INVOICES).bind(seller);
        vec![list.bind(self.0.before()).bind(self.0.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.0.reply(&rows, key, entry)?))
    }
}

fn entry(row: &Row) -> Result<Entry, Refusal> {
    let currency: Currency = row.read("currency")?;
    let amount = |column| Ok::<_, Refusal>(Amount::from_minor(row.read(column)?, currency));
    Ok(Entry {
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
        hash: row.read("hash")?,
    })
}
