//! Committing a change that was previewed.

use seikyu_calendar::{Instant, ZoneName, Zones};
use seikyu_engine::{
    contract::Event,
    preview::{Basis, ChangeRequest, commit_change},
    wire::{ChangeRequestVersion, Faults},
};
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    events::{EventType, NewEvents},
    host::Context,
    id::{InvoiceId, SellerId, SubscriptionId},
    invoices::{Issuable, Issue},
    numbering::{Documents, Numbering},
    refusal::Refusal,
    sql,
    store::Statement,
    subscriptions::{
        create::{add_events, redeem},
        show::SubscriptionHead,
    },
    use_case::{Answer, Changes, Loaded, Reply, UseCase},
};

/// How long after its instant a preview can be committed.
const PREVIEW_SECONDS: i64 = 60 * 60;

/// The most events of a change.
const EVENTS_MAX: usize = 50;

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
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CommitChangeForm {
    /// The events, as they were previewed.
    pub change: Vec<Event>,
    /// The instant of the preview, within the last hour.
    pub through: Instant,
    /// What the preview was computed from.
    pub basis: Basis,
}

/// A change that was made, with its invoice.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CommittedChange<'a> {
    subscription: &'a SubscriptionId,
    invoice: Option<&'a InvoiceId>,
}

/// What the audit log says of a contract before a change.
#[derive(Serialize)]
struct Before<'a> {
    /// How many events it had.
    events: usize,
    /// Its digest.
    contract: &'a str,
}

/// What the audit log says of a change.
#[derive(Serialize)]
struct Changed<'a> {
    change: &'a [Event],
    through: Instant,
    invoice: Option<&'a InvoiceId>,
}

impl Issuable {
    /// What is written for a change that was previewed on this basis.
    pub(super) fn commit(
        self,
        subscription: &SubscriptionId,
        form: &CommitChangeForm,
        (seller, context): (&SellerId, &Context),
    ) -> Result<Changes, Refusal> {
        // A subscription that was billed ahead is previewed at that instant; one that has been billed
        // further ahead since is stale, which its basis says.
        let billed = self.subscription.through(context.now);
        if !(form.through > context.now && form.through <= billed) {
            require_recent(form.through, context.now)?;
        }
        let change = few(&form.change)?.to_vec();
        let current = self.subscription.request(form.through);
        let through = current.through;
        let begun = current.contract.events.len();
        let version = ChangeRequestVersion::V1;
        let request = ChangeRequest { version, current, change, assumed: None };
        let preview = commit_change(&request, &form.basis, &Zones::iana()).map_err(stale)?;
        require_redeemable(&form.change, &request.current.contract.zone, context.now)?;
        let changed = request.changed();
        let next = self.subscription.changed(&form.change).next_due(through)?;
        let advance = Statement::new(sql::subscriptions::ADVANCE)
            .bind(seller)
            .bind(subscription)
            .bind(self.subscription.version)
            .bind(through)
            .bind_optional(next)
            .bind(self.subscription.usage_events());
        let mut statements = vec![advance, Statement::new(sql::GUARD_CHANGED_ONE)];
        statements.extend(add_events(seller, subscription, (begun, &form.change), context.now)?);
        let head =
            SubscriptionHead::new(subscription, &self.customer.id, &changed.contract, context.now);
        let events = NewEvents::one(EventType::SubscriptionChanged, subscription, &head, context)?;
        let bill = &preview.due_now;
        let invoice: Option<InvoiceId> = (!bill.lines.is_empty()).then(|| context.id(0));
        let mut documents = Vec::new();
        if let Some(invoice) = &invoice {
            let issue = Issue {
                seller: &self.issuer.seller,
                customer: &self.customer,
                subscription,
                request: &changed,
                bill,
            };
            documents.push(issue.unnumbered(invoice, context.now)?);
        }
        let documents = Documents::Invoices(documents);
        let numbering = Some(Numbering { series: self.issuer.series, documents, events });
        let reply = Reply::json(200, &CommittedChange { subscription, invoice: invoice.as_ref() })?;
        let after = Changed { change: &form.change, through, invoice: invoice.as_ref() };
        let audited = Audited::new("subscription.changed", subscription)
            .before(&Before { events: begun, contract: &form.basis.contract })?;
        let audited = Some(audited.after(&after)?);
        Ok(Changes { statements, audited, numbering, queued: None, answer: Answer::Reply(reply) })
    }
}

/// Refuses more events than are accepted at once.
pub(super) fn few(change: &[Event]) -> Result<&[Event], Refusal> {
    let count = change.len();
    if count <= EVENTS_MAX {
        return Ok(change);
    }
    let detail = format!("There are {count} events; accepted are at most {EVENTS_MAX}.");
    Err(Refusal::field("out_of_range", "/change", detail))
}

/// Refuses coupons that can no longer be redeemed.
fn require_redeemable(change: &[Event], zone: &ZoneName, now: Instant) -> Result<(), Refusal> {
    change.iter().enumerate().try_for_each(|(index, event)| match event {
        Event::CouponApplied { coupon, .. } => {
            redeem(coupon, zone, &format!("/change/{index}/coupon"), now)
        }
        _ => Ok(()),
    })
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
pub(super) fn stale(faults: Faults) -> Refusal {
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
    type Snapshot = Issuable;

    type Answer = CommittedChange<'static>;

    const SCOPE: Scope = Scope::Subscriptions;

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
        snapshot.commit(&self.subscription, &self.form, (seller, context))
    }
}
