//! The refusals of the document: which ones an operation has follows from what it takes.

use seikyu_engine::wire::{Faults, Problem};
use serde_json::{Map, Value, json};

use crate::{
    access::Scope,
    http::{
        openapi::description::Description,
        route::{Access, BodyRule, Operation},
    },
    refusal::Refusal,
};

/// A refusal that the document shares: its name, what it says, and an example.
struct Shared {
    name: &'static str,
    text: &'static str,
    example: Problem,
}

/// The refusals, by status.
fn shared() -> Vec<Shared> {
    let shared = |name, text, refusal: Refusal| Shared { name, text, example: refusal.problem() };
    let whole = |code, detail: &str| Refusal::from(Faults::whole(code, detail));
    let conflict = Refusal::Conflict {
        kind: "quote-closed",
        detail: "The quote is accepted; accepted is one that is a draft or was sent.".to_owned(),
        faults: Vec::new(),
    };
    let gone = "The quote was revised after this link was made; ask the seller for a new one.";
    let name = "“” was given; accepted is 1 to 200 characters without space around them.";
    let message = String::new();
    vec![
        shared(
            "Malformed",
            "The body is not JSON.",
            whole("malformed_json", "The body is not UTF-8."),
        ),
        shared(
            "Unauthorized",
            "There is no key, or none that is good.",
            Refusal::Unauthorized { detail: "The key is not known; accepted is one that is." },
        ),
        shared(
            "Forbidden",
            "The key lacks the scope, or the link has expired.",
            Refusal::Forbidden { scope: Scope::Billing.name() },
        ),
        shared(
            "NotFound",
            "There is no such thing here, or it is another seller's.",
            Refusal::NotFound { what: "invoice" },
        ),
        shared("Conflict", "The present state of things does not allow it.", conflict),
        shared(
            "Gone",
            "The quote was revised since the link was made.",
            Refusal::Gone { kind: "quote-revised", detail: gone },
        ),
        shared("PreconditionFailed", "It was changed since.", Refusal::PreconditionFailed),
        shared(
            "TooLarge",
            "The body has more than 1 MiB.",
            whole("too_large", "The body has more than 1048576 bytes; accepted are at most that."),
        ),
        shared(
            "UnsupportedMediaType",
            "The body is not JSON by its type.",
            Refusal::UnsupportedMediaType { found: "“text/plain”".to_owned() },
        ),
        shared(
            "Unprocessable",
            "The input is not accepted; `errors` names each field.",
            Refusal::field("out_of_range", "/name", name),
        ),
        shared(
            "TooManyRequests",
            "Too many requests; `Retry-After` says when to go on.",
            Refusal::TooManyRequests,
        ),
        shared(
            "Internal",
            "A fault of the service.",
            Refusal::Internal { message: message.clone() },
        ),
        shared(
            "Unavailable",
            "The database did not answer; try again.",
            Refusal::Unavailable { message },
        ),
    ]
}

/// The shared responses.
pub(super) fn responses() -> Map<String, Value> {
    let response = |Shared { name, text, example }: Shared| {
        let mut response = json!({
            "description": text,
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
                "example": example,
            } },
        });
        let header = match example.status {
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
    shared().into_iter().map(response).collect()
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
    let refusal = |Shared { name, example, .. }: Shared| {
        let status = example.status;
        let mut refusal = json!({ "$ref": format!("#/components/responses/{name}") });
        if let (409, Some(fields)) = (status, refusal.as_object_mut()) {
            let kinds = description.conflicts.join("`, `");
            let text = format!("The present state of things does not allow it: `{kinds}`.");
            fields.insert("description".to_owned(), Value::String(text));
        }
        (status.to_string(), refusal)
    };
    shared().into_iter().filter(|one| has(one.example.status)).map(refusal).collect()
}
