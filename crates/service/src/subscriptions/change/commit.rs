//! Committing a change that was previewed.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    contract::Event,
    preview::{Basis, ChangeRequest, commit_change},
    wire::{ChangeRequestVersion, Faults, canonical},
};
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    customers::Customer,
    host::Context,
    id::{InvoiceId, SellerId, SubscriptionId},
    invoices::{Issue, Numbering, Series},
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::Statement,
    subscriptions::{BillableSubscription, create::fitting},
    use_case::{Answer, Changes, Loaded, Reply, UseCase},
};

/// How long after its instant a preview can be committed.
const PREVIEW_SECONDS: i64 = 60 * 60;

/// How far the clock of whoever previewed may be ahead.
const AHEAD_SECONDS: i64 = 60;

/// Makes a change as it was previewed, at the same instant: the events are added, and what is due by them
/// is issued. If anything the preview was computed from has changed since, nothing happens.
#[derive(Clone, Debug)]
pub struct CommitChange {
    /// Which subscription.
    pub subscription: SubscriptionId,
    /// What was previewed.
    pub form: CommitChangeForm,
}

/// The body of [`CommitChange`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitChangeForm {
    /// The events, as they were previewed.
    pub change: Vec<Event>,
    /// The instant of the preview, within the last hour.
    pub through: Instant,
    /// What the preview was computed from.
    pub basis: Basis,
}

/// What a commit is decided from.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) subscription: BillableSubscription,
    seller: Seller,
    customer: Customer,
    series: Series,
}

#[derive(Serialize)]
struct Committed<'a> {
    subscription: &'a SubscriptionId,
    invoice: Option<&'a InvoiceId>,
}

impl Snapshot {
    pub(super) fn load(seller: &SellerId, subscription: &SubscriptionId) -> Vec<Statement> {
        let mut statements = BillableSubscription::load(seller, subscription);
        let customer = Statement::new(sql::subscriptions::SUBSCRIPTION_CUSTOMER);
        statements.extend([
            Seller::load(seller),
            customer.bind(seller).bind(subscription),
            Series::load(seller),
        ]);
        statements
    }

    pub(super) fn read(loaded: &mut Loaded) -> Result<Self, Refusal> {
        Ok(Self {
            subscription: BillableSubscription::read(loaded)?,
            seller: Seller::read(&loaded.found("seller")?)?,
            customer: Customer::read(&loaded.found("customer")?)?,
            series: Series::read(&loaded.found("number series")?)?,
        })
    }

    /// What is written for a change that was previewed on this basis.
    pub(super) fn commit(
        self,
        subscription: &SubscriptionId,
        form: &CommitChangeForm,
        (seller, context): (&SellerId, &Context),
    ) -> Result<Changes, Refusal> {
        let current = self.subscription.request(form.through);
        // A subscription that was billed ahead is previewed at that instant.
        if self.subscription.billed_through != Some(form.through) {
            require_recent(form.through, context.now)?;
        }
        let begun = current.contract.events.len();
        let change = form.change.clone();
        let version = ChangeRequestVersion::V1;
        let request = ChangeRequest { version, current, change, assumed: None };
        let preview = commit_change(&request, &form.basis, &Zones::iana()).map_err(stale)?;
        let changed = request.changed();
        let next = self.subscription.changed(&changed.contract).next_due(form.through)?;
        let advance = Statement::new(sql::subscriptions::ADVANCE)
            .bind(seller)
            .bind(subscription)
            .bind(self.subscription.version)
            .bind(form.through)
            .bind_optional(next);
        let mut statements = vec![advance, Statement::new(sql::GUARD_CHANGED_ONE)];
        for (event, sequence) in form.change.iter().zip(begun..) {
            let add = Statement::new(sql::subscriptions::ADD_EVENT).bind(seller).bind(subscription);
            let event = fitting(canonical(event))?;
            statements.push(add.bind(sequence).bind(event).bind(context.now));
        }
        let bill = &preview.due_now;
        let invoice: Option<InvoiceId> = (!bill.lines.is_empty()).then(|| context.id(0));
        let mut documents = Vec::new();
        if let Some(invoice) = &invoice {
            let issue = Issue {
                seller: &self.seller,
                customer: &self.customer,
                subscription,
                request: &changed,
                bill,
            };
            documents.push(issue.unnumbered(invoice, context.now)?);
        }
        let numbering =
            (!documents.is_empty()).then_some(Numbering { series: self.series, documents });
        let reply = Reply::json(200, &Committed { subscription, invoice: invoice.as_ref() })?;
        Ok(Changes { statements, numbering, answer: Answer::Reply(reply) })
    }
}

/// Refuses an instant that is not that of a recent preview.
fn require_recent(through: Instant, now: Instant) -> Result<(), Refusal> {
    let age = now.unix().saturating_sub(through.unix());
    if (-AHEAD_SECONDS..=PREVIEW_SECONDS).contains(&age) {
        return Ok(());
    }
    let detail = format!(
        "{through} was given, and it is {now}; accepted is the instant of a preview of the last hour."
    );
    Err(Refusal::field("out_of_range", "/through", detail))
}

/// A stale basis is a conflict; anything else is an input that is not accepted.
fn stale(faults: Faults) -> Refusal {
    if faults.list().iter().any(|fault| fault.code != "stale") {
        return faults.into();
    }
    let faults = faults.list().iter().cloned().map(|mut fault| {
        fault.pointer.insert_str(0, "/basis");
        fault
    });
    Refusal::Conflict {
        kind: "preview-stale",
        detail: "Something has changed since the preview; preview it again.".to_owned(),
        faults: faults.collect(),
    }
}

impl UseCase for CommitChange {
    type Snapshot = Snapshot;

    const SCOPE: Scope = Scope::Write;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        Snapshot::load(seller, &self.subscription)
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        Snapshot::read(loaded)
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        snapshot.commit(&self.subscription, &self.form, (seller, context))
    }
}
