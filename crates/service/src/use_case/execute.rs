//! Running a use case: again when another was faster, until it is first or the tries are used up.

use crate::{
    access::{Caller, Claim, Scope},
    host::{Context, Host},
    numbering::Series,
    refusal::Refusal,
    sql,
    store::{Statement, Store, StoreError},
    use_case::{Answer, Changes, Entry, Loaded, Reply, UseCase, entry::key_row},
};

/// How often a batch is tried when another one was faster. One of those that race always wins.
const TRIES_MAX: u32 = 40;

/// Milliseconds within which a try waits for the next one, at least and at most. Chance parts those
/// that race, where trying again at once would cost the square of their number; the time a try took
/// says how many there are.
const WAIT_MIN: u64 = 8;
const WAIT_MAX: u64 = 8_000;

/// What became of a batch.
enum Committed {
    /// It was written.
    Done(Reply),
    /// What was loaded has changed meanwhile.
    Stale,
}

/// The tries of one request.
struct Tries<'h, S> {
    host: &'h Host<S>,
    used: u32,
    /// When the present try began, in milliseconds since 1970.
    began: u64,
}

/// Runs a use case.
///
/// # Errors
/// Why it is refused.
pub async fn execute<S: Store, U: UseCase>(
    host: &Host<S>,
    entry: &Entry,
    use_case: &U,
) -> Result<Reply, Refusal> {
    let mut tries = Tries { host, used: 0, began: host.platform.unix_millis() };
    loop {
        let mut context = host.context()?;
        let mut statements = entry.load(&context);
        statements.extend(use_case.load(entry.seller()));
        let mut loaded = Loaded::new(host.store.batch(statements).await?);
        let admitted = entry.admit(&mut loaded, U::SCOPE, &context)?;
        if let Some(touch) = admitted.touch
            && let Err(error) = host.store.batch(vec![touch]).await
        {
            // That a key was used is worth knowing, not worth failing for.
            host.platform.report(&error.to_string());
        }
        if let Some(reply) = admitted.reply {
            return Ok(reply);
        }
        context = context.ahead(admitted.ahead_seconds)?;
        let snapshot = use_case.snapshot(&mut loaded)?;
        let changes = use_case.decide(snapshot, entry.seller(), &context)?;
        let queued = changes.queued.clone();
        match commit(entry, &context, changes, &mut tries).await? {
            Committed::Done(reply) => {
                if let Some(queued) = queued {
                    // Where there is no queue, or it does not answer, the run is found by its duty.
                    host.platform.queue(queued.to_string()).await;
                }
                return Ok(reply);
            }
            Committed::Stale => tries.wait().await?,
        }
    }
}

/// Finds out who asks, and nothing else.
///
/// # Errors
/// As [`Caller::authorize`].
pub async fn authorize<S: Store>(
    host: &Host<S>,
    claim: &Claim,
    scope: Scope,
) -> Result<Caller, Refusal> {
    let now = host.context()?.now;
    let mut loaded = Loaded::new(host.store.batch(vec![key_row(claim)]).await?);
    Caller::authorize(claim, loaded.row()?.as_ref(), scope, now)
}

/// Writes changes in one batch. Where only a number was taken meanwhile, the decision stands, and the
/// documents get the next one.
async fn commit<S: Store>(
    entry: &Entry,
    context: &Context,
    mut changes: Changes,
    tries: &mut Tries<'_, S>,
) -> Result<Committed, Refusal> {
    loop {
        let (statements, reply) = batch(entry, context, &changes)?;
        if statements.is_empty() {
            return Ok(Committed::Done(reply));
        }
        match tries.host.store.batch(statements).await {
            Ok(_) => return Ok(Committed::Done(reply)),
            Err(StoreError::Guard { word }) if word == sql::STALE => return Ok(Committed::Stale),
            Err(StoreError::Unique { .. }) => return Ok(Committed::Stale),
            Err(StoreError::Guard { word }) if word == sql::NUMBER => tries.wait().await?,
            Err(error) => return Err(error.into()),
        }
        if let Some(numbering) = &mut changes.numbering {
            numbering.series = series(entry, tries.host, numbering.series.code()).await?;
        }
    }
}

/// The batch of changes, in order: the answer is kept, the effect is written, the numbered documents are
/// stored, the audit log says so.
fn batch(
    entry: &Entry,
    context: &Context,
    changes: &Changes,
) -> Result<(Vec<Statement>, Reply), Refusal> {
    let numbered = match &changes.numbering {
        Some(numbering) => Some(numbering.number(entry.seller(), context.clock)?),
        None => None,
    };
    let reply = match (&changes.answer, &numbered) {
        (Answer::Reply(reply), _) => reply.clone(),
        (Answer::Document, Some(numbered)) => match numbered.documents.first() {
            Some(document) => Reply::issued(document),
            None => return Err(Refusal::internal("no document was numbered")),
        },
        (Answer::Document, None) => return Err(Refusal::internal("no document is numbered")),
    };
    if changes.statements.is_empty() && numbered.is_none() {
        return Ok((Vec::new(), reply));
    }
    let store = numbered.map(|numbered| numbered.store).unwrap_or_default();
    let kept = entry.keep(&reply, context)?;
    let audited = changes.audited.iter();
    let audited =
        audited.map(|audited| audited.add(entry.seller(), &entry.actor(), context)).collect();
    let statements = [kept, changes.statements.clone(), store, audited].concat();
    Ok((statements, reply))
}

/// A series as it stands now.
async fn series<S: Store>(entry: &Entry, host: &Host<S>, code: &str) -> Result<Series, Refusal> {
    let mut loaded = Loaded::new(host.store.batch(vec![Series::load(entry.seller(), code)]).await?);
    Series::read(&loaded.found("number series")?)
}

impl<S: Store> Tries<'_, S> {
    /// Waits for a time that chance chooses, the longer the more tries there were and the longer they
    /// took; then the next one begins.
    async fn wait(&mut self) -> Result<(), Refusal> {
        if self.used == TRIES_MAX {
            return Err(Refusal::Unavailable { message: format!("lost {TRIES_MAX} races") });
        }
        let platform = &self.host.platform;
        let took = platform.unix_millis().saturating_sub(self.began).max(WAIT_MIN);
        let within = took.saturating_mul(1 << self.used.min(3)).clamp(WAIT_MIN, WAIT_MAX);
        let mut random = [0; 8];
        platform.fill_random(&mut random).map_err(Refusal::internal)?;
        let chosen = u64::from_le_bytes(random).checked_rem(within).unwrap_or_default();
        platform.pause(u32::try_from(chosen).unwrap_or_default()).await;
        self.used = self.used.saturating_add(1);
        self.began = platform.unix_millis();
        Ok(())
    }
}
