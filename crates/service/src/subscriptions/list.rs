//! Listing subscriptions.

use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::{CustomerId, QuoteId, SellerId, SubscriptionId},
    list::Page,
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the subscriptions, the latest first.
#[derive(Clone, Debug)]
pub struct ListSubscriptions(pub Page);

#[derive(Serialize)]
struct Entry {
    id: SubscriptionId,
    status: String,
    customer: CustomerId,
    customer_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<QuoteId>,
    currency: String,
    price_list: String,
    plan: String,
    started_at: String,
    created_at: String,
}

impl UseCase for ListSubscriptions {
    type Snapshot = Rows;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::subscriptions::SUBSCRIPTIONS).bind(seller);
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
    Ok(Entry {
        id: row.read("id")?,
        status: row.read("status")?,
        customer: row.read("customer_id")?,
        customer_name: row.read("customer_name")?,
        quote: row.read_optional("quote_id")?,
        currency: row.read("currency")?,
        price_list: row.read("price_list")?,
        plan: row.read("plan")?,
        started_at: row.read("started_at")?,
        created_at: row.read("created_at")?,
    })
}
