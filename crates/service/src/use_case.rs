//! Use cases: load in one batch, decide purely, commit in one batch.

use serde::{Deserialize, Serialize};

use crate::{
    access::{Caller, Claim, Scope},
    host::{Context, Host},
    id::SellerId,
    idempotency::IdempotencyKey,
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement, Store, StoreError},
};

/// One thing that can be asked for.
pub trait UseCase: Send + Sync {
    /// What the key must allow.
    const SCOPE: Scope;

    /// What a decision is made from.
    type Snapshot;

    /// The statements that read the snapshot.
    fn load(&self, seller: &SellerId) -> Vec<Statement>;

    /// The snapshot, from the rows of [`UseCase::load`].
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for what is not there, or a row that cannot be read.
    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal>;

    /// What is to be written and answered. Pure: the same arguments give the same changes.
    ///
    /// # Errors
    /// Why not.
    fn decide(
        &self,
        snapshot: Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal>;
}

/// The outcome of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// What is written, in one batch; nothing for a question.
    pub statements: Vec<Statement>,
    /// The answer, once that is done.
    pub reply: Reply,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// JSON text.
    pub body: String,
    /// What else is told.
    pub headers: ReplyHeaders,
    /// Whether this is the answer kept for an idempotency key.
    pub replayed: bool,
}

/// The headers of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyHeaders {
    /// The entity tag, with its quotes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Where the new thing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Whether everybody may keep the answer for a day.
    #[serde(default)]
    pub public: bool,
}

impl Changes {
    /// An answer that changes nothing.
    #[must_use]
    pub const fn none(reply: Reply) -> Self {
        Self { statements: Vec::new(), reply }
    }
}

impl Reply {
    /// An answer of a form.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the form cannot be written.
    pub fn json(status: u16, form: &impl Serialize) -> Result<Self, Refusal> {
        Ok(Self::text(status, serde_json::to_string(form).map_err(Refusal::internal)?))
    }

    /// An answer of JSON text.
    #[must_use]
    pub fn text(status: u16, body: String) -> Self {
        Self { status, body, headers: ReplyHeaders::default(), replayed: false }
    }

    /// The answer with the entity tag of a version or digest.
    #[must_use]
    pub fn with_etag(mut self, tag: &str) -> Self {
        self.headers.etag = Some(format!("\"{tag}\""));
        self
    }

    /// The answer with the path of what was made.
    #[must_use]
    pub fn with_location(mut self, path: String) -> Self {
        self.headers.location = Some(path);
        self
    }
}

/// The rows of a batch, taken statement by statement.
#[derive(Debug)]
pub struct Loaded(std::vec::IntoIter<Rows>);

impl Loaded {
    /// The rows of a batch.
    #[must_use]
    pub fn new(batch: Vec<Rows>) -> Self {
        Self(batch.into_iter())
    }

    /// The rows of the next statement.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when there is none.
    pub fn rows(&mut self) -> Result<Rows, StoreError> {
        self.0.next().ok_or_else(|| StoreError::broken("a statement gave no result"))
    }

    /// The only row of the next statement, if it gave one.
    ///
    /// # Errors
    /// As [`Loaded::rows`].
    pub fn row(&mut self) -> Result<Option<Row>, StoreError> {
        Ok(self.rows()?.into_iter().next())
    }

    /// The only row of the next statement.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when it gave none.
    pub fn found(&mut self, what: &'static str) -> Result<Row, Refusal> {
        self.row()?.ok_or(Refusal::NotFound { what })
    }
}

/// By what right a use case is asked for.
#[derive(Clone, Debug)]
pub enum Entry {
    /// An API key.
    Key {
        /// What the key claims.
        claim: Claim,
        /// The idempotency key of the request, if it has one.
        idempotency: Option<IdempotencyKey>,
    },
    /// A signed link, which has been verified.
    Link {
        /// The seller it was signed for.
        seller: SellerId,
    },
}

/// How often a use case is tried when another one was faster. One of those that race always wins.
const ATTEMPTS_MAX: u32 = 24;

