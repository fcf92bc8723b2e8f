//! Use cases: load in one batch, decide purely, commit in one batch.

mod entry;
mod execute;
mod reply;

pub use entry::Entry;
pub use execute::{authorize, execute};
pub use reply::{Reply, ReplyHeaders};

use crate::{
    access::Scope,
    audit::Audited,
    bill_runs::QueuedRun,
    host::Context,
    id::SellerId,
    numbering::Numbering,
    refusal::Refusal,
    store::{Row, Rows, Statement, StoreError},
};

/// A form that the description of the API can tell: anything, where that is not compiled in.
#[cfg(not(feature = "openapi"))]
pub trait Described {}

#[cfg(not(feature = "openapi"))]
impl<T> Described for T {}

/// A form that the description of the API can tell.
#[cfg(feature = "openapi")]
pub trait Described: schemars::JsonSchema {}

#[cfg(feature = "openapi")]
impl<T: schemars::JsonSchema> Described for T {}

/// One thing that can be asked for.
pub trait UseCase: Send + Sync {
    /// What the key must allow.
    const SCOPE: Scope;

    /// What a decision is made from.
    type Snapshot: Send;

    /// What the body of the answer is.
    type Answer: Described;

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
#[derive(Clone, Debug)]
pub struct Changes {
    /// What is written, in one batch; nothing for a question.
    pub statements: Vec<Statement>,
    /// What the audit log says of it; absent where nothing is written.
    pub audited: Option<Audited>,
    /// The documents that take their numbers in that batch.
    pub numbering: Option<Numbering>,
    /// A run that is to be billed in the background, once that is done.
    pub queued: Option<QueuedRun>,
    /// What is answered, once that is done.
    pub answer: Answer,
}

/// What is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// An answer that is known when the decision is.
    Reply(Reply),
    /// The first document that was numbered.
    Document,
}

impl Changes {
    /// An answer that changes nothing.
    #[must_use]
    pub const fn none(reply: Reply) -> Self {
        Self {
            statements: Vec::new(),
            audited: None,
            numbering: None,
            queued: None,
            answer: Answer::Reply(reply),
        }
    }

    /// What is written, what the audit log says of it, and the answer to it.
    #[must_use]
    pub const fn write(audited: Audited, statements: Vec<Statement>, reply: Reply) -> Self {
        Self {
            statements,
            audited: Some(audited),
            numbering: None,
            queued: None,
            answer: Answer::Reply(reply),
        }
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
