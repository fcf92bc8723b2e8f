//! Verifying a document: computed anew from its stored input, and compared with its neighbours in the
//! chain.

use seikyu_engine::wire::{Faults, digest};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::chain::{Chain, VerificationCheck, recomputed};
use crate::{
    id::{Id, SellerId},
    invoices::StoredDocument,
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, Reply},
};

/// A stored document with its place in the chain.
#[derive(Debug)]
pub struct Verifiable {
    chain: Chain,
    document: StoredDocument,
}

/// The parts of a document that are verified.
#[derive(Deserialize)]
struct Parts<'a> {
    number: String,
    previous: Option<String>,
    #[serde(borrow)]
    input: &'a RawValue,
    #[serde(borrow, alias = "bill", alias = "note")]
    computed: &'a RawValue,
}

/// Whether a document is what it says.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DocumentVerification<'a> {
    number: &'a str,
    hash: &'a str,
    /// Whether every check holds.
    verified: bool,
    checks: [VerificationCheck; 4],
}

impl Verifiable {
    /// The statements that load it: its place, and its text part by part.
    pub(crate) fn load(
        seller: &SellerId,
        id: &impl Id,
        (chain, document): (&'static str, &'static str),
    ) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(id);
        vec![of(chain), of(document)]
    }

    /// The document; `what` it is called where it is not there.
    pub(crate) fn read(loaded: &mut Loaded, what: &'static str) -> Result<Self, Refusal> {
        Ok(Self {
            chain: Chain(loaded.found(what)?),
            document: StoredDocument::read(&loaded.rows()?, what)?,
        })
    }

    /// The answer that says whether the document is what it says. `compute` gives the canonical text of
    /// what an input comes to, which the document calls `name`.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a document that cannot be read.
    pub(crate) fn verify(
        &self,
        name: &'static str,
        compute: fn(&str) -> Result<String, Faults>,
    ) -> Result<Changes, Refusal> {
        let parts: Parts<'_> =
            serde_json::from_str(self.document.text()).map_err(Refusal::internal)?;
        let hash = digest(self.document.text());
        let checks = [
            self.chain.hash(&hash, &parts.number)?,
            recomputed(name, compute(parts.input.get()), parts.computed.get()),
            self.chain.previous(parts.previous.as_deref())?,
            self.chain.next(&hash)?,
        ];
        let verified = checks.iter().all(|check| check.holds);
        let number = &parts.number;
        let answer = DocumentVerification { number, hash: &hash, verified, checks };
        Ok(Changes::none(Reply::json(200, &answer)?))
    }
}
