//! The chain of a series: each document names the hash of the one before it.

use seikyu_engine::wire::Faults;
use serde::Serialize;

use crate::{refusal::Refusal, store::Row};

/// One thing that was checked of a document.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerificationCheck {
    pub(super) check: &'static str,
    pub(super) holds: bool,
    pub(super) detail: String,
}

/// The place of a stored document in its series, with what its neighbours say: a row with `number`,
/// `hash`, `sequence`, `last_hash`, `before_hash` and `after_previous`.
#[derive(Debug)]
pub(super) struct Chain(pub(super) Row);

impl Chain {
    /// Whether the hash of the text is the one that was kept with its number.
    pub(super) fn hash(&self, hash: &str, number: &str) -> Result<VerificationCheck, Refusal> {
        let holds = self.0.text("hash")? == hash && self.0.text("number")? == number;
        let detail = "The SHA-256 of the document is the one that was kept with its number.";
        Ok(VerificationCheck { check: "hash", holds, detail: detail.to_owned() })
    }

    /// Whether the document names the one before it in its series.
    pub(super) fn previous(&self, named: Option<&str>) -> Result<VerificationCheck, Refusal> {
        let before = self.0.optional("before_hash")?;
        let first = self.0.text("sequence")? == "1";
        let holds = named == before && before.is_none() == first;
        let detail = match before {
            Some(before) => format!("The document before it has the hash {before}."),
            None => "It is the first of its series.".to_owned(),
        };
        Ok(VerificationCheck { check: "previous", holds, detail })
    }

    /// Whether the document after it, or the series, names it.
    pub(super) fn next(&self, hash: &str) -> Result<VerificationCheck, Refusal> {
        let named = match self.0.optional("after_previous")? {
            Some(named) => Some(named),
            None => self.0.optional("last_hash")?,
        };
        let detail = format!("What follows it names the hash {}.", named.unwrap_or("of none"));
        Ok(VerificationCheck { check: "next", holds: named == Some(hash), detail })
    }
}

/// Whether what is computed now is what was stored, to the byte.
pub(super) fn recomputed(
    check: &'static str,
    computed: Result<String, Faults>,
    stored: &str,
) -> VerificationCheck {
    let (holds, detail) = match computed {
        Err(faults) => {
            let detail = faults.list().first().map_or("", |fault| &fault.detail);
            (false, format!("The stored input is refused now: {detail}"))
        }
        Ok(computed) if computed == stored => {
            (true, format!("The input comes to its {} bytes.", stored.len()))
        }
        Ok(computed) => {
            let same = computed.bytes().zip(stored.bytes()).take_while(|(a, b)| a == b).count();
            (false, format!("The input comes to something else, from byte {same} on."))
        }
    };
    VerificationCheck { check, holds, detail }
}
