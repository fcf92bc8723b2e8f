//! Issuing the invoice that is due on a subscription.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::billing::bill;
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    customers::Customer,
    events::NewEvents,
    host::Context,
    id::{InvoiceId, SellerId, SubscriptionId},
    invoices::{InvoiceDocument, Issue, NothingDue},
    numbering::{DocumentType, Documents, Issuer, Numbering},
    refusal::Refusal,
    sql,
    store::Statement,
    subscriptions::BillableSubscription,
    use_case::{Answer, Changes, Loaded, Reply, UseCase},
};

/// Issues what is due on a subscription through an instant; with nothing due, nothing happens.
#[derive(Clone, Debug)]
pub struct IssueInvoice {
    /// Which subscription.
    pub subscription: SubscriptionId,
    /// Through when.
    pub form: IssueInvoiceForm,
}

/// The body of [`IssueInvoice`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IssueInvoiceForm {
    /// Charges due at this very instant are included.
    pub through: Instant,
}

/// What the audit log says of an invoice.
#[derive(Serialize)]
struct Issued {
    invoice: InvoiceId,
    through: Instant,
}

/// What an invoice of a subscription is decided from.
#[derive(Clone, Debug)]
pub struct Issuable {
    pub(crate) subscription: BillableSubscription,
    pub(crate) issuer: Issuer,
    pub(crate) customer: Customer,
}

impl Issuable {
    pub(crate) fn load(seller: &SellerId, subscription: &SubscriptionId) -> Vec<Statement> {
        let mut statements = BillableSubscription::load(seller, subscription);
        let customer = Statement::new(sql::subscriptions::SUBSCRIPTION_CUSTOMER);
        statements.extend([
            Issuer::load(seller, DocumentType::Invoice),
            customer.bind(seller).bind(subscription),
        ]);
        statements
    }

    pub(crate) fn read(loaded: &mut Loaded) -> Result<Self, Refusal> {
        Ok(Self {
            subscription: BillableSubscription::read(loaded)?,
            issuer: Issuer::read(&loaded.found("seller")?)?,
            customer: Customer::read(&loaded.found("customer")?)?,
        })
    }
}

impl UseCase for IssueInvoice {
    type Snapshot = Issuable;

    type Answer = InvoiceDocument;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        Issuable::load(seller, &self.subscription)
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Issuable, Refusal> {
        Issuable::read(loaded)
    }

    fn decide(
        &self,
        snapshot: Issuable,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let request = snapshot.subscription.request(self.form.through);
        let bill = bill(&request, &Zones::iana())?;
        if bill.lines.is_empty() {
            return Ok(Changes::none(Reply::json(200, &NothingDue { invoice: () })?));
        }
        let issue = Issue {
            seller: &snapshot.issuer.seller,
            customer: &snapshot.customer,
            subscription: &self.subscription,
            request: &request,
            bill: &bill,
        };
        let document = issue.unnumbered(&context.id(0), context.now)?;
        let advance = Statement::new(sql::subscriptions::ADVANCE)
            .bind(seller)
            .bind(&self.subscription)
            .bind(snapshot.subscription.version)
            .bind(self.form.through)
            .bind_optional(snapshot.subscription.next_due(self.form.through)?)
            .bind(snapshot.subscription.usage_events());
        let after = Issued { invoice: context.id(0), through: self.form.through };
        let audited = Audited::new("invoice.issued", &self.subscription).after(&after)?;
        Ok(Changes {
            statements: vec![advance, Statement::new(sql::GUARD_CHANGED_ONE)],
            audited: Some(audited),
            numbering: Some(Numbering {
                series: snapshot.issuer.series,
                documents: Documents::Invoices(vec![document]),
                events: NewEvents::default(),
            }),
            queued: None,
            answer: Answer::Document,
        })
    }
}
