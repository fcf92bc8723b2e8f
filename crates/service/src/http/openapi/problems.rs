//! The refusals of the document: which ones an operation has follows from what it takes.

use serde_json::{Map, Value, json};

use crate::http::{
    openapi::description::Description,
    route::{Access, BodyRule, Operation},
};

/// A refusal: status, name, what it says, and the last part of its type where there is only one.
const PROBLEMS: [(u16, &str, &str, &str); 13] = [
    (400, "Malformed", "The body is not JSON.", "invalid-input"),
    (401, "Unauthorized", "There is no key, or none that is good.", "unauthorized"),
    (403, "Forbidden", "The key lacks the scope, or the link has expired.", "forbidden"),
    (404, "NotFound", "There is no such thing here, or it is another seller's.", "not-found"),
    (409, "Conflict", "The present state of things does not allow it.", "conflict"),
    (410, "Gone", "The quote was revised since the link was made.", "quote-revised"),
    (412, "PreconditionFailed", "It was changed since.", "precondition-failed"),
    (413, "TooLarge", "The body has more than 1 MiB.", "invalid-input"),
    (415, "UnsupportedMediaType", "The body is not JSON by its type.", "unsupported-media-type"),
    (
        422,
        "Unprocessable",
        "The input is not accepted; `errors` names each field.",
        "invalid-input",
    ),
    (
        429,
        "TooManyRequests",
        "Too many requests; `Retry-After` says when to go on.",
        "rate-limited",
    ),
    (500, "Internal", "A fault of the service.", "internal"),
    (503, "Unavailable", "The database did not answer; try again.", "unavailable"),
];

/// The shared responses.
pub(super) fn responses() -> Map<String, Value> {
    let response = |(status, name, text, kind): (u16, &str, &str, &str)| {
        let mut response = json!({
            "description": text,
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
                "example": {
                    "type": format!("https://seikyu.dev/problems/{kind}"),
                    "title": text,
                    "status": status,
                    "detail": text,
                },
            } },
        });
        let header = match status {
            401 => Some("WWW-Authenticate"),
            429 | 503 => Some("Retry-After"),
            _ => None,
        };
        if let (Some(header), Some(fields)) = (header, response.as_object_mut()) {
            fields.insert(
                "headers".to_owned(),
                json!({ header: { "required": true, "schema": { "type": "string" } } }),
            );
        }
        (name.to_owned(), response)
    };
    PROBLEMS.into_iter().map(response).collect()
}

/// The refusals of an operation, by status.
pub(super) fn of(operation: &Operation, description: &Description) -> Vec<(String, Value)> {
    let has = |status: u16| match status {
        400 | 413 | 415 => operation.body != BodyRule::Unread,
        401 => matches!(operation.access, Access::Key(_)),
        403 => operation.access != Access::Anyone,
        404 => operation.path.contains('{'),
        409 => !description.conflicts.is_empty(),
        410 => operation.access == Access::Link,
        412 => description.matches,
        429 => operation.access != Access::Anyone,
        _ => true,
    };
    let refusal = |(status, name, ..): (u16, &str, &str, &str)| {
        let mut refusal = json!({ "$ref": format!("#/components/responses/{name}") });
        if let (409, Some(fields)) = (status, refusal.as_object_mut()) {
            let kinds = description.conflicts.join("`, `");
            let text = format!("The present state of things does not allow it: `{kinds}`.");
            fields.insert("description".to_owned(), Value::String(text));
        }
        (status.to_string(), refusal)
    };
    PROBLEMS.into_iter().filter(|(status, ..)| has(*status)).map(refusal).collect()
}
