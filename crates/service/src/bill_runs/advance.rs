//! Billing a page of a run.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    wire::Fault,
};
use serde::Serialize;

use super::exceptions::Exception;
use crate::{
    access::Scope,
    audit::Audited,
    bill_runs::run::BillRunView,
    bill_runs::{BillRun, Status},
    customers::Customer,
    events::{EventType, NewEvents},
    host::Context,
    id::{BillRunId, SellerId, SubscriptionId},
    invoices::{Issue, UnnumberedInvoice},
    numbering::{DocumentType, Documents, Issuer, Numbering},
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::{Grouped, Row, Rows, Statement, StoreError, text},
    subscriptions::BillableSubscription,
    use_case::{Answer, Changes, Loaded, UseCase},
};

/// The most subscriptions of a page.
pub const PAGE_SUBSCRIPTIONS: usize = 250;

/// Bills the next page of a run, and says how far the run has come; a run that is done stays as it is.
/// A dry run is billed the same way, and only the run itself is written.
#[derive(Clone, Debug)]
pub struct AdvanceBillRun(pub BillRunId);

/// What a page is decided from.
#[derive(Debug)]
pub struct Snapshot {
    run: BillRun,
    issuer: Issuer,
    page: Vec<Entry>,
}

/// A subscription of the page.
#[derive(Debug)]
struct Entry {
    id: SubscriptionId,
    version: u64,
    /// Its place in the order of the run.
    due_at: String,
    customer: Customer,
    /// What it is billed from, or why that cannot be read.
    billable: Result<BillableSubscription, Refusal>,
}

/// What the batch of a page is made of.
#[derive(Default)]
struct Written {
    /// Subscriptions that move on.
    moved: Vec<String>,
    documents: Vec<UnnumberedInvoice>,
    exceptions: Vec<String>,
}

#[derive(Serialize)]
struct Moved<'a> {
    id: &'a SubscriptionId,
    version: u64,
    next_due_at: Option<Instant>,
    /// How many usage events it was billed with; where there are more by now, it stays due.
    usage_events: usize,
}

impl UseCase for AdvanceBillRun {
    type Snapshot = Snapshot;

    type Answer = BillRunView<'static>;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let page = |sql| Statement::new(sql).bind(seller).bind(&self.0).bind(PAGE_SUBSCRIPTIONS);
        vec![
            Statement::new(sql::bill_runs::RUN_ISSUER)
                .bind(seller)
                .bind(&self.0)
                .bind(DocumentType::Invoice.code()),
            page(sql::bill_runs::PAGE),
            page(sql::bill_runs::PAGE_TOLD),
            page(sql::bill_runs::PAGE_BILLED),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        let row = loaded.found("bill run")?;
        let (run, issuer) = (BillRun::read(&row)?, Issuer::read(&row)?);
        let [page, told, billed] = [loaded.rows()?, loaded.rows()?, loaded.rows()?];
        let (usage, events) = parted(told, "record")?;
        let (discounted, billed) = parted(billed, "coupon")?;
        let by_id = |rows| Grouped::by("subscription_id", rows);
        let (events, billed) = (by_id(&events)?, by_id(&billed)?);
        let (discounted, usage) = (by_id(&discounted)?, by_id(&usage)?);
        let entry = |row: &Row| -> Result<Entry, Refusal> {
            let id = row.text("subscription_id")?;
            Ok(Entry {
                id: row.read("subscription_id")?,
                version: row.read("version")?,
                due_at: row.read("next_due_at")?,
                customer: Customer::read(row)?,
                billable: BillableSubscription::of_rows(
                    row,
                    events.of(id),
                    billed.of(id),
                    discounted.of(id),
                    usage.of(id),
                ),
            })
        };
        let page = page.iter().map(entry).collect::<Result<_, _>>()?;
        Ok(Snapshot { run, issuer, page })
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let Snapshot { mut run, issuer, page } = snapshot;
        if run.progress.status == Status::Done {
            return Ok(Changes::none(run.reply(200)?));
        }
        let audited = Audited::new("bill_run.advanced", &run.id).before(&run.progress)?;
        let mut written = Written::default();
        for entry in &page {
            written.bill(entry, &mut run, &issuer.seller, context)?;
        }
        if page.len() < PAGE_SUBSCRIPTIONS {
            run.progress.status = Status::Done;
        }
        let advance = Statement::new(sql::bill_runs::ADVANCE_RUN)
            .bind(seller)
            .bind(&run.id)
            .bind(text::json(&run.progress)?)
            .bind(context.clock);
        let mut statements = vec![advance];
        run.progress.version = run.progress.version.saturating_add(1);
        run.pages = run.pages.saturating_add(1);
        run.updated_at = context.clock;
        statements.extend(written.statements(seller, &run, context.now));
        let mut events = NewEvents::default();
        if run.progress.status == Status::Done {
            events.push(EventType::BillRunDone, &run.id, &run.view(), context)?;
        }
        let Issuer { series, .. } = issuer;
        let numbering =
            Some(Numbering { series, documents: Documents::Invoices(written.documents), events });
        let audited = Some(audited.after(&run.progress)?);
        Ok(Changes {
            statements,
            audited,
            numbering,
            queued: None,
            answer: Answer::Reply(run.reply(200)?),
        })
    }
}

