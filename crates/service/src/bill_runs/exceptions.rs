//! Listing what a bill run could not bill.

use seikyu_engine::wire::Fault;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    access::Scope,
    bill_runs::BillRun,
    host::Context,
    id::{BillRunId, SellerId, SubscriptionId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the subscriptions that a bill run could not bill, with the reasons.
#[derive(Clone, Debug)]
pub struct ListExceptions {
    /// Which run.
    pub run: BillRunId,
    /// Which page.
    pub page: Page,
}

/// A subscription that could not be billed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Exception<'a> {
    pub(super) subscription: &'a SubscriptionId,
    /// The reasons; never empty.
    pub(super) errors: Vec<Fault>,
}

/// A subscription that could not be billed.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedException {
    subscription: SubscriptionId,
    #[cfg_attr(feature = "openapi", schemars(with = "Vec<seikyu_engine::wire::Fault>"))]
    errors: Box<RawValue>,
}

impl UseCase for ListExceptions {
    type Snapshot = Rows;

    type Answer = List<ListedException>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::bill_runs::EXCEPTIONS).bind(seller).bind(&self.run);
        vec![BillRun::load(seller, &self.run), list.bind(self.page.after()).bind(self.page.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        loaded.found("bill run")?;
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("subscription_id")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, entry)?))
    }
}

fn entry(row: &Row) -> Result<ListedException, Refusal> {
    let errors = row.text("errors")?.to_owned();
    Ok(ListedException {
        subscription: row.read("subscription_id")?,
        errors: RawValue::from_string(errors).map_err(Refusal::internal)?,
    })
}
