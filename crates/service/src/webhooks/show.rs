//! Showing an endpoint.

use crate::{
    access::Scope,
    host::Context,
    id::{SellerId, WebhookEndpointId},
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
    webhooks::StoredEndpoint,
    webhooks::endpoint::EndpointView,
};

/// Shows an endpoint, without its secrets.
#[derive(Clone, Debug)]
pub struct ShowEndpoint(pub WebhookEndpointId);

impl UseCase for ShowEndpoint {
    type Snapshot = StoredEndpoint;

    type Answer = EndpointView<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![StoredEndpoint::load(seller, &self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<StoredEndpoint, Refusal> {
        StoredEndpoint::read(&loaded.found("webhook endpoint")?)
    }

    fn decide(
        &self,
        endpoint: StoredEndpoint,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        Ok(Changes::none(endpoint.reply(200, context.clock)?))
    }
}
