//! Creating an endpoint.

use crate::{
    access::{Mode, Scope},
    audit::Audited,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::{Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
    webhooks::endpoint::EndpointView,
    webhooks::{EndpointForm, Secret, StoredEndpoint},
};

/// The most endpoints of a seller.
const ENDPOINTS_MAX: usize = 20;

/// Adds an endpoint, with a secret that is shown this once.
#[derive(Clone, Debug)]
pub struct CreateEndpoint(pub EndpointForm);

impl UseCase for CreateEndpoint {
    type Snapshot = (Mode, Rows);

    type Answer = EndpointView<'static>;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let present = Statement::new(sql::webhooks::ENDPOINTS).bind(seller);
        vec![Seller::load(seller), present.bind("~").bind(ENDPOINTS_MAX)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        Ok((loaded.found("seller")?.read("mode")?, loaded.rows()?))
    }

    fn decide(
        &self,
        (mode, present): Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let form = &self.0;
        let checked = form.check(mode, context)?;
        if present.len() >= ENDPOINTS_MAX {
            return Err(Refusal::Conflict {
                kind: "too-many-endpoints",
                detail: format!("There are {ENDPOINTS_MAX} endpoints; accepted are no more."),
                faults: Vec::new(),
            });
        }
        let (status, disabled_reason) = form.status();
        let endpoint = StoredEndpoint {
            id: context.id(0),
            version: 1,
            url: checked.url,
            description: form.description.clone(),
            types: checked.types,
            status: status.to_owned(),
            disabled_reason: disabled_reason.map(str::to_owned),
            secret: Secret::new(&context.secret),
            previous: None,
            failing_since: None,
            created_at: context.clock,
            updated_at: context.clock,
        };
        let add = Statement::new(sql::webhooks::ADD_ENDPOINT)
            .bind(seller)
            .bind(&endpoint.id)
            .bind(&endpoint.url)
            .bind_optional(endpoint.description.as_ref())
            .bind_optional(endpoint.types.as_ref())
            .bind(status)
            .bind_optional(disabled_reason)
            .bind(endpoint.secret.text())
            .bind(context.clock);
        let guard = Statement::new(sql::webhooks::GUARD_ENDPOINTS).bind(seller);
        let path = format!("/v1/webhook-endpoints/{}", endpoint.id);
        let reply = endpoint.reply_with_secret(201, context.clock)?.with_location(path);
        let audited = Audited::new("webhook_endpoint.created", &endpoint.id);
        let audited = audited.after(&endpoint.view(context.clock)?)?;
        Ok(Changes::write(audited, vec![add, guard.bind(ENDPOINTS_MAX)], reply))
    }
}
