//! Verifying a credit note.

use seikyu_engine::{
    credit_note::{CreditNoteRequest, credit},
    wire::{Faults, canonical},
};

use crate::{
    access::Scope,
    host::Context,
    id::{CreditNoteId, SellerId},
    numbering::{DocumentVerification, Verifiable},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Verifies a credit note.
#[derive(Clone, Debug)]
pub struct VerifyCreditNote(pub CreditNoteId);

impl UseCase for VerifyCreditNote {
    type Snapshot = Verifiable;

    type Answer = DocumentVerification<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let (chain, document) =
            (sql::credit_notes::CREDIT_NOTE_CHAIN, sql::credit_notes::CREDIT_NOTE);
        Verifiable::load(seller, &self.0, (chain, document))
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Verifiable, Refusal> {
        Verifiable::read(loaded, "credit note")
    }

    fn decide(&self, note: Verifiable, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        note.verify("note", computed)
    }
}

/// What an input comes to.
fn computed(input: &str) -> Result<String, Faults> {
    Ok(canonical(&credit(&CreditNoteRequest::read(input)?)?))
}
