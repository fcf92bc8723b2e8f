//! Verifying an invoice: computed anew from its stored input, and compared with its neighbours in the
//! chain.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    wire::{canonical, digest},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    access::Scope,
    host::Context,
    id::{InvoiceId, SellerId},
    invoices::StoredDocument,
    numbering::{Chain, VerificationCheck, recomputed},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Verifies an invoice.
#[derive(Clone, Debug)]
pub struct VerifyInvoice(pub InvoiceId);

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
    bill: &'a RawValue,
}

/// Whether an invoice is what it says.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InvoiceVerification<'a> {
    number: &'a str,
    hash: &'a str,
    /// Whether every check holds.
    verified: bool,
    checks: [VerificationCheck; 4],
}

impl UseCase for VerifyInvoice {
    type Snapshot = Snapshot;

    type Answer = InvoiceVerification<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(&self.0);
        vec![of(sql::invoices::CHAIN), of(sql::invoices::INVOICE)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        Ok(Snapshot {
            chain: Chain(loaded.found("invoice")?),
            document: StoredDocument::read(&loaded.rows()?, "invoice")?,
        })
    }

    fn decide(&self, snapshot: Snapshot, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let Snapshot { chain, document: stored } = snapshot;
        let document: Document<'_> =
            serde_json::from_str(stored.text()).map_err(Refusal::internal)?;
        let hash = digest(stored.text());
        let computed = BillRequest::read(document.input.get())
            .and_then(|request| bill(&request, &Zones::iana()))
            .map(|bill| canonical(&bill));
        let checks = [
            chain.hash(&hash, &document.number)?,
            recomputed("bill", computed, document.bill.get()),
            chain.previous(document.previous.as_deref())?,
            chain.next(&hash)?,
        ];
        let verified = checks.iter().all(|check| check.holds);
        let number = &document.number;
        let reply =
            Reply::json(200, &InvoiceVerification { number, hash: &hash, verified, checks })?;
        Ok(Changes::none(reply))
    }
}
