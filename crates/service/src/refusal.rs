//! Refusals: everything that is not the answer a caller asked for, and its problem document.

use std::fmt::Display;

use seikyu_engine::wire::{Fault, FaultCode, Faults, Problem};
use thiserror::Error;

use crate::{sql, store::StoreError};

/// Why a request is refused. Each is one problem document (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The input is not accepted, field by field.
    #[error("the input is not accepted")]
    Input {
        /// What is wrong; never empty.
        faults: Vec<Fault>,
    },
    /// There is no key, or none that is good.
    #[error("{detail}")]
    Unauthorized {
        /// What is wrong with the key.
        detail: &'static str,
    },
    /// The key is good, but not for this.
    #[error("the key lacks the scope {scope}")]
    Forbidden {
        /// The scope it would need.
        scope: &'static str,
    },
    /// The link was good, and is no longer.
    #[error("{detail}")]
    LinkExpired {
        /// What can be done about it.
        detail: &'static str,
    },
    /// There is no such thing, or it is another seller's.
    #[error("there is no such {what}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// The path is there, the method is not.
    #[error("the method {method} is not allowed")]
    MethodNotAllowed {
        /// The method.
        method: String,
    },
    /// The body is not JSON by its content type.
    #[error("the content type {found} is not accepted")]
    UnsupportedMediaType {
        /// The content type, or a word for none.
        found: String,
    },
    /// The state of things does not allow it.
    #[error("{detail}")]
    Conflict {
        /// Last part of the problem's type: `quote-changed`.
        kind: &'static str,
        /// What stands against it, in a sentence.
        detail: String,
        /// What differs, field by field.
        faults: Vec<Fault>,
    },
    /// It was there, and is no longer.
    #[error("{detail}")]
    Gone {
        /// Last part of the problem's type: `link-expired`.
        kind: &'static str,
        /// What happened, in a sentence.
        detail: &'static str,
    },
    /// What `If-Match` names is not what is there.
    #[error("the precondition failed")]
    PreconditionFailed,
    /// An idempotency key came with another request than the first time.
    #[error("the idempotency key was used for another request")]
    IdempotencyKeyReused,
    /// Too many requests of one key or link.
    #[error("too many requests")]
    TooManyRequests,
    /// Try again.
    #[error("unavailable: {message}")]
    Unavailable {
        /// For the log.
        message: String,
    },
    /// Our fault.
    #[error("internal: {message}")]
    Internal {
        /// For the log; not shown.
        message: String,
    },
}

impl Refusal {
    /// Our fault, with what is known about it for the log.
    pub fn internal(error: impl Display) -> Self {
        Self::Internal { message: error.to_string() }
    }

    /// One thing wrong with one field, named by its JSON pointer.
    pub fn field(code: FaultCode, pointer: &str, detail: impl Into<String>) -> Self {
        let fault = Fault { code, pointer: pointer.to_owned(), detail: detail.into() };
        Self::Input { faults: vec![fault] }
    }

    /// Faults of a document that lies within the request, at a field of it.
    #[must_use]
    pub fn within(field: &str, faults: &Faults) -> Self {
        let faults = faults
            .list()
            .iter()
            .map(|fault| Fault { pointer: format!("/{field}{}", fault.pointer), ..fault.clone() });
        Self::Input { faults: faults.collect() }
    }

