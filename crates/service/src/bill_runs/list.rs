//! Listing bill runs.

use crate::{
    access::Scope,
    bill_runs::BillRun,
    bill_runs::run::BillRunView,
    host::Context,
    id::SellerId,
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the bill runs, the latest first.
#[derive(Clone, Debug)]
pub struct ListBillRuns(pub Page);

impl UseCase for ListBillRuns {
    type Snapshot = Rows;

    type Answer = List<BillRunView<'static>>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::bill_runs::RUNS).bind(seller);
        vec![list.bind(self.0.before()).bind(self.0.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        let entry = |row: &Row| -> Result<_, Refusal> {
            serde_json::to_value(BillRun::read(row)?.view()).map_err(Refusal::internal)
        };
        Ok(Changes::none(self.0.reply(&rows, key, entry)?))
    }
}
