//! Idempotency keys: the same request again gives the same answer, byte for byte, and no second effect
//! (draft-ietf-httpapi-idempotency-key-header-07). The answer is written in the batch of the effect,
//! so there is no state in between.

use seikyu_calendar::Instant;
use seikyu_engine::wire;

use crate::{
    id::SellerId,
    refusal::Refusal,
    sql,
    store::{Rows, Statement, text},
    use_case::Reply,
};

/// How long an answer is kept.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

/// The most characters of a key.
const KEY_MAX: usize = 255;

/// The idempotency key of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    key: String,
    request_digest: String,
}

impl IdempotencyKey {
    /// The key of a request: what the header says, and what the request is.
    ///
    /// # Errors
    /// [`Refusal::Input`] for a key that is not of 1 to 255 visible ASCII characters.
    pub fn new(key: &str, method: &str, target: &str, body: &str) -> Result<Self, Refusal> {
        let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
        if key.is_empty() || key.len() > KEY_MAX || !visible {
            let detail = format!(
                "The Idempotency-Key has {} bytes; accepted are 1 to {KEY_MAX} visible ASCII \
                 characters.",
                key.len()
            );
            return Err(wire::Faults::whole("invalid_header", detail).into());
        }
        let request_digest = wire::digest(&format!("{method} {target}\n{body}"));
        Ok(Self { key: key.to_owned(), request_digest })
    }

    /// The key as the holder of a link uses it, apart from those of the seller and of other links.
    #[must_use]
    pub fn of_link(self, token: &str) -> Self {
        Self { key: format!("link.{}", wire::digest(&format!("{token}\n{}", self.key))), ..self }
    }

    pub(crate) fn load(&self, seller: &SellerId, now: Instant) -> Statement {
        Statement::new(sql::access::REPLY).bind(seller).bind(&self.key).bind(kept_since(now))
    }

    /// The answer that is kept, if there is one.
    pub(crate) fn replay(&self, rows: &Rows) -> Result<Option<Reply>, Refusal> {
        let Some(first) = rows.first() else { return Ok(None) };
        if first.text("request_digest")? != self.request_digest {
            return Err(Refusal::IdempotencyKeyReused);
        }
        let mut body = String::new();
        for row in rows {
            body.push_str(row.text("text")?);
        }
        let headers = serde_json::from_str(first.text("headers")?).map_err(Refusal::internal)?;
        Ok(Some(Reply { status: first.read("status")?, body, headers, replayed: true, kept: None }))
    }

    /// The statements that keep an answer; they come first in the batch of its effect.
    pub(crate) fn keep(
        &self,
        seller: &SellerId,
        reply: &Reply,
        now: Instant,
    ) -> Result<Vec<Statement>, Refusal> {
        let named = |sql| Statement::new(sql).bind(seller).bind(&self.key);
        let headers = text::json(&reply.headers)?;
        let forget = named(sql::access::FORGET_REPLY).bind(kept_since(now));
        let keep = named(sql::access::KEEP_REPLY)
            .bind(&self.request_digest)
            .bind(reply.status)
            .bind(headers)
            .bind(now);
        let parts = text::parts(reply.kept.as_ref().unwrap_or(&reply.body)).into_iter().enumerate();
        let parts =
            parts.map(|(index, part)| named(sql::access::KEEP_REPLY_PART).bind(index).bind(part));
        Ok([forget, keep].into_iter().chain(parts).collect())
    }
}

fn kept_since(now: Instant) -> Instant {
    now.plus_seconds(-KEPT_SECONDS).unwrap_or(Instant::EPOCH)
}
