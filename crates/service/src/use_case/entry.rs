//! Entries: by what right a use case is asked for.

use std::iter;

use seikyu_calendar::Instant;

use crate::{
    access::{Caller, Claim, Scope},
    audit::Actor,
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
        /// The first digits of its SHA-256, by which the audit log knows it.
        link: String,
        /// The idempotency key of the request, if it has one.
        idempotency: Option<IdempotencyKey>,
    },
    /// The service itself.
    System {
        /// The seller it works for.
        seller: SellerId,
        /// The duty it does.
        duty: &'static str,
    },
}

/// How exactly it is known when a key was used last.
const USED_SECONDS: i64 = 60 * 60;

/// A caller that was let in.
pub(super) struct Admitted {
    /// The answer that was kept for the request.
    pub(super) reply: Option<Reply>,
    /// Says that the key was used, where that was not said lately.
    pub(super) touch: Option<Statement>,
    /// How far the seller's clock is ahead.
    pub(super) ahead_seconds: i64,
}

fn touched(claim: &Claim, now: Instant) -> Statement {
    Statement::new(sql::access::TOUCH_KEY).bind(&claim.seller).bind(&claim.key).bind(now)
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
            Self::Link { seller, .. } | Self::System { seller, .. } => seller,
        }
    }

    /// Who the audit log says it was.
    pub(super) fn actor(&self) -> Actor {
        match self {
            Self::Key { claim, .. } => Actor::Key(claim.key.clone()),
            Self::Link { link, .. } => Actor::Link(link.clone()),
            Self::System { duty, .. } => Actor::System(duty),
        }
    }

    /// The idempotency key of the request, if it has one.
    const fn idempotency(&self) -> Option<&IdempotencyKey> {
        match self {
            Self::Key { idempotency, .. } | Self::Link { idempotency, .. } => idempotency.as_ref(),
            Self::System { .. } => None,
        }
    }

    /// The statements that read what admission is decided from.
    pub(super) fn load(&self, context: &Context) -> Vec<Statement> {
        let claimed = match self {
            Self::Link { seller, .. } | Self::System { seller, .. } => {
                Statement::new(sql::sellers::CLOCK).bind(seller)
            }
            Self::Key { claim, .. } => key_row(claim),
        };
        let kept = self.idempotency().map(|key| key.load(self.seller(), context.clock));
        iter::once(claimed).chain(kept).collect()
    }

    /// Lets the caller in, or gives the answer that was kept for the request.
    pub(super) fn admit(
        &self,
        loaded: &mut Loaded,
        scope: Scope,
        context: &Context,
    ) -> Result<Admitted, Refusal> {
        let mut touch = None;
        let row = loaded.row()?;
        let ahead_seconds = row.as_ref().map(|row| row.read("clock_ahead")).transpose()?;
        if let Self::Key { claim, .. } = self {
            Caller::authorize(claim, row.as_ref(), scope, context.clock)?;
            let used = row.map(|row| row.read_optional::<Instant>("last_used_at")).transpose()?;
            let recent = used.flatten().is_some_and(|used| {
                context.clock.unix().saturating_sub(used.unix()) < USED_SECONDS
            });
            touch = (!recent).then(|| touched(claim, context.clock));
        }
        let reply = match self.idempotency() {
            None => None,
            Some(key) => key.replay(&loaded.rows()?)?,
        };
        Ok(Admitted { reply, touch, ahead_seconds: ahead_seconds.unwrap_or_default() })
    }

    /// The statements that keep an answer for the request's idempotency key.
    pub(super) fn keep(&self, reply: &Reply, context: &Context) -> Result<Vec<Statement>, Refusal> {
        match self.idempotency() {
            Some(key) => key.keep(self.seller(), reply, context.clock),
            None => Ok(Vec::new()),
        }
    }
}
