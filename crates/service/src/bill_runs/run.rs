//! A bill run as it is kept and shown.

use std::collections::BTreeMap;

use seikyu_calendar::Instant;
use seikyu_engine::billing::Bill;
use seikyu_money::{Amount, Currency};
use serde::{Deserialize, Serialize};

use crate::{
    bill_runs::CreateBillRun,
    id::{BillRunId, SellerId},
    refusal::Refusal,
    sql,
    store::{Row, Statement},
    use_case::Reply,
};

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "BillRunStatus"))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Running,
    Done,
}

/// A run.
#[derive(Clone, Debug)]
pub struct BillRun {
    pub(crate) id: BillRunId,
    pub(crate) through: Instant,
    pub(crate) dry_run: bool,
    pub(crate) background: bool,
    pub(crate) pages: u64,
    pub(crate) created_at: Instant,
    pub(crate) updated_at: Instant,
    pub(crate) progress: Progress,
}

/// How far a run has come.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Progress {
    pub(crate) status: Status,
    pub(crate) version: u64,
    /// The place of the subscription it looked at last.
    pub(crate) after_due: String,
    pub(crate) after_id: String,
    pub(crate) looked_at: u64,
    pub(crate) billed: u64,
    pub(crate) not_due: u64,
    pub(crate) failed: u64,
    pub(crate) totals: BTreeMap<Currency, Totals>,
}

/// What was billed in one currency, in minor units.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totals {
    invoices: u64,
    net: i64,
    tax: i64,
    gross: i64,
    due: i64,
    credit: i64,
}

impl Totals {
    /// Adds a bill; `None` when the sum is beyond 64 bits.
    fn plus(self, bill: &Bill) -> Option<Self> {
        let totals = &bill.totals;
        Some(Self {
            invoices: self.invoices.checked_add(1)?,
            net: self.net.checked_add(totals.net.minor())?,
            tax: self.tax.checked_add(totals.tax.minor())?,
            gross: self.gross.checked_add(totals.gross.minor())?,
            due: self.due.checked_add(totals.due.minor())?,
            credit: self.credit.checked_add(totals.credit.minor())?,
        })
    }
}

impl Progress {
    /// Counts a bill.
    pub(crate) fn count(&mut self, bill: &Bill) -> Result<(), Refusal> {
        let sum = self.totals.get(&bill.currency).copied().unwrap_or_default().plus(bill);
        let sum = sum.ok_or_else(|| Refusal::internal("the totals are beyond 64 bits"))?;
        self.totals.insert(bill.currency, sum);
        self.billed = self.billed.saturating_add(1);
        Ok(())
    }
}

/// A bill run, with how far it has come.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "BillRun"))]
pub struct BillRunView<'a> {
    id: &'a BillRunId,
    status: Status,
    dry_run: bool,
    background: bool,
    through: Instant,
    pages: u64,
    looked_at: u64,
    billed: u64,
    not_due: u64,
    failed: u64,
    totals: Vec<BillRunTotals>,
    created_at: Instant,
    updated_at: Instant,
}

/// What a run billed in a currency.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BillRunTotals {
    currency: Currency,
    invoices: u64,
    net: Amount,
    tax: Amount,
    gross: Amount,
    due: Amount,
    credit: Amount,
}

impl BillRun {
    /// The statement that adds a run that begins.
    pub(crate) fn add(&self, seller: &SellerId) -> Statement {
        Statement::new(sql::bill_runs::ADD_RUN)
            .bind(seller)
            .bind(&self.id)
            .bind(self.through)
            .bind(if self.dry_run { "yes" } else { "no" })
            .bind(self.created_at)
            .bind(if self.background { "yes" } else { "no" })
    }

    /// What was asked for when it began.
    pub(crate) const fn begun(&self) -> CreateBillRun {
        CreateBillRun { through: self.through, dry_run: self.dry_run, background: self.background }
    }

    /// A run that begins.
    pub(crate) fn new(id: BillRunId, form: &CreateBillRun, now: Instant) -> Self {
        let CreateBillRun { through, dry_run, background } = *form;
        let progress = Progress {
            status: Status::Running,
            version: 1,
            after_due: String::new(),
            after_id: String::new(),
            looked_at: 0,
            billed: 0,
            not_due: 0,
            failed: 0,
            totals: BTreeMap::new(),
        };
        Self {
            id,
            through,
            dry_run,
            background,
            pages: 0,
            created_at: now,
            updated_at: now,
            progress,
        }
    }

    pub(crate) fn load(seller: &SellerId, id: &BillRunId) -> Statement {
        Statement::new(sql::bill_runs::RUN).bind(seller).bind(id)
    }

    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        let done = row.text("status")? == "done";
        let progress = Progress {
            status: if done { Status::Done } else { Status::Running },
            version: row.read("version")?,
            after_due: row.read("after_due")?,
            after_id: row.read("after_id")?,
            looked_at: row.read("looked_at")?,
            billed: row.read("billed")?,
            not_due: row.read("not_due")?,
            failed: row.read("failed")?,
            totals: serde_json::from_str(row.text("totals")?).map_err(Refusal::internal)?,
        };
        Ok(Self {
            id: row.read("id")?,
            through: row.read("through")?,
            dry_run: row.text("dry_run")? == "yes",
            background: row.text("background")? == "yes",
            pages: row.read("pages")?,
            created_at: row.read("created_at")?,
            updated_at: row.read("updated_at")?,
            progress,
        })
    }

    /// The run as the API shows it.
    pub(crate) fn view(&self) -> impl Serialize + '_ {
        let progress = &self.progress;
        let totals = progress.totals.iter().map(|(currency, totals)| {
            let amount = |minor| Amount::from_minor(minor, *currency);
            BillRunTotals {
                currency: *currency,
                invoices: totals.invoices,
                net: amount(totals.net),
                tax: amount(totals.tax),
                gross: amount(totals.gross),
                due: amount(totals.due),
                credit: amount(totals.credit),
            }
        });
        BillRunView {
            id: &self.id,
            status: progress.status,
            dry_run: self.dry_run,
            background: self.background,
            through: self.through,
            pages: self.pages,
            looked_at: progress.looked_at,
            billed: progress.billed,
            not_due: progress.not_due,
            failed: progress.failed,
            totals: totals.collect(),
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }

    pub(crate) fn reply(&self, status: u16) -> Result<Reply, Refusal> {
        Reply::json(status, &self.view())
    }
}
