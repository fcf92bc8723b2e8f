//! Previews: what a change of a contract will cost, before it is made.
//!
//! A preview is the same computation with one more event, and nothing saved: what is due now *is* the
//! bill that a commit will make, byte for byte. It carries a [`Basis`], the digests of everything it was
//! computed from. Whoever commits sends the basis back; [`commit_change`] computes anew at the same
//! instant and refuses, naming what has changed since, if anything has.

mod basis;
mod migration;
mod next;
mod plans;
mod recurring;

pub use basis::Basis;
pub use migration::{
    Migrated, MigratedPrice, MigrationPreview, MigrationTotals, preview_migration,
};
pub use next::{NextBill, next_bill};
pub use plans::{Along, Assumed, PlanAlternative, PlanCurve, Plans};
pub use recurring::{Compared, Recurring, RecurringPrice};
use seikyu_calendar::{Instant, Zones};
use serde::{Deserialize, Serialize};

use crate::{
    billing::{Bill, BillRequest, BilledLine, TakenDiscount, UsageRecord, bill},
    contract::{Contract, Event},
    order::sort_by_key,
    wire::{ChangePreviewVersion, ChangeRequestVersion, Check, Faults, Pointer, read},
};

/// A change of a contract, to be previewed or made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ChangeRequest {
    /// The form of this document.
    pub version: ChangeRequestVersion,
    /// The contract as it stands, its usage, what was billed, and the instant of the preview.
    pub current: BillRequest,
    /// What is to happen: at least one event, in order of time.
    pub change: Vec<Event>,
    /// The usage of one period, under which the recurring price is compared; the customer's own of the
    /// month before the instant when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub assumed: Option<Vec<UsageRecord>>,
}

/// What a change will cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ChangePreview {
    /// The form of this document.
    pub version: ChangePreviewVersion,
    /// The instant of the preview.
    pub at: Instant,
    /// When the change takes effect: the instant of its last event.
    pub effective_at: Instant,
    /// The bill that a commit makes.
    pub due_now: Bill,
    /// The bill after that, with its instant, before wallets and balance and with the usage so far;
    /// absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<NextBill>,
    /// What a full period costs before and after the change.
    pub recurring: Recurring,
    /// What it was computed from, to commit with.
    pub basis: Basis,
}

impl ChangeRequest {
    /// Reads a request and checks it.
    ///
    /// # Errors
    /// The first field that is not of the form, or every fault of a request of the form.
    #[inline]
    pub fn read(text: &str) -> Result<Self, Faults> {
        let request: Self = read(text)?;
        request.check()?;
        Ok(request)
    }

    /// Checks what the form alone cannot.
    ///
    /// # Errors
    /// Every fault of the contract as it stands; then every fault of the change, at the place of its
    /// event.
    pub fn check(&self) -> Result<(), Faults> {
        self.current.check()?;
        let mut check = Check::default();
        let root = Pointer::ROOT;
        let change = root.field("change");
        if self.change.is_empty() {
            check.fault("empty", &change, "There is no event; accepted is at least one.");
        }
        for (index, event) in self.change.iter().enumerate() {
            if matches!(event, Event::Created { .. }) {
                let detail = "The contract was created already; accepted is another event.";
                check.fault("created_twice", &change.index(index), detail);
            }
        }
        check.finish()?;
        // Each event by itself, so that a fault is told of the event that brings it.
        let mut contract = self.current.contract.clone();
        for (index, event) in self.change.iter().enumerate() {
            contract = contract.with(std::slice::from_ref(event));
            let mut inner = Check::default();
            contract.check(&Pointer::ROOT, &mut inner);
            if let Err(faults) = inner.finish() {
                let mut check = Check::default();
                for fault in faults.list() {
                    check.fault(fault.code, &change.index(index), fault.detail.clone());
                }
                check.finish()?;
            }
        }
        Ok(())
    }

    /// The bill request of the contract as it will be.
    #[must_use]
    pub fn changed(&self) -> BillRequest {
        let contract = self.current.contract.with(&self.change);
        BillRequest { contract, ..self.current.clone() }
    }
}

impl Contract {
    /// The contract with more events, in order of time; one of the same instant comes after those that
    /// are there.
    #[must_use]
    pub fn with(&self, events: &[Event]) -> Self {
        let mut contract = self.clone();
        contract.events.extend_from_slice(events);
        sort_by_key(&mut contract.events, Event::at);
        contract
    }
}

/// Previews a change.
///
/// # Errors
/// What is wrong with the request, field by field.
#[inline]
pub fn preview_change(request: &ChangeRequest, zones: &Zones) -> Result<ChangePreview, Faults> {
    request.check()?;
    let at = request.current.through;
    let changed = request.changed();
    let due_now = bill(&changed, zones)?;
    let effective_at = request.change.iter().map(Event::at).max().unwrap_or(at);
    let billed: Vec<BilledLine> =
        changed.billed.iter().cloned().chain(due_now.lines.iter().map(BilledLine::of)).collect();
    let taken = due_now.discounts.iter().map(TakenDiscount::of);
    let discounted = changed.discounted.iter().cloned().chain(taken).collect();
    let next = next_bill(&BillRequest { billed, discounted, ..changed.clone() }, zones)?;
    let recurring = recurring::compare(request, &changed, effective_at.max(at), zones)?;
    let mut preview = ChangePreview {
        version: ChangePreviewVersion::V1,
        at,
        effective_at,
        due_now,
        next,
        recurring,
        basis: Basis::default(),
    };
    preview.basis = Basis::of(request, &preview);
    Ok(preview)
}

/// Makes a change that was previewed: the preview anew, for the same instant, from what holds now. Its
/// `due_now` is the bill to issue.
///
/// # Errors
/// `stale` faults, one for each thing that has changed since the preview, when anything has; else what is
/// wrong with the request.
#[inline]
pub fn commit_change(
    request: &ChangeRequest,
    basis: &Basis,
    zones: &Zones,
) -> Result<ChangePreview, Faults> {
    basis.require_current(&Basis::of_request(request))?;
    let preview = preview_change(request, zones)?;
    basis.require_result(&preview.basis)?;
    Ok(preview)
}
