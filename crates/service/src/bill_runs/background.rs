//! Runs in the background: billed page after page, apart from the request that began them. A message in a
//! queue says that a run is to be billed. It is sent after the run is written and may be lost; then the
//! run is found by its standing still.

use std::{fmt, str::FromStr};

use seikyu_calendar::Instant;

use crate::{
    bill_runs::{AdvanceBillRun, Status},
    host::Host,
    id::{BillRunId, NotAnId, SellerId},
    refusal::Refusal,
    sql,
    store::{Row, Statement, Store},
    use_case::{Entry, execute},
};

/// What the audit log calls the duty.
const DUTY: &str = "bill_run";

/// Seconds for which a run may stand still before it is taken for forgotten.
const STILL_SECONDS: i64 = 60;

/// The most forgotten runs of one turn.
const FORGOTTEN_MAX: usize = 100;

/// A run that is to be billed: a message, as text the two ids and a space between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedRun {
    pub(crate) seller: SellerId,
    pub(crate) run: BillRunId,
}

impl fmt::Display for QueuedRun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.seller, self.run)
    }
}

impl FromStr for QueuedRun {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let (seller, run) = text.split_once(' ').unwrap_or((text, ""));
        Ok(Self { seller: seller.parse()?, run: run.parse()? })
    }
}

/// Bills a run page by page until it is done, or for some milliseconds; says whether it is done. Any
/// number may do it at once, for what one of them bills is no longer due.
///
/// # Errors
/// Why a page could not be billed; the run is found again.
pub async fn bill_queued_run<S: Store>(
    host: &Host<S>,
    queued: &QueuedRun,
    millis: u64,
) -> Result<bool, Refusal> {
    #[derive(serde::Deserialize)]
    struct Run {
        status: Status,
    }

    let until = host.platform.unix_millis().saturating_add(millis);
    let entry = Entry::System { seller: queued.seller.clone(), duty: DUTY };
    let advance = AdvanceBillRun(queued.run.clone());
    while host.platform.unix_millis() < until {
        let reply = execute(host, &entry, &advance).await?;
        let run: Run = serde_json::from_str(&reply.body).map_err(Refusal::internal)?;
        if run.status == Status::Done {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Goes on with runs in the background that stand still: queues them, or, where there is no queue, bills
/// them for some milliseconds.
///
/// # Errors
/// [`Refusal::Unavailable`] or [`Refusal::Internal`] when the database did not answer as expected. A run
/// that fails holds up no other.
pub async fn bill_forgotten_runs<S: Store>(host: &Host<S>, millis: u64) -> Result<(), Refusal> {
    let until = host.platform.unix_millis().saturating_add(millis);
    let now = host.context()?.clock;
    let still: Instant = now.plus_seconds(-STILL_SECONDS).map_err(Refusal::internal)?;
    let find = Statement::new(sql::bill_runs::FORGOTTEN_RUNS).bind(still).bind(FORGOTTEN_MAX);
    let found = host.store.batch(vec![find]).await?;
    for row in found.iter().flatten() {
        let queued = QueuedRun::read(row)?;
        if host.platform.queue(queued.to_string()).await {
            continue;
        }
        let rest = until.saturating_sub(host.platform.unix_millis());
        if let Err(refusal) = bill_queued_run(host, &queued, rest).await {
            host.platform.report(&format!("{DUTY} {queued}: {refusal}"));
        }
    }
    Ok(())
}

impl QueuedRun {
    fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self { seller: row.read("seller_id")?, run: row.read("id")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Id, IdSeed};

    #[test]
    fn a_message_reads_back() {
        let seed = IdSeed { unix_millis: 7, random: [3; 10] };
        let queued =
            QueuedRun { seller: SellerId::from_seed(&seed), run: BillRunId::from_seed(&seed) };
        assert_eq!(queued.to_string().parse(), Ok(queued));
        assert!("sel_ run_".parse::<QueuedRun>().is_err());
        assert!("".parse::<QueuedRun>().is_err());
    }
}
