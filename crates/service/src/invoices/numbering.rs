//! Numbering: documents take their numbers in the batch that stores them, and only there.

use crate::{
    id::SellerId,
    invoices::{Document, DocumentRows, Series, Unnumbered},
    refusal::Refusal,
    sql,
    store::Statement,
};

/// Documents that take their numbers when a batch is committed, in order.
#[derive(Clone, Debug)]
pub struct Numbering {
    /// The series as it was loaded.
    pub series: Series,
    /// The documents.
    pub documents: Vec<Unnumbered>,
}

/// Documents with their numbers.
pub(crate) struct Numbered {
    pub(crate) documents: Vec<Document>,
    /// Takes the numbers; first in the batch, so that a race is lost cheaply.
    pub(crate) take: Vec<Statement>,
    /// Stores the documents; last in the batch, after what they refer to.
    pub(crate) store: Vec<Statement>,
}

impl Numbering {
    /// Gives every document its number.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a row cannot be written as JSON.
    pub(crate) fn number(&self, seller: &SellerId) -> Result<Numbered, Refusal> {
        let mut series = self.series.clone();
        let mut rows = DocumentRows::default();
        let documents = self
            .documents
            .iter()
            .map(|document| document.number(&mut series, &mut rows))
            .collect::<Result<Vec<_>, _>>()?;
        let take = Statement::new(sql::invoices::TAKE_NUMBERS)
            .bind(seller)
            .bind(&series.code)
            .bind(self.series.next)
            .bind(series.next)
            .bind_optional(self.series.last_hash.as_ref())
            .bind_optional(series.last_hash.as_ref());
        let guard = Statement::new(sql::invoices::GUARD_NUMBER);
        Ok(Numbered { documents, take: vec![take, guard], store: rows.statements(seller) })
    }
}
