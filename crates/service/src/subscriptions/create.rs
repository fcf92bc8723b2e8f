//! Creating a subscription, from a draft or from an accepted quote.

use seikyu_calendar::{Instant, ZoneName, Zones};
use seikyu_engine::{
    catalog::Coupon,
    contract::{Contract, Event},
    quote::Draft,
    wire::{Faults, canonical},
};
use serde::Deserialize;

use crate::{
    access::Scope,
    audit::Audited,
    catalog::{StoredPriceList, price_list_row},
    customers::Customer,
    events::{EventType, NewEvents},
    host::Context,
    id::{CustomerId, QuoteId, SellerId, SubscriptionId},
    quotes::Version,
    refusal::Refusal,
    sql,
    store::{Statement, text::ROW_TEXT_MAX_BYTES},
    subscriptions::show::{SubscriptionHead, SubscriptionView},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Makes a subscription of a draft, without a quote. Nothing is billed by this.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSubscription {
    /// For whom.
    pub customer: CustomerId,
    /// What is subscribed to.
    pub draft: Draft,
}

/// A subscription, ready to be stored.
pub(crate) struct NewSubscription<'a> {
    pub(crate) seller: &'a SellerId,
    pub(crate) id: &'a SubscriptionId,
    pub(crate) customer: &'a CustomerId,
    pub(crate) quote: Option<&'a QuoteId>,
    pub(crate) contract: &'a Contract,
    pub(crate) billed_through: Option<Instant>,
}

impl NewSubscription<'_> {
    /// What events tell of it.
    pub(crate) fn head(&self, now: Instant) -> SubscriptionHead<'_> {
        SubscriptionHead::new(self.id, self.customer, self.contract, now)
    }

    /// The statements that store it.
    ///
    /// # Errors
    /// [`Refusal::Input`] when the contract does not fit a row.
    pub(crate) fn statements(&self, now: Instant) -> Result<Vec<Statement>, Refusal> {
        require_redeemable(self.contract, now)?;
        let terms = Contract { events: Vec::new(), ..self.contract.clone() };
        let plan = self.contract.events.iter().find_map(|event| match event {
            Event::Created { plan, .. } => plan.as_ref(),
            _ => None,
        });
        let started_at = self.contract.events.first().map_or(now, Event::at);
        let subscription = Statement::new(sql::subscriptions::ADD_SUBSCRIPTION)
            .bind(self.seller)
            .bind(self.id)
            .bind(self.customer)
            .bind_optional(self.quote)
            .bind(self.contract.currency)
            .bind(plan.map_or("", |plan| plan.price_list.as_str()))
            .bind(plan.map_or("", |plan| plan.code.as_str()))
            .bind(started_at)
            .bind(fitting(canonical(&terms))?)
            .bind(now)
            .bind_optional(self.billed_through);
        let mut statements = vec![subscription];
        let events = (0, self.contract.events.as_slice());
        statements.extend(add_events(self.seller, self.id, events, now)?);
        Ok(statements)
    }
}

/// The statements that add events to a subscription which has a number of them.
///
/// # Errors
/// [`Refusal::Input`] when an event does not fit a row.
pub(super) fn add_events(
    seller: &SellerId,
    subscription: &SubscriptionId,
    (known, events): (usize, &[Event]),
    now: Instant,
) -> Result<Vec<Statement>, Refusal> {
    let add = |(sequence, event): (usize, &Event)| {
        let add = Statement::new(sql::subscriptions::ADD_EVENT).bind(seller).bind(subscription);
        Ok(add.bind(sequence).bind(fitting(canonical(event))?).bind(now))
    };
    (known..).zip(events).map(add).collect()
}

/// Refuses coupons that a contract is created with and that can no longer be redeemed.
fn require_redeemable(contract: &Contract, now: Instant) -> Result<(), Refusal> {
    let Some(Event::Created { coupons, .. }) = contract.events.first() else { return Ok(()) };
    coupons.iter().try_for_each(|coupon| redeem(coupon, &contract.zone, "/draft/coupons", now))
}

/// Refuses a coupon whose last day has passed. One with a limit of redemptions is refused, too: they are
/// not counted here yet, and it must not be redeemed more often than agreed.
pub(super) fn redeem(
    coupon: &Coupon,
    zone: &ZoneName,
    pointer: &str,
    now: Instant,
) -> Result<(), Refusal> {
    let today = Zones::iana().date_of(zone, now).map_err(Refusal::internal)?;
    if let Err(error) = coupon.redeem(today, 0) {
        let detail = format!("“{}”: {error}.", coupon.code);
        return Err(Refusal::field(error.code(), pointer, detail));
    }
    if coupon.redemptions_max.is_some() {
        let detail = format!(
            "“{}” can be redeemed a number of times, which is not counted here yet; accepted is a \
             coupon without that limit.",
            coupon.code
        );
        return Err(Refusal::field("coupon_limit_not_counted", pointer, detail));
    }
    Ok(())
}

/// Refuses a text that does not fit a row.
fn fitting(text: String) -> Result<String, Refusal> {
    if text.len() <= ROW_TEXT_MAX_BYTES {
        return Ok(text);
    }
    let detail = format!(
        "The contract has {} bytes; accepted are at most {ROW_TEXT_MAX_BYTES}: fewer lines, or \
         shorter names.",
        text.len()
    );
    Err(Faults::whole("too_large", detail).into())
}

impl UseCase for CreateSubscription {
    type Snapshot = (Option<Customer>, Option<StoredPriceList>);

    type Answer = SubscriptionView;

    const SCOPE: Scope = Scope::Subscriptions;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![
            Customer::load(seller, &self.customer),
            price_list_row(seller, self.draft.price_list.as_str()),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let customer = loaded.row()?.as_ref().map(Customer::read).transpose()?;
        Ok((customer, loaded.row()?.as_ref().map(StoredPriceList::read).transpose()?))
    }

    fn decide(
        &self,
        (customer, list): Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let customer = customer.ok_or_else(|| Customer::unknown(&self.customer))?;
        let contract = Version::price(&self.draft, list)?.priced.contract;
        let id: SubscriptionId = context.id(0);
        let opened = NewSubscription {
            seller,
            id: &id,
            customer: &customer.id,
            quote: None,
            contract: &contract,
            billed_through: None,
        };
        let mut statements = opened.statements(context.now)?;
        let head = opened.head(context.now);
        let created = NewEvents::one(EventType::SubscriptionCreated, &id, &head, context)?;
        statements.extend(created.statements(seller));
        let view = SubscriptionView::new(&id, &customer, &contract, context.now);
        let path = format!("/v1/subscriptions/{id}");
        let audited = Audited::new("subscription.created", &id).after(&view)?;
        Ok(Changes::write(audited, statements, Reply::json(201, &view)?.with_location(path)))
    }
}
