//! Previewing a credit note: the same computation, and nothing saved.

use seikyu_engine::{credit_note::CreditNote, wire::canonical};

use super::{create::CreditNoteForm, original::Original};
use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Computes a credit note.
#[derive(Clone, Debug)]
pub struct PreviewCreditNote(pub CreditNoteForm);

impl UseCase for PreviewCreditNote {
    type Snapshot = Original;

    type Answer = CreditNote;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        Original::load(seller, &self.0.invoice)
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Original, Refusal> {
        Original::read(&self.0.invoice, loaded).map_err(|refusal| self.0.named(refusal))
    }

    fn decide(&self, original: Original, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let (_, note) = self.0.compute(&original)?;
        Ok(Changes::none(Reply::text(200, canonical(&note))))
    }
}