impl Written {
    /// Bills one subscription, or records why it cannot be.
    fn bill(
        &mut self,
        entry: &Entry,
        run: &mut BillRun,
        issuer: &Seller,
        context: &Context,
    ) -> Result<(), Refusal> {
        run.progress.looked_at = run.progress.looked_at.saturating_add(1);
        entry.id.as_str().clone_into(&mut run.progress.after_id);
        run.progress.after_due.clone_from(&entry.due_at);
        let billed = match entry.compute(run.through) {
            Ok(billed) => billed,
            Err(refusal) => {
                let errors = reasons(refusal);
                self.exceptions.push(text::json(&Exception { subscription: &entry.id, errors })?);
                run.progress.failed = run.progress.failed.saturating_add(1);
                return Ok(());
            }
        };
        let (request, bill, next_due_at) = billed;
        let usage_events = request.usage.len();
        let moved = Moved { id: &entry.id, version: entry.version, next_due_at, usage_events };
        self.moved.push(text::json(&moved)?);
        if bill.lines.is_empty() {
            run.progress.not_due = run.progress.not_due.saturating_add(1);
            return Ok(());
        }
        run.progress.count(&bill)?;
        if run.dry_run {
            return Ok(());
        }
        let issue = Issue {
            seller: issuer,
            customer: &entry.customer,
            subscription: &entry.id,
            request: &request,
            bill: &bill,
        };
        let place = u64::try_from(self.documents.len()).unwrap_or_default();
        self.documents.push(issue.unnumbered(&context.id_at(0, place), context.now)?);
        Ok(())
    }

    /// What is written beside the run and the documents; of a dry run only the exceptions.
    fn statements(&self, seller: &SellerId, run: &BillRun, now: Instant) -> Vec<Statement> {
        let mut statements = Vec::new();
        if !run.dry_run {
            for moved in self.moved.chunks(PAGE_SUBSCRIPTIONS) {
                let advance = Statement::new(sql::bill_runs::ADVANCE_PAGE).bind(seller);
                statements.push(advance.bind(format!("[{}]", moved.join(","))).bind(run.through));
            }
        }
        statements.extend(text::lists(self.exceptions.iter().cloned()).into_iter().map(|list| {
            let add = Statement::new(sql::bill_runs::ADD_EXCEPTIONS).bind(seller).bind(&run.id);
            add.bind(list).bind(now)
        }));
        statements
    }
}

impl Entry {
    /// The bill, what it is computed from, and when the subscription has to be looked at again.
    fn compute(&self, through: Instant) -> Result<(BillRequest, Bill, Option<Instant>), Refusal> {
        let billable = self.billable.as_ref().map_err(Clone::clone)?;
        let request = billable.request(through);
        let bill = bill(&request, &Zones::iana())?;
        let next_due_at = billable.next_due(through)?;
        Ok((request, bill, next_due_at))
    }
}

/// The rows in which a column says something, and the others, each in their order.
fn parted(rows: Rows, column: &str) -> Result<(Rows, Rows), StoreError> {
    let (mut with, mut without) = (Rows::new(), Rows::new());
    for row in rows {
        if row.optional(column)?.is_some() { with.push(row) } else { without.push(row) }
    }
    Ok((with, without))
}

/// Why a subscription could not be billed.
fn reasons(refusal: Refusal) -> Vec<Fault> {
    match refusal {
        Refusal::Input { faults } => faults,
        other => {
            let detail = format!("The subscription cannot be billed: {other}.");
            vec![Fault { code: "not_billable", pointer: String::new(), detail }]
        }
    }
}
