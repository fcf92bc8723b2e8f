//! Entries: by what right a use case is asked for.

use crate::{
    access::{Caller, Claim, Scope},
    host::Context,
    id::SellerId,
    idempotency::IdempotencyKey,
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Loaded, Reply},
};

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
        /// The idempotency key of the request, if it has one.
        idempotency: Option<IdempotencyKey>,
    },
}

/// The statement that loads the row of a key.
pub(super) fn key_row(claim: &Claim) -> Statement {
    Statement::new(sql::access::KEY).bind(&claim.seller).bind(&claim.key)
}

impl Entry {
    /// The seller whose things are loaded; for a key it is a claim until [`Entry::admit`].
    pub(super) const fn seller(&self) -> &SellerId {
        match self {
            Self::Key { claim, .. } => &claim.seller,
            Self::Link { seller, .. } => seller,
        }
    }

    /// The idempotency key of the request, if it has one.
    const fn idempotency(&self) -> Option<&IdempotencyKey> {
        match self {
            Self::Key { idempotency, .. } | Self::Link { idempotency, .. } => idempotency.as_ref(),
        }
    }

    /// The statements that read what admission is decided from.
    pub(super) fn load(&self, context: &Context) -> Vec<Statement> {
        let claimed = match self {
            Self::Link { .. } => None,
            Self::Key { claim, .. } => Some(key_row(claim)),
        };
        let kept = self.idempotency().map(|key| key.load(self.seller(), context.now));
        claimed.into_iter().chain(kept).collect()
    }

    /// Lets the caller in, or gives the answer that was kept for the request.
    pub(super) fn admit(
        &self,
        loaded: &mut Loaded,
        scope: Scope,
        context: &Context,
    ) -> Result<Option<Reply>, Refusal> {
        if let Self::Key { claim, .. } = self {
            Caller::authorize(claim, loaded.row()?.as_ref(), scope, context.now)?;
        }
        match self.idempotency() {
            None => Ok(None),
            Some(key) => key.replay(&loaded.rows()?),
        }
    }

    /// The statements that keep an answer for the request's idempotency key.
    pub(super) fn keep(&self, reply: &Reply, context: &Context) -> Result<Vec<Statement>, Refusal> {
        match self.idempotency() {
            Some(key) => key.keep(self.seller(), reply, context.now),
            None => Ok(Vec::new()),
        }
    }
}
