//! Verifying an invoice.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    wire::{Faults, canonical},
};

use crate::{
    access::Scope,
    host::Context,
    id::{InvoiceId, SellerId},
    numbering::{DocumentVerification, Verifiable},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Verifies an invoice.
#[derive(Clone, Debug)]
pub struct VerifyInvoice(pub InvoiceId);

impl UseCase for VerifyInvoice {
    type Snapshot = Verifiable;

    type Answer = DocumentVerification<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        Verifiable::load(seller, &self.0, (sql::invoices::CHAIN, sql::invoices::INVOICE))
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Verifiable, Refusal> {
        Verifiable::read(loaded, "invoice")
    }

    fn decide(&self, invoice: Verifiable, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        invoice.verify("bill", computed)
    }
}

/// What an input comes to.
fn computed(input: &str) -> Result<String, Faults> {
    let request = BillRequest::read(input)?;
    Ok(canonical(&bill(&request, &Zones::iana())?))
}
