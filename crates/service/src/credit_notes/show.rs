//! Showing a credit note: the stored document, byte for byte.

use super::shown::CreditNoteDocument;
use crate::{
    access::Scope,
    host::Context,
    id::{CreditNoteId, SellerId},
    invoices::StoredDocument,
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Shows a credit note.
#[derive(Clone, Debug)]
pub struct ShowCreditNote(pub CreditNoteId);

impl UseCase for ShowCreditNote {
    type Snapshot = StoredDocument;

    type Answer = CreditNoteDocument;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Statement::new(sql::credit_notes::CREDIT_NOTE).bind(seller).bind(&self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<StoredDocument, Refusal> {
        StoredDocument::read(&loaded.rows()?, "credit note")
    }

    fn decide(
        &self,
        document: StoredDocument,
        _: &SellerId,
        _: &Context,
    ) -> Result<Changes, Refusal> {
        Ok(Changes::none(document.reply(200)))
    }
}
