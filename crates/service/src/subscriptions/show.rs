//! Showing a subscription.

use seikyu_calendar::Instant;
use seikyu_engine::{
    catalog::Code,
    contract::{Contract, Event, Standing},
};
use seikyu_money::Currency;
use serde::Serialize;

use crate::{
    access::Scope,
    customers::Customer,
    host::Context,
    id::{CustomerId, QuoteId, SellerId, SubscriptionId},
    refusal::Refusal,
    sql,
    store::{Row, Statement},
    subscriptions::billable::contract,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Shows a subscription with its contract.
#[derive(Clone, Debug)]
pub struct ShowSubscription(pub SubscriptionId);

/// A subscription as the API shows it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Subscription"))]
pub struct SubscriptionView {
    id: SubscriptionId,
    status: &'static str,
    customer: CustomerId,
    customer_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<QuoteId>,
    started_at: Instant,
    created_at: Instant,
    contract: Contract,
}

/// What events tell of a subscription: how it stands, without its contract.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SubscriptionHead<'a> {
    id: &'a SubscriptionId,
    status: &'static str,
    customer: &'a CustomerId,
    currency: Currency,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_list: Option<&'a Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a Code>,
}

impl<'a> SubscriptionHead<'a> {
    /// The head of a subscription under a contract, as of an instant.
    pub(crate) fn new(
        id: &'a SubscriptionId,
        customer: &'a CustomerId,
        contract: &'a Contract,
        at: Instant,
    ) -> Self {
        let plan = contract.plan_at(at);
        Self {
            id,
            status: status(contract, at),
            customer,
            currency: contract.currency,
            price_list: plan.map(|plan| &plan.price_list),
            plan: plan.map(|plan| &plan.code),
        }
    }
}

impl SubscriptionView {
    /// A subscription that was just made of a draft.
    pub(crate) fn new(
        id: &SubscriptionId,
        customer: &Customer,
        contract: &Contract,
        now: Instant,
    ) -> Self {
        Self {
            id: id.clone(),
            status: status(contract, now),
            customer: customer.id.clone(),
            customer_name: customer.name.clone(),
            quote: None,
            started_at: contract.events.first().map_or(now, Event::at),
            created_at: now,
            contract: contract.clone(),
        }
    }
}

/// Whether a contract is paused or cancelled at an instant, in one word; one that lies ahead or is in
/// trial is active.
pub(super) fn status(contract: &Contract, at: Instant) -> &'static str {
    match contract.timeline().map(|timeline| timeline.standing(at)) {
        Some(Standing::Paused) => "paused",
        Some(Standing::Cancelled) => "cancelled",
        Some(Standing::Ahead | Standing::Trial | Standing::Active) | None => "active",
    }
}

impl UseCase for ShowSubscription {
    type Snapshot = (Row, Contract);

    type Answer = SubscriptionView;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(&self.0);
        vec![of(sql::subscriptions::SUBSCRIPTION), of(sql::subscriptions::EVENTS)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let row = loaded.found("subscription")?;
        let contract = contract(&row, &loaded.rows()?)?;
        Ok((row, contract))
    }

    fn decide(
        &self,
        (row, contract): Self::Snapshot,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let view = SubscriptionView {
            id: row.read("id")?,
            status: status(&contract, context.now),
            customer: row.read("customer_id")?,
            customer_name: row.read("customer_name")?,
            quote: row.read_optional("quote_id")?,
            started_at: row.read("started_at")?,
            created_at: row.read("created_at")?,
            contract,
        };
        Ok(Changes::none(Reply::json(200, &view)?))
    }
}
