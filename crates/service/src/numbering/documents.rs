//! Numbering: documents take their numbers in the batch that stores them, and only there.

use seikyu_calendar::Instant;

use crate::{
    credit_notes::UnnumberedCreditNote,
    events::NewEvents,
    id::SellerId,
    invoices::{InvoiceRows, UnnumberedInvoice},
    numbering::Series,
    refusal::Refusal,
    store::Statement,
};

/// Documents that take their numbers when a batch is committed, in order.
#[derive(Clone, Debug)]
pub struct Numbering {
    /// The series as it was loaded.
    pub series: Series,
    /// The documents; there may be none.
    pub documents: Documents,
    /// What is told of beside them; it comes before their events, and is written with those.
    pub events: NewEvents,
}

/// Documents of one type.
#[derive(Clone, Debug)]
pub enum Documents {
    /// Invoices.
    Invoices(Vec<UnnumberedInvoice>),
    /// A credit note.
    CreditNote(Box<UnnumberedCreditNote>),
}

/// A document, ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it is served.
    pub path: String,
    /// The bytes that are stored and served.
    pub text: String,
    /// SHA-256 of the text.
    pub hash: String,
}

/// Documents with their numbers.
pub(crate) struct Numbered {
    pub(crate) documents: Vec<Document>,
    /// Stores the documents, which takes their numbers; last in the batch, after what they refer to.
    pub(crate) store: Vec<Statement>,
}

impl Numbering {
    /// Gives every document its number; it is told of at an instant.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a row cannot be written as JSON.
    pub(crate) fn number(&self, seller: &SellerId, told_at: Instant) -> Result<Numbered, Refusal> {
        let mut series = self.series.clone();
        match &self.documents {
            Documents::Invoices(invoices) => {
                let mut rows = InvoiceRows::after(self.events.clone(), told_at);
                let documents = invoices
                    .iter()
                    .map(|invoice| invoice.number(&mut series, &mut rows))
                    .collect::<Result<_, _>>()?;
                Ok(Numbered { documents, store: rows.statements(seller) })
            }
            Documents::CreditNote(note) => {
                let (document, store) =
                    note.number(&mut series, seller, (self.events.clone(), told_at))?;
                Ok(Numbered { documents: vec![document], store })
            }
        }
    }
}
