//! Verifying a credit note: computed anew from its stored input, and compared with its neighbours in the
//! chain.

use seikyu_engine::{
    credit_note::{CreditNoteRequest, credit},
    wire::{canonical, digest},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    access::Scope,
    host::Context,
    id::{CreditNoteId, SellerId},
    invoices::StoredDocument,
    numbering::{Chain, VerificationCheck, recomputed},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Verifies a credit note.
#[derive(Clone, Debug)]
pub struct VerifyCreditNote(pub CreditNoteId);

/// What the verification is made from.
#[derive(Debug)]
pub struct Snapshot {
    chain: Chain,
    document: StoredDocument,
}

/// The parts of a document that are verified.
#[derive(Deserialize)]
struct Document<'a> {
    number: String,
    previous: Option<String>,
    #[serde(borrow)]
    input: &'a RawValue,
    #[serde(borrow)]
    note: &'a RawValue,
}

/// Whether a credit note is what it says.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreditNoteVerification<'a> {
    number: &'a str,
    hash: &'a str,
    /// Whether every check holds.
    verified: bool,
    checks: [VerificationCheck; 4],
}

impl UseCase for VerifyCreditNote {
    type Snapshot = Snapshot;

    type Answer = CreditNoteVerification<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(&self.0);
        vec![of(sql::credit_notes::CREDIT_NOTE_CHAIN), of(sql::credit_notes::CREDIT_NOTE)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        Ok(Snapshot {
            chain: Chain(loaded.found("credit note")?),
            document: StoredDocument::read(&loaded.rows()?, "credit note")?,
        })
    }

    fn decide(&self, snapshot: Snapshot, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let Snapshot { chain, document: stored } = snapshot;
        let document: Document<'_> =
            serde_json::from_str(stored.text()).map_err(Refusal::internal)?;
        let hash = digest(stored.text());
        let computed = CreditNoteRequest::read(document.input.get())
            .and_then(|request| credit(&request))
            .map(|note| canonical(&note));
        let checks = [
            chain.hash(&hash, &document.number)?,
            recomputed("note", computed, document.note.get()),
            chain.previous(document.previous.as_deref())?,
            chain.next(&hash)?,
        ];
        let verified = checks.iter().all(|check| check.holds);
        let number = &document.number;
        let answer = CreditNoteVerification { number, hash: &hash, verified, checks };
        Ok(Changes::none(Reply::json(200, &answer)?))
    }
}
