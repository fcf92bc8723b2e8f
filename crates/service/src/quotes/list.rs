//! Listing quotes.

use seikyu_calendar::Instant;
use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::{CustomerId, InvoiceId, QuoteId, SellerId, SubscriptionId},
    list::{List, Page},
    quotes::Status,
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the quotes, the latest first.
#[derive(Clone, Debug)]
pub struct ListQuotes {
    /// Only those of a customer.
    pub customer: Option<CustomerId>,
    /// Which page.
    pub page: Page,
}

/// A quote without its draft and bills.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedQuote {
    id: QuoteId,
    version: u64,
    status: Status,
    customer: CustomerId,
    customer_name: String,
    price_list: String,
    plan: String,
    digest: String,
    created_at: String,
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    /// When the holder of its link first looked at this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    viewed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<SubscriptionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<InvoiceId>,
}

impl UseCase for ListQuotes {
    type Snapshot = Rows;

    type Answer = List<ListedQuote>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let (all, of_customer) = (sql::quotes::QUOTES, sql::quotes::QUOTES_OF_CUSTOMER);
        vec![self.page.narrowed(seller, (all, of_customer), self.customer.as_ref())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, |row| entry(row, context.now))?))
    }
}

fn entry(row: &Row, now: Instant) -> Result<ListedQuote, Refusal> {
    let status: Status = row.read("status")?;
    Ok(ListedQuote {
        id: row.read("id")?,
        version: row.read("version")?,
        status: status.at(now, row.read_optional("expires_at")?),
        customer: row.read("customer_id")?,
        customer_name: row.read("customer_name")?,
        price_list: row.read("price_list")?,
        plan: row.read("plan")?,
        digest: row.read("digest")?,
        created_at: row.read("created_at")?,
        updated_at: row.read("updated_at")?,
        expires_at: row.read_optional("expires_at")?,
        viewed_at: row.read_optional("viewed_at")?,
        subscription: row.read_optional("subscription_id")?,
        invoice: row.read_optional("invoice_id")?,
    })
}
