//! Deleting an endpoint.

use serde::Serialize;

use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::{SellerId, WebhookEndpointId},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
    webhooks::StoredEndpoint,
};

/// Deletes an endpoint with its secrets; nothing more is sent to it.
#[derive(Clone, Debug)]
pub struct DeleteEndpoint(pub WebhookEndpointId);

/// An endpoint that was deleted.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeletedEndpoint<'a> {
    id: &'a WebhookEndpointId,
    deleted: bool,
}

impl UseCase for DeleteEndpoint {
    type Snapshot = StoredEndpoint;

    type Answer = DeletedEndpoint<'static>;

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
        let of = |sql| Statement::new(sql).bind(seller).bind(&self.0).bind(context.clock);
        let statements = vec![
            of(sql::webhooks::DELETE_ENDPOINT),
            Statement::new(sql::GUARD_CHANGED_ONE),
            of(sql::webhooks::END_WAITING),
            of(sql::webhooks::END_PENDING),
        ];
        let reply = Reply::json(200, &DeletedEndpoint { id: &self.0, deleted: true })?;
        let audited = Audited::new("webhook_endpoint.deleted", &self.0);
        Ok(Changes::write(audited.before(&present.view(context.clock)?)?, statements, reply))
    }
}
