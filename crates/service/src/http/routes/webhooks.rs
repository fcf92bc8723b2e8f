//! Endpoints that receive events.

use crate::{
    http::{
        route::{
            Method::{Delete, Get, Post, Put},
            Route,
        },
        routes::PAGE,
    },
    store::Store,
    webhooks::{
        CreateEndpoint, DeleteEndpoint, EndpointForm, ListDeliveries, ListEndpoints,
        ReplaceEndpoint, ReplayEvent, ReplayEventForm, RotateSecret, ShowEndpoint,
    },
};

/// What is not there.
const ENDPOINT: &str = "webhook endpoint";

const FORM: &str = r#"{"url":"https://example.com/hooks","types":["invoice.finalized"]}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/webhook-endpoints", "list_webhook_endpoints", |request| {
            Ok(ListEndpoints(request.page()?))
        })
        .says("The endpoints that receive events.")
        .query(PAGE),
        Route::by_key(Post, "/v1/webhook-endpoints", "create_webhook_endpoint", |request| {
            request.form().map(CreateEndpoint)
        })
        .says("Adds an endpoint; the answer has its secret, which is shown this once.")
        .form::<EndpointForm>(FORM)
        .status(201)
        .conflicts(&["too-many-endpoints"]),
        Route::by_key(Get, "/v1/webhook-endpoints/{id}", "show_webhook_endpoint", |request| {
            Ok(ShowEndpoint(request.id(ENDPOINT)?))
        })
        .says("An endpoint, without its secret."),
        Route::by_key(Put, "/v1/webhook-endpoints/{id}", "replace_webhook_endpoint", |request| {
            let endpoint = request.id(ENDPOINT)?;
            Ok(ReplaceEndpoint { endpoint, form: request.form()? })
        })
        .says("Replaces what is said of an endpoint, enables or disables it.")
        .form::<EndpointForm>(FORM),
        Route::by_key(Delete, "/v1/webhook-endpoints/{id}", "delete_webhook_endpoint", |request| {
            Ok(DeleteEndpoint(request.id(ENDPOINT)?))
        })
        .says("Deletes an endpoint with its secrets; what is on its way is given up."),
        Route::by_key(
            Post,
            "/v1/webhook-endpoints/{id}/rotate-secret",
            "rotate_webhook_secret",
            |request| Ok(RotateSecret(request.id(ENDPOINT)?)),
        )
        .says("Makes a new secret, shown this once; for 24 hours both sign."),
        Route::by_key(Get, "/v1/webhook-endpoints/{id}/deliveries", "list_deliveries", |request| {
            Ok(ListDeliveries { endpoint: request.id(ENDPOINT)?, page: request.page()? })
        })
        .says("What was sent, the latest event first, with every attempt.")
        .query(PAGE),
        Route::by_key(Post, "/v1/events/{id}/replay", "replay_event", |request| {
            let event = request.id("event")?;
            Ok(ReplayEvent { event, form: request.form_or_default()? })
        })
        .says("Sends an event again, to one endpoint or to all that want its type.")
        .form_or_nothing::<ReplayEventForm>("{}")
        .status(202),
    ]
}
