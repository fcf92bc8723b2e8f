//! The invoices of a subscription, for the holder of its link.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use super::ChangeLink;
use crate::{
    access::Scope,
    host::Context,
    id::{InvoiceId, SellerId},
    invoices::{ALWAYS, InvoiceDocument, Standing, StoredDocument},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the invoices of the subscription of a link, the latest first.
#[derive(Clone, Debug)]
pub struct ListLinkInvoices {
    /// The link.
    pub link: ChangeLink,
    /// Which page.
    pub page: Page,
}

/// Shows an invoice of the subscription of a link: the stored document, byte for byte.
#[derive(Clone, Debug)]
pub struct ShowLinkedInvoice {
    /// The link.
    pub link: ChangeLink,
    /// Which invoice.
    pub invoice: InvoiceId,
}

/// An invoice of the subscription.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct LinkedInvoice {
    id: InvoiceId,
    number: String,
    issued_at: String,
    due_on: String,
    currency: Currency,
    gross: Amount,
    due: Amount,
    /// How it stands now.
    #[serde(flatten)]
    standing: Standing,
}

impl UseCase for ListLinkInvoices {
    type Snapshot = Rows;

    type Answer = List<LinkedInvoice>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::invoices::SUBSCRIPTION_INVOICES).bind(seller);
        let list = list.bind(&self.link.subscription);
        vec![list.bind(self.page.before()).bind(self.page.rows()).bind(ALWAYS)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        self.link.require_good(context)?;
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        let today = context.today()?;
        Ok(Changes::none(self.page.reply(&rows, key, |row| entry(row, today))?))
    }
}

fn entry(row: &Row, today: Date) -> Result<LinkedInvoice, Refusal> {
    let currency: Currency = row.read("currency")?;
    let amount = |column| Ok::<_, Refusal>(Amount::from_minor(row.read(column)?, currency));
    Ok(LinkedInvoice {
        id: row.read("id")?,
        number: row.read("number")?,
        issued_at: row.read("issued_at")?,
        due_on: row.read("due_on")?,
        currency,
        gross: amount("gross_minor")?,
        due: amount("due_minor")?,
        standing: Standing::read(row, today)?,
    })
}

impl UseCase for ShowLinkedInvoice {
    type Snapshot = StoredDocument;

    type Answer = InvoiceDocument;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let invoice = Statement::new(sql::invoices::SUBSCRIPTION_INVOICE).bind(seller);
        vec![invoice.bind(&self.link.subscription).bind(&self.invoice)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<StoredDocument, Refusal> {
        StoredDocument::read(&loaded.rows()?, "invoice")
    }

    fn decide(
        &self,
        document: StoredDocument,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        self.link.require_good(context)?;
        Ok(Changes::none(document.reply(200)))
    }
}
