//! The duty that is done each minute.

use seikyu_calendar::Instant;

use crate::{
    automatic_billing::begin::{BeginAutomaticRun, rested},
    bill_runs::{AdvanceBillRun, Status},
    host::Host,
    id::{BillRunId, SellerId},
    refusal::Refusal,
    sql,
    store::{Statement, Store},
    use_case::{Entry, UseCase, execute},
};

/// What the audit log calls the duty.
const DUTY: &str = "automatic_billing";

/// The most sellers of one turn.
const SELLERS: usize = 20;

/// Bills what is due of sellers that want it: begins a run, or goes on with the one that is under way,
/// page by page, for some milliseconds. Says how many sellers had work. Any number may do it at once, for
/// what one of them bills is no longer due.
///
/// # Errors
/// [`Refusal::Unavailable`] or [`Refusal::Internal`] when the database did not answer as expected; what is
/// left is found again. A seller whose run fails holds up no other.
pub async fn bill_due_sellers<S: Store>(host: &Host<S>, millis: u64) -> Result<usize, Refusal> {
    let until = host.platform.unix_millis().saturating_add(millis);
    let now: Instant = host.context()?.now;
    let find = Statement::new(sql::billing_settings::SELLERS_WITH_WORK)
        .bind(now)
        .bind(rested(now)?)
        .bind(SELLERS);
    let found = host.store.batch(vec![find]).await?;
    let rows = found.into_iter().next().unwrap_or_default();
    for row in &rows {
        let seller: SellerId = row.read("seller_id")?;
        let run: Option<BillRunId> = row.read_optional("run_id")?;
        match bill(host, &seller, run, until).await {
            // Another was faster.
            Ok(()) | Err(Refusal::Conflict { .. }) => {}
            Err(refusal) => host.platform.report(&format!("{DUTY} of {seller}: {refusal}")),
        }
        if host.platform.unix_millis() >= until {
            break;
        }
    }
    Ok(rows.len())
}

async fn bill<S: Store>(
    host: &Host<S>,
    seller: &SellerId,
    run: Option<BillRunId>,
    until: u64,
) -> Result<(), Refusal> {
    let run = match run {
        Some(run) => run,
        None => ran(host, seller, &BeginAutomaticRun).await?.0,
    };
    while host.platform.unix_millis() < until {
        let (_, status) = ran(host, seller, &AdvanceBillRun(run.clone())).await?;
        if status == Status::Done {
            break;
        }
    }
    Ok(())
}

/// Runs a use case that answers with a bill run, for the service itself.
async fn ran<S: Store, U: UseCase>(
    host: &Host<S>,
    seller: &SellerId,
    use_case: &U,
) -> Result<(BillRunId, Status), Refusal> {
    #[derive(serde::Deserialize)]
    struct Run {
        id: BillRunId,
        status: Status,
    }

    let entry = Entry::System { seller: seller.clone(), duty: DUTY };
    let reply = execute(host, &entry, use_case).await?;
    let run: Run = serde_json::from_str(&reply.body).map_err(Refusal::internal)?;
    Ok((run.id, run.status))
}
