//! The duty that is done each minute.

use seikyu_calendar::Instant;

use crate::{
    automatic_billing::begin::{BeginAutomaticRun, rested},
    bill_runs::{QueuedRun, bill_queued_run},
    host::Host,
    id::{BillRunId, SellerId},
    refusal::Refusal,
    sql,
    store::{Statement, Store},
    use_case::{Entry, execute},
};

/// What the audit log calls the duty.
const DUTY: &str = "automatic_billing";

/// The most sellers of one turn.
const SELLERS: usize = 20;

/// Begins a run for each seller that wants it and has something due, and has it billed in the background;
/// where there is no queue, bills it for some milliseconds. Says how many sellers had work. Any number may
/// do it at once, for what one of them bills is no longer due.
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
        match begin(host, &seller, until).await {
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

async fn begin<S: Store>(host: &Host<S>, seller: &SellerId, until: u64) -> Result<(), Refusal> {
    #[derive(serde::Deserialize)]
    struct Run {
        id: BillRunId,
    }

    let entry = Entry::System { seller: seller.clone(), duty: DUTY };
    let reply = execute(host, &entry, &BeginAutomaticRun).await?;
    let Run { id: run } = serde_json::from_str(&reply.body).map_err(Refusal::internal)?;
    let queued = QueuedRun { seller: seller.clone(), run };
    if !host.platform.queue(queued.to_string()).await {
        let rest = until.saturating_sub(host.platform.unix_millis());
        bill_queued_run(host, &queued, rest).await?;
    }
    Ok(())
}
