//! Listing credit notes.

use seikyu_money::{Amount, Currency};
use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::{CreditNoteId, CustomerId, InvoiceId, SellerId, SubscriptionId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the credit notes, the latest first.
#[derive(Clone, Debug)]
pub struct ListCreditNotes {
    /// Only those on an invoice.
    pub invoice: Option<InvoiceId>,
    /// Which page.
    pub page: Page,
}

/// A credit note without its lines.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedCreditNote {
    id: CreditNoteId,
    number: String,
    invoice: InvoiceId,
    invoice_number: String,
    customer: CustomerId,
    customer_name: String,
    subscription: SubscriptionId,
    issued_at: String,
    currency: Currency,
    net: Amount,
    tax: Amount,
    gross: Amount,
    /// Whether it voids the invoice.
    voids: bool,
    hash: String,
}

impl UseCase for ListCreditNotes {
    type Snapshot = Rows;

    type Answer = List<ListedCreditNote>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let either = (sql::credit_notes::CREDIT_NOTES, sql::credit_notes::CREDIT_NOTES_OF);
        vec![self.page.narrowed(seller, either, self.invoice.as_ref())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, entry)?))
    }
}

fn entry(row: &Row) -> Result<ListedCreditNote, Refusal> {
    let currency: Currency = row.read("currency")?;
    let amount = |column| Ok::<_, Refusal>(Amount::from_minor(row.read(column)?, currency));
    Ok(ListedCreditNote {
        id: row.read("id")?,
        number: row.read("number")?,
        invoice: row.read("invoice_id")?,
        invoice_number: row.read("invoice_number")?,
        customer: row.read("customer_id")?,
        customer_name: row.read("customer_name")?,
        subscription: row.read("subscription_id")?,
        issued_at: row.read("issued_at")?,
        currency,
        net: amount("net_minor")?,
        tax: amount("tax_minor")?,
        gross: amount("gross_minor")?,
        voids: row.text("voids")? == "yes",
        hash: row.read("hash")?,
    })
}
