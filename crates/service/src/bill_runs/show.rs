//! Showing a bill run.

use crate::{
    access::Scope,
    bill_runs::BillRun,
    bill_runs::run::BillRunView,
    host::Context,
    id::{BillRunId, SellerId},
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Shows a bill run: how far it has come, and its totals.
#[derive(Clone, Debug)]
pub struct ShowBillRun(pub BillRunId);

impl UseCase for ShowBillRun {
    type Snapshot = BillRun;

    type Answer = BillRunView<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![BillRun::load(seller, &self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<BillRun, Refusal> {
        BillRun::read(&loaded.found("bill run")?)
    }

    fn decide(&self, run: BillRun, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(run.reply(200)?))
    }
}
