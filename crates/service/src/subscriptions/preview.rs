//! Billing a subscription without saving anything.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{billing::bill, wire::canonical};
use serde::Deserialize;

use crate::{
    access::Scope,
    host::Context,
    id::{SellerId, SubscriptionId},
    refusal::Refusal,
    store::Statement,
    subscriptions::BillableSubscription,
    use_case::{Changes, Loaded, Reply, UseCase},
};
use seikyu_engine::billing::Bill;

/// Shows the bill that would be issued; the answer is its canonical bytes.
#[derive(Clone, Debug)]
pub struct PreviewSubscription {
    /// Which subscription.
    pub subscription: SubscriptionId,
    /// Through when.
    pub form: PreviewSubscriptionForm,
}

/// The body of [`PreviewSubscription`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewSubscriptionForm {
    /// Charges due at this very instant are included.
    pub through: Instant,
}

impl UseCase for PreviewSubscription {
    type Snapshot = BillableSubscription;

    type Answer = Bill;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        BillableSubscription::load(seller, &self.subscription)
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<BillableSubscription, Refusal> {
        BillableSubscription::read(loaded)
    }

    fn decide(
        &self,
        subscription: BillableSubscription,
        _: &SellerId,
        _: &Context,
    ) -> Result<Changes, Refusal> {
        let bill = bill(&subscription.request(self.form.through), &Zones::iana())?;
        Ok(Changes::none(Reply::text(200, canonical(&bill))))
    }
}
