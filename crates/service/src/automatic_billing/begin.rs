//! The beginning of an automatic run.

use seikyu_calendar::Instant;

use crate::{
    access::Scope,
    audit::Audited,
    automatic_billing::BillingSettings,
    bill_runs::{BillRun, BillRunView, CreateBillRun},
    host::Context,
    id::SellerId,
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Seconds from one automatic run of a seller to the next.
pub(super) const PAUSE_SECONDS: i64 = 60 * 60;

/// Begins a run through this instant, less the grace that the seller has set, unless one began within
/// the hour.
#[derive(Clone, Copy, Debug)]
pub(super) struct BeginAutomaticRun;

/// The last instant at which the run before may have begun.
pub(super) fn rested(now: Instant) -> Result<Instant, Refusal> {
    now.plus_seconds(-PAUSE_SECONDS).map_err(Refusal::internal)
}

impl UseCase for BeginAutomaticRun {
    type Snapshot = BillingSettings;

    type Answer = BillRunView<'static>;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![BillingSettings::load(seller)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<BillingSettings, Refusal> {
        BillingSettings::read(loaded.row()?.as_ref())
    }

    fn decide(
        &self,
        settings: BillingSettings,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let rested = rested(context.clock)?;
        if !settings.automatic || settings.began_at.is_some_and(|began| began > rested) {
            let detail = "Another run has begun already.".to_owned();
            return Err(Refusal::Conflict { kind: "run-begun", detail, faults: Vec::new() });
        }
        let through = settings.through(context.now)?;
        let form = CreateBillRun { through, dry_run: false, background: true };
        let run = BillRun::new(context.id(0), &form, context.clock);
        let note = Statement::new(sql::billing_settings::NOTE_RUN)
            .bind(seller)
            .bind(&run.id)
            .bind(context.clock)
            .bind(rested);
        let statements = vec![run.add(seller), note, Statement::new(sql::GUARD_CHANGED_ONE)];
        let audited = Audited::new("bill_run.created", &run.id).after(&run.begun())?;
        Ok(Changes::write(audited, statements, run.reply(201)?))
    }
}