/// Milliseconds within which the first and the last of those tries wait: chance parts those that
/// race, where trying again at once would cost the square of their number.
const WAIT_FIRST: u32 = 8;
const WAIT_LAST: u32 = 1_024;

/// Runs a use case.
///
/// # Errors
/// Why it is refused.
pub async fn execute<S: Store, U: UseCase>(
    host: &Host<S>,
    entry: &Entry,
    use_case: &U,
) -> Result<Reply, Refusal> {
    for attempt in 0..ATTEMPTS_MAX {
        let context = host.context()?;
        let mut statements = entry.load(&context);
        statements.extend(use_case.load(entry.seller()));
        let mut loaded = Loaded::new(host.store.batch(statements).await?);
        if let Some(reply) = entry.admit(&mut loaded, U::SCOPE, &context)? {
            return Ok(reply);
        }
        let snapshot = use_case.snapshot(&mut loaded)?;
        let changes = use_case.decide(snapshot, entry.seller(), &context)?;
        if changes.statements.is_empty() {
            return Ok(changes.reply);
        }
        let mut statements = entry.keep(&changes.reply, &context)?;
        statements.extend(changes.statements);
        match host.store.batch(statements).await {
            Ok(_) => return Ok(changes.reply),
            Err(error) if lost_race(&error) => wait(host, attempt).await?,
            Err(error) => return Err(error.into()),
        }
    }
    Err(Refusal::Unavailable { message: format!("lost {ATTEMPTS_MAX} races") })
}

/// Waits for a time that chance chooses, the longer the more tries there were.
async fn wait<S: Store>(host: &Host<S>, attempt: u32) -> Result<(), Refusal> {
    let within = WAIT_FIRST.checked_shl(attempt).unwrap_or(WAIT_LAST).clamp(1, WAIT_LAST);
    let mut random = [0; 4];
    host.platform.fill_random(&mut random).map_err(Refusal::internal)?;
    let chosen = u32::from_le_bytes(random).checked_rem(within).unwrap_or_default();
    host.platform.pause(chosen).await;
    Ok(())
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

/// Whether somebody else's batch was first; what they wrote is seen by loading again.
fn lost_race(error: &StoreError) -> bool {
    match error {
        StoreError::Guard { word } => word == sql::STALE,
        StoreError::Unique { .. } => true,
        StoreError::Unavailable { .. } | StoreError::Broken { .. } => false,
    }
}

fn key_row(claim: &Claim) -> Statement {
    Statement::new(sql::access::KEY).bind(&claim.seller).bind(&claim.key)
}

impl Entry {
    /// The seller whose things are loaded; for a key it is a claim until [`Entry::admit`].
    const fn seller(&self) -> &SellerId {
        match self {
            Self::Key { claim, .. } => &claim.seller,
            Self::Link { seller } => seller,
        }
    }

    fn load(&self, context: &Context) -> Vec<Statement> {
        match self {
            Self::Link { .. } => Vec::new(),
            Self::Key { claim, idempotency } => {
                let kept = idempotency.iter().map(|key| key.load(&claim.seller, context.now));
                std::iter::once(key_row(claim)).chain(kept).collect()
            }
        }
    }

    /// Lets the caller in, or gives the answer that was kept for the request.
    fn admit(
        &self,
        loaded: &mut Loaded,
        scope: Scope,
        context: &Context,
    ) -> Result<Option<Reply>, Refusal> {
        let Self::Key { claim, idempotency } = self else { return Ok(None) };
        Caller::authorize(claim, loaded.row()?.as_ref(), scope, context.now)?;
        match idempotency {
            None => Ok(None),
            Some(key) => key.replay(&loaded.rows()?),
        }
    }

    fn keep(&self, reply: &Reply, context: &Context) -> Result<Vec<Statement>, Refusal> {
        match self {
            Self::Key { claim, idempotency: Some(key) } => {
                key.keep(&claim.seller, reply, context.now)
            }
            _ => Ok(Vec::new()),
        }
    }
}
