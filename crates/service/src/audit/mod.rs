//! The audit log: who changed what and when, with what it was before and after. An entry is written in
//! the batch of its change, so there is none without the other, and never changes.

mod list;

pub use list::ListAuditLog;
use serde::Serialize;

use crate::{
    host::Context,
    id::{AuditId, SellerId},
    refusal::Refusal,
    sql,
    store::{Statement, text},
};

/// The seed of the ids of entries.
const SEED: usize = 4;

/// Who makes a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The holder of an API key, by the key's id.
    Key(String),
    /// The holder of a signed link, by the first digits of the link's SHA-256.
    Link(String),
    /// The service itself, by the duty it does.
    System(&'static str),
}

/// A change as the audit log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// What was done: `quote.sent`.
    action: &'static str,
    /// Id or code of what was changed.
    object: String,
    before: Option<String>,
    after: Option<String>,
}

impl Actor {
    /// The name of the kind in the log.
    const fn kind(&self) -> &'static str {
        match self {
            Self::Key(_) => "key",
            Self::Link(_) => "link",
            Self::System(_) => "system",
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Key(name) | Self::Link(name) => name,
            Self::System(name) => name,
        }
    }
}

impl Audited {
    /// A change of an object, by a verb in the past: `quote.sent`.
    #[must_use]
    pub fn new(action: &'static str, object: impl ToString) -> Self {
        Self { action, object: object.to_string(), before: None, after: None }
    }

    /// With what of the object was changed, as it was before.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the form cannot be written.
    pub fn before(self, form: &impl Serialize) -> Result<Self, Refusal> {
        let before = text::json(form)?;
        Ok(Self { before: Some(before), ..self })
    }

    /// With what it is now.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the form cannot be written.
    pub fn after(self, form: &impl Serialize) -> Result<Self, Refusal> {
        let after = text::json(form)?;
        Ok(Self { after: Some(after), ..self })
    }

    /// The statement that adds the entry.
    pub(crate) fn add(&self, seller: &SellerId, actor: &Actor, context: &Context) -> Statement {
        Statement::new(sql::audit::ADD_ENTRY)
            .bind(seller)
            .bind(context.id::<AuditId>(SEED))
            .bind(context.clock)
            .bind(actor.kind())
            .bind(actor.name())
            .bind(self.action)
            .bind(&self.object)
            .bind_optional(self.before.as_ref())
            .bind_optional(self.after.as_ref())
    }
}
