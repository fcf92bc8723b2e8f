//! Rotating the secret of an endpoint.

use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::{SellerId, WebhookEndpointId},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
    webhooks::endpoint::EndpointView,
    webhooks::{Secret, StoredEndpoint},
};

/// How long the secret before signs, too.
const OVERLAP_SECONDS: i64 = 24 * 60 * 60;

/// Gives an endpoint a new secret, shown this once. For a day both sign; the secret before the one before
/// no longer does.
#[derive(Clone, Debug)]
pub struct RotateSecret(pub WebhookEndpointId);

impl UseCase for RotateSecret {
    type Snapshot = StoredEndpoint;

    type Answer = EndpointView<'static>;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![StoredEndpoint::load(seller, &self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<StoredEndpoint, Refusal> {
        StoredEndpoint::read(&loaded.found("webhook endpoint")?)
    }

    fn decide(
        &self,
        present: StoredEndpoint,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let ends_at = context.clock.plus_seconds(OVERLAP_SECONDS).map_err(Refusal::internal)?;
        let endpoint = StoredEndpoint {
            secret: Secret::new(&context.secret),
            previous: Some((present.secret, ends_at)),
            updated_at: context.clock,
            ..present
        };
        let rotate = Statement::new(sql::webhooks::ROTATE_SECRET)
            .bind(seller)
            .bind(&endpoint.id)
            .bind(endpoint.version)
            .bind(endpoint.secret.text())
            .bind(ends_at)
            .bind(context.clock);
        let statements = vec![rotate, Statement::new(sql::GUARD_CHANGED_ONE)];
        let audited = Audited::new("webhook_endpoint.secret_rotated", &endpoint.id);
        let reply = endpoint.reply_with_secret(200, context.clock)?;
        Ok(Changes::write(audited, statements, reply))
    }
}
