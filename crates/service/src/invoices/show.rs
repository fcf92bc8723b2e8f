//! Showing an invoice: the stored document, byte for byte.

use crate::{
    access::Scope,
    host::Context,
    id::{InvoiceId, SellerId},
    invoices::InvoiceDocument,
    refusal::Refusal,
    sql,
    store::{Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Shows an invoice.
#[derive(Clone, Debug)]
pub struct ShowInvoice(pub InvoiceId);

/// A document as it is kept.
#[derive(Clone, Debug)]
pub struct StoredDocument {
    text: String,
    hash: String,
}

impl StoredDocument {
    /// The document of its parts; `what` it is called where it is not there.
    pub(crate) fn read(rows: &Rows, what: &'static str) -> Result<Self, Refusal> {
        let first = rows.first().ok_or(Refusal::NotFound { what })?;
        let mut text = String::new();
        for row in rows {
            text.push_str(row.text("text")?);
        }
        Ok(Self { text, hash: first.read("hash")? })
    }

    /// The document.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Its SHA-256.
    pub(crate) fn hash(&self) -> &str {
        &self.hash
    }

    pub(crate) fn reply(self, status: u16) -> Reply {
        Reply::text(status, self.text).with_etag(&self.hash)
    }
}

impl UseCase for ShowInvoice {
    type Snapshot = StoredDocument;

    type Answer = InvoiceDocument;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Statement::new(sql::invoices::INVOICE).bind(seller).bind(&self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<StoredDocument, Refusal> {
        StoredDocument::read(&loaded.rows()?, "invoice")
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
