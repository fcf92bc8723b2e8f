//! Billing a request without saving anything.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    wire::canonical,
};

use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};
use seikyu_engine::billing::Bill;

/// Bills a self-contained request; the answer is the bill's canonical bytes.
#[derive(Clone, Debug)]
pub struct PreviewInvoice(pub BillRequest);

impl UseCase for PreviewInvoice {
    type Snapshot = ();

    type Answer = Bill;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, _: &SellerId) -> Vec<Statement> {
        Vec::new()
    }

    fn snapshot(&self, _: &mut Loaded) -> Result<(), Refusal> {
        Ok(())
    }

    fn decide(&self, (): (), _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let bill = bill(&self.0, &Zones::iana())?;
        Ok(Changes::none(Reply::text(200, canonical(&bill))))
    }
}
