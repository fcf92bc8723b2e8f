//! Beginning a bill run.

use seikyu_calendar::Instant;
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    bill_runs::{BillRun, QueuedRun, run::BillRunView},
    host::Context,
    id::SellerId,
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Begins a run over everything due through an instant. It bills nothing yet: each
/// [`crate::bill_runs::AdvanceBillRun`] bills a page, whoever asks for it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateBillRun {
    /// Charges due at this very instant are included.
    pub through: Instant,
    /// Whether it only says what it would bill.
    #[serde(default)]
    pub dry_run: bool,
    /// Whether it is billed in the background, page after page, without being advanced.
    #[serde(default)]
    pub background: bool,
}

impl UseCase for CreateBillRun {
    type Snapshot = ();

    type Answer = BillRunView<'static>;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, _: &SellerId) -> Vec<Statement> {
        Vec::new()
    }

    fn snapshot(&self, _: &mut Loaded) -> Result<(), Refusal> {
        Ok(())
    }

    fn decide(&self, (): (), seller: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        let run = BillRun::new(context.id(0), self, context.clock);
        let path = format!("/v1/bill-runs/{}", run.id);
        let audited = Audited::new("bill_run.created", &run.id).after(self)?;
        let reply = run.reply(201)?.with_location(path);
        let queued =
            self.background.then(|| QueuedRun { seller: seller.clone(), run: run.id.clone() });
        Ok(Changes { queued, ..Changes::write(audited, vec![run.add(seller)], reply) })
    }
}