    /// The problem document.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (status, kind, title) = self.kind();
        if let Self::Input { faults } = self {
            return input_problem(faults);
        }
        let detail = match self {
            Self::Forbidden { scope } => {
                format!("The key lacks the scope “{scope}”; accepted is a key that has it.")
            }
            Self::NotFound { what } => format!("There is no such {what} here."),
            Self::MethodNotAllowed { method } => {
                format!("{method} is not accepted here; the header Allow says what is.")
            }
            Self::UnsupportedMediaType { found } => {
                format!("The content type is {found}; accepted is application/json.")
            }
            Self::PreconditionFailed => {
                "It was changed since; accepted is an If-Match with its present ETag.".to_owned()
            }
            Self::IdempotencyKeyReused => "The idempotency key was used for another request; \
                                           accepted is a new key, or the same request again."
                .to_owned(),
            Self::Unavailable { .. } => {
                "The database did not answer, and the request may have taken \
                                         effect; repeat it with the same Idempotency-Key."
                    .to_owned()
            }
            Self::TooManyRequests => "Too many requests came lately; accepted is to go on after \
                                      the seconds that Retry-After says."
                .to_owned(),
            Self::Internal { .. } => {
                "This is a fault of the service, not of the request.".to_owned()
            }
            other => other.to_string(),
        };
        let errors = match self {
            Self::Conflict { faults, .. } => faults.clone(),
            _ => Vec::new(),
        };
        Problem { kind: problem_type(kind), title: title.to_owned(), status, detail, errors }
    }

    /// Status, last part of the type, title.
    const fn kind(&self) -> (u16, &'static str, &'static str) {
        match self {
            Self::Input { .. } => (422, "invalid-input", "The input is not accepted"),
            Self::Unauthorized { .. } => (401, "unauthorized", "A key is needed"),
            Self::Forbidden { .. } => (403, "forbidden", "The key does not allow this"),
            Self::LinkExpired { .. } => (403, "link-expired", "The link has expired"),
            Self::NotFound { .. } => (404, "not-found", "There is no such thing"),
            Self::MethodNotAllowed { .. } => {
                (405, "method-not-allowed", "The method is not allowed")
            }
            Self::PreconditionFailed => {
                (412, "precondition-failed", "It was changed in the meantime")
            }
            Self::UnsupportedMediaType { .. } => {
                (415, "unsupported-media-type", "The content type is not accepted")
            }
            Self::Conflict { kind, .. } => (409, kind, "The present state does not allow this"),
            Self::Gone { kind, .. } => (410, kind, "This is no longer there"),
            Self::IdempotencyKeyReused => {
                (422, "idempotency-key-reused", "The idempotency key was used before")
            }
            Self::TooManyRequests => (429, "rate-limited", "Too many requests"),
            Self::Unavailable { .. } => (503, "unavailable", "Try again"),
            Self::Internal { .. } => (500, "internal", "Something went wrong here"),
        }
    }
}

/// Refuses where `If-Match` names tags and none of them is the present one.
///
/// # Errors
/// [`Refusal::PreconditionFailed`].
pub(crate) fn require_match(tags: Option<&[String]>, present: &str) -> Result<(), Refusal> {
    match tags {
        Some(tags) if tags.iter().all(|tag| tag != present) => Err(Refusal::PreconditionFailed),
        _ => Ok(()),
    }
}

fn input_problem(faults: &[Fault]) -> Problem {
    let whole = |fault: &Fault| Faults::whole(fault.code, fault.detail.clone());
    match faults {
        [only] => Problem { errors: faults.to_vec(), ..whole(only).problem() },
        [first, ..] => Problem {
            detail: format!("{} things are wrong with the input; see errors.", faults.len()),
            errors: faults.to_vec(),
            ..whole(first).problem()
        },
        [] => Faults::whole("invalid", "The input is not accepted.").problem(),
    }
}

fn problem_type(kind: &str) -> String {
    format!("https://seikyu.dev/problems/{kind}")
}

impl From<Faults> for Refusal {
    fn from(faults: Faults) -> Self {
        Self::Input { faults: faults.list().to_vec() }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { message } => Self::Unavailable { message },
            StoreError::Guard { word } if word == sql::ADMIN => Self::Conflict {
                kind: "last-admin-key",
                detail: "It is the last key in force that can manage keys; make another one first."
                    .to_owned(),
                faults: Vec::new(),
            },
            other => Self::internal(other),
        }
    }
}
