//! Numbering: documents take their numbers in the batch that stores them, and only there.

use crate::{
    events::NewEvents,
    id::SellerId,
    invoices::{Document, DocumentRows, Series, Unnumbered},
    refusal::Refusal,
    store::Statement,
};

/// Documents that take their numbers when a batch is committed, in order.
#[derive(Clone, Debug)]
pub struct Numbering {
    /// The series as it was loaded.
    pub series: Series,
    /// The documents; there may be none.
    pub documents: Vec<Unnumbered>,
    /// What is told of beside them; it comes before their events, and is written with those.
    pub events: NewEvents,
}

/// Documents with their numbers.
pub(crate) struct Numbered {
    pub(crate) documents: Vec<Document>,
    /// Stores the documents, which takes their numbers; last in the batch, after what they refer to.
    pub(crate) store: Vec<Statement>,
}

impl Numbering {
    /// Gives every document its number.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a row cannot be written as JSON.
    pub(crate) fn number(&self, seller: &SellerId) -> Result<Numbered, Refusal> {
        let mut series = self.series.clone();
        let mut rows = DocumentRows::after(self.events.clone());
        let documents = self
            .documents
            .iter()
            .map(|document| document.number(&mut series, &mut rows))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Numbered { documents, store: rows.statements(seller) })
    }
}
