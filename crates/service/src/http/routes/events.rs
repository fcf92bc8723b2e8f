//! Events.

use crate::{
    events::{ListEvents, ShowEvent},
    http::{
        route::{Method::Get, Parameter, ParameterKind::Text, Route},
        routes::{CURSOR, LIMIT},
    },
    store::Store,
};

const TYPE: Parameter =
    Parameter { name: "type", kind: Text, required: false, text: "Only those of this type." };
const OBJECT: Parameter =
    Parameter { name: "object", kind: Text, required: false, text: "Only those of this object." };
const AFTER: Parameter = Parameter {
    name: "after",
    kind: Text,
    required: false,
    text: "What came after this event, the earliest first.",
};

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/events", "list_events", |request| {
            let query = request.query();
            let [of_type, object, after] = ["type", "object", "after"].map(|name| query.text(name));
            ListEvents::read(query.page()?, of_type, object, after)
        })
        .says("What happened, the latest first.")
        .query(&[LIMIT, CURSOR, TYPE, OBJECT, AFTER]),
        Route::by_key(Get, "/v1/events/{id}", "show_event", |request| {
            Ok(ShowEvent(request.id("event")?))
        })
        .says("An event, the bytes that webhooks send."),
    ]
}
