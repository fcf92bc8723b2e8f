//! The customer's link: plans side by side, a choice, and committing to it.
//!
//! A customer chooses a plan and quantities; prices come from the price list and the contract.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    billing::BillRequest,
    contract::Contract,
    preview::Basis,
    quote::{PlanChoice, plan_change},
    wire::{Faults, Pointer, canonical, digest},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::commit::{CommitChangeForm, stale};
use crate::{
    access::Scope,
    catalog::StoredPriceList,
    customers::{Customer, NamedCustomer},
    host::Context,
    id::{SellerId, SubscriptionId},
    invoices::Issuable,
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::{Row, Rows, Statement},
    subscriptions::BillableSubscription,
    subscriptions::change::commit::CommittedChange,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// How long a link is good.
const GOOD_SECONDS: i64 = 30 * 24 * 60 * 60;

/// The page that opens a link.
const PAGE: &str = "/plan.html";

/// What a link says: who holds it may see and change the plan of one subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLink {
    /// The seller.
    pub seller: SellerId,
    /// The subscription.
    pub subscription: SubscriptionId,
    /// The first instant at which the link is no longer good.
    pub expires_at: Instant,
}

impl ChangeLink {
    /// Refuses a link that is no longer good.
    pub(super) fn require_good(&self, context: &Context) -> Result<(), Refusal> {
        if context.now < self.expires_at {
            return Ok(());
        }
        let detail = "The link has expired; ask the seller for a new one.";
        Err(Refusal::LinkExpired { detail })
    }
}

/// Makes a link for the customer of a subscription.
#[derive(Clone, Debug)]
pub struct CreateChangeLink(pub SubscriptionId);

/// A link to plans and quantities.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreatedChangeLink {
    link: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    expires_at: Instant,
}

impl UseCase for CreateChangeLink {
    type Snapshot = ();

    type Answer = CreatedChangeLink;

    const SCOPE: Scope = Scope::Subscriptions;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Statement::new(sql::subscriptions::SUBSCRIPTION).bind(seller).bind(&self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<(), Refusal> {
        loaded.found("subscription").map(drop)
    }

    fn decide(&self, (): (), seller: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        let expires_at = context.now.plus_seconds(GOOD_SECONDS).map_err(Refusal::internal)?;
        let link = ChangeLink { seller: seller.clone(), subscription: self.0.clone(), expires_at };
        let link = format!("{PAGE}#{}", context.link_key.sign_change(&link));
        let url = context.base_url.as_ref().map(|base| format!("{base}{link}"));
        Ok(Changes::none(Reply::json(200, &CreatedChangeLink { link, url, expires_at })?))
    }
}

/// Shows the holder of a link everything that plans are compared and previewed from.
#[derive(Clone, Debug)]
pub struct ShowChangeLink(pub ChangeLink);

/// What the holder of a link to a plan sees.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "ChangeLink"))]
pub struct ChangeLinkView<'a> {
    subscription: &'a SubscriptionId,
    seller: &'a Seller,
    customer: NamedCustomer<'a>,
    #[cfg_attr(feature = "openapi", schemars(with = "seikyu_engine::catalog::PriceList"))]
    price_list: &'a RawValue,
    request: &'a BillRequest,
    expires_at: Instant,
}

/// The present versions of the price lists that a subscription's plans are from.
#[derive(Clone, Debug)]
pub struct PriceLists(Rows);

impl PriceLists {
    fn load(seller: &SellerId, subscription: &SubscriptionId) -> Statement {
        Statement::new(sql::subscriptions::SUBSCRIPTION_PRICE_LISTS).bind(seller).bind(subscription)
    }

    /// The price list of the plan at an instant.
    fn of(&self, contract: &Contract, at: Instant) -> Result<StoredPriceList, Refusal> {
        let code = contract.plan_at(at).map(|plan| plan.price_list.as_str());
        let named = |row: &&Row| row.text("code").ok() == code;
        let row = self.0.iter().find(named).ok_or(Refusal::NotFound { what: "price list" })?;
        StoredPriceList::read(row)
    }
}

impl UseCase for ShowChangeLink {
    type Snapshot = (BillableSubscription, Seller, Customer, PriceLists);

    type Answer = ChangeLinkView<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let subscription = &self.0.subscription;
        let customer = Statement::new(sql::subscriptions::SUBSCRIPTION_CUSTOMER);
        let mut statements = BillableSubscription::load(seller, subscription);
        statements.extend([
            Seller::load(seller),
            customer.bind(seller).bind(subscription),
            PriceLists::load(seller, subscription),
        ]);
        statements
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let subscription = BillableSubscription::read(loaded)?;
        let seller = Seller::read(&loaded.found("seller")?)?;
        let customer = Customer::read(&loaded.found("customer")?)?;
        Ok((subscription, seller, customer, PriceLists(loaded.rows()?)))
    }

    fn decide(
        &self,
        (subscription, seller, customer, lists): Self::Snapshot,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        self.0.require_good(context)?;
        let request = subscription.request(context.now);
        let list = lists.of(&request.contract, request.through)?;
        let price_list: &RawValue =
            serde_json::from_str(&list.document).map_err(Refusal::internal)?;
        let view = ChangeLinkView {
            subscription: &self.0.subscription,
            seller: &seller,
            customer: NamedCustomer { name: &customer.name },
            price_list,
            request: &request,
            expires_at: self.0.expires_at,
        };
        Ok(Changes::none(Reply::json(200, &view)?))
    }
}

/// Makes the choice of the holder of a link, as it was previewed.
#[derive(Clone, Debug)]
pub struct CommitChoice {
    /// The link.
    pub link: ChangeLink,
    /// What was chosen.
    pub form: CommitChoiceForm,
}

/// The body of [`CommitChoice`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CommitChoiceForm {
    /// The plan and the quantities.
    pub choice: PlanChoice,
    /// The instant of the preview: that of the request which the link showed.
    pub through: Instant,
    /// What the preview was computed from.
    pub basis: Basis,
}

impl UseCase for CommitChoice {
    type Snapshot = (Issuable, PriceLists);

    type Answer = CommittedChange<'static>;

    const SCOPE: Scope = Scope::Subscriptions;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let mut statements = Issuable::load(seller, &self.link.subscription);
        statements.push(PriceLists::load(seller, &self.link.subscription));
        statements
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        Ok((Issuable::read(loaded)?, PriceLists(loaded.rows()?)))
    }

    fn decide(
        &self,
        (snapshot, lists): Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        self.link.require_good(context)?;
        let CommitChoiceForm { choice, through, basis } = &self.form;
        let contract = &snapshot.subscription.contract;
        if basis.contract != digest(&canonical(contract)) {
            let detail = "The contract has changed since the preview; accepted is a new preview.";
            let root = Pointer::ROOT;
            return Err(stale(Faults::one("stale", &root.field("contract"), detail)));
        }
        let list = lists.of(contract, *through)?.list()?;
        let change = plan_change(&list, contract, choice, *through, &Zones::iana())
            .map_err(|faults| Refusal::within("choice", &faults))?;
        let form = CommitChangeForm { change, through: *through, basis: basis.clone() };
        let committed = snapshot.commit(&self.link.subscription, &form, (seller, context));
        committed.map_err(of_choice)
    }
}

/// What is wrong with the events is wrong with the choice they were made of.
fn of_choice(refusal: Refusal) -> Refusal {
    let Refusal::Input { mut faults } = refusal else { return refusal };
    for fault in faults.iter_mut().filter(|fault| fault.pointer.starts_with("/change")) {
        "/choice".clone_into(&mut fault.pointer);
    }
    Refusal::Input { faults }
}
