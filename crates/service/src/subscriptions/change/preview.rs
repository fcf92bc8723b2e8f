//! Previewing a change of a subscription without saving anything.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    contract::Event,
    preview::{ChangeRequest, preview_change},
    wire::{ChangeRequestVersion, canonical},
};
use serde::Deserialize;

use super::commit::few;
use crate::{
    access::Scope,
    host::Context,
    id::{SellerId, SubscriptionId},
    refusal::Refusal,
    store::Statement,
    subscriptions::BillableSubscription,
    use_case::{Changes, Loaded, Reply, UseCase},
};
use seikyu_engine::preview::ChangePreview;

/// Previews a change; the answer is the engine's preview, canonical.
#[derive(Clone, Debug)]
pub struct PreviewChange {
    /// Which subscription.
    pub subscription: SubscriptionId,
    /// What is to happen.
    pub form: PreviewChangeForm,
}

/// The body of [`PreviewChange`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewChangeForm {
    /// The events, in order of time.
    pub change: Vec<Event>,
    /// The instant of the preview; now when absent.
    #[serde(default)]
    pub through: Option<Instant>,
}

impl UseCase for PreviewChange {
    type Snapshot = BillableSubscription;

    type Answer = ChangePreview;

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
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let through = self.form.through.unwrap_or(context.now);
        let request = ChangeRequest {
            version: ChangeRequestVersion::V1,
            current: subscription.request(through),
            change: few(&self.form.change)?.to_vec(),
            assumed: None,
        };
        let preview = preview_change(&request, &Zones::iana())?;
        Ok(Changes::none(Reply::text(200, canonical(&preview))))
    }
}
