//! Listing subscriptions.

use seikyu_calendar::Instant;
use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::{CustomerId, QuoteId, SellerId, SubscriptionId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Grouped, Row, Rows, Statement},
    subscriptions::{billable::contract, show::status},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the subscriptions, the latest first.
#[derive(Clone, Debug)]
pub struct ListSubscriptions {
    /// Only those of a customer.
    pub customer: Option<CustomerId>,
    /// Which page.
    pub page: Page,
}

/// A subscription without its contract.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedSubscription {
    id: SubscriptionId,
    status: &'static str,
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
    type Snapshot = (Rows, Rows);

    type Answer = List<ListedSubscription>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let page = |either| self.page.narrowed(seller, either, self.customer.as_ref());
        vec![
            page((
                sql::subscriptions::SUBSCRIPTIONS,
                sql::subscriptions::SUBSCRIPTIONS_OF_CUSTOMER,
            )),
            page((sql::subscriptions::COURSES, sql::subscriptions::COURSES_OF_CUSTOMER)),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        Ok((loaded.rows()?, loaded.rows()?))
    }

    fn decide(
        &self,
        (rows, courses): Self::Snapshot,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let courses = Grouped::by("subscription_id", &courses)?;
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        let entry = |row: &Row| entry(row, courses.of(row.text("id")?), context.now);
        Ok(Changes::none(self.page.reply(&rows, key, entry)?))
    }
}

fn entry<'r>(
    row: &Row,
    course: impl IntoIterator<Item = &'r Row>,
    now: Instant,
) -> Result<ListedSubscription, Refusal> {
    let contract = contract(row, course)?;
    let plan =
        contract.plan_at(now).map(|plan| (plan.price_list.to_string(), plan.code.to_string()));
    let (price_list, plan) = match plan {
        Some(plan) => plan,
        None => (row.read("price_list")?, row.read("plan")?),
    };
    Ok(ListedSubscription {
        id: row.read("id")?,
        status: status(&contract, now),
        customer: row.read("customer_id")?,
        customer_name: row.read("customer_name")?,
        quote: row.read_optional("quote_id")?,
        currency: row.read("currency")?,
        price_list,
        plan,
        started_at: row.read("started_at")?,
        created_at: row.read("created_at")?,
    })
}
