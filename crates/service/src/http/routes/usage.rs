//! Usage events.

use crate::{
    http::{
        route::{
            Method::{Get, Post},
            Route,
        },
        routes::PAGE,
    },
    store::Store,
    usage::{ListUsage, RecordUsage},
};

const EVENTS: &str = r#"{"events": [{
    "id": "call-1", "subscription": "sub_01jd0000000000000000000000", "meter": "calls",
    "at": "2026-12-16T09:00:00Z", "quantity": "3"
}]}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Post, "/v1/usage-events", "record_usage", |request| {
            request.form::<RecordUsage>()
        })
        .says(
            "Records usage, at most 1,000 events; each is accepted once by its id, and a bad one is \
             rejected with the reason beside the others.",
        )
        .form::<RecordUsage>(EVENTS),
        Route::by_key(Get, "/v1/subscriptions/{id}/usage-events", "list_usage", |request| {
            Ok(ListUsage { subscription: request.id("subscription")?, page: request.page()? })
        })
        .says("The usage that was accepted, in order of time.")
        .query(PAGE),
    ]
}
