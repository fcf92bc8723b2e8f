//! Replacing what is said of an endpoint.

use crate::{
    access::{Mode, Scope},
    audit::Audited,
    host::Context,
    id::{SellerId, WebhookEndpointId},
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
    webhooks::endpoint::EndpointView,
    webhooks::{EndpointForm, StoredEndpoint},
};

/// Replaces URL, types and description of an endpoint, and enables or disables it. One that is enabled
/// again gets what was pending when it was disabled; what happened meanwhile is not sent by itself.
#[derive(Clone, Debug)]
pub struct ReplaceEndpoint {
    /// Which endpoint.
    pub endpoint: WebhookEndpointId,
    /// What is said of it now.
    pub form: EndpointForm,
}

impl UseCase for ReplaceEndpoint {
    type Snapshot = (Mode, StoredEndpoint);

    type Answer = EndpointView<'static>;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Seller::load(seller), StoredEndpoint::load(seller, &self.endpoint)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let mode = loaded.found("seller")?.read("mode")?;
        Ok((mode, StoredEndpoint::read(&loaded.found("webhook endpoint")?)?))
    }

    fn decide(
        &self,
        (mode, present): Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let checked = self.form.check(mode, context)?;
        let (status, mut disabled_reason) = self.form.status();
        // One that is not enabled anyway stays disabled for the reason it was.
        let was = present.disabled_reason.clone();
        if !self.form.enabled {
            disabled_reason = was.as_deref().or(disabled_reason);
        }
        // At another address, or enabled anew, it has not failed yet.
        let same = present.status == status && present.url == checked.url;
        let audited = Audited::new("webhook_endpoint.replaced", &present.id);
        let audited = audited.before(&present.view(context.clock)?)?;
        let endpoint = StoredEndpoint {
            failing_since: present.failing_since.filter(|_| same),
            url: checked.url,
            description: self.form.description.clone(),
            types: checked.types,
            status: status.to_owned(),
            disabled_reason: disabled_reason.map(str::to_owned),
            updated_at: context.clock,
            ..present
        };
        let replace = Statement::new(sql::webhooks::REPLACE_ENDPOINT)
            .bind(seller)
            .bind(&endpoint.id)
            .bind(endpoint.version)
            .bind(&endpoint.url)
            .bind_optional(endpoint.description.as_ref())
            .bind_optional(endpoint.types.as_ref())
            .bind(&endpoint.status)
            .bind_optional(endpoint.disabled_reason.as_ref())
            .bind_optional(endpoint.failing_since)
            .bind(context.clock);
        let statements = vec![replace, Statement::new(sql::GUARD_CHANGED_ONE)];
        let audited = audited.after(&endpoint.view(context.clock)?)?;
        Ok(Changes::write(audited, statements, endpoint.reply(200, context.clock)?))
    }
}
