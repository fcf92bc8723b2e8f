//! Problem documents (RFC 9457): the one form of a refusal at every door.

use serde::Serialize;

use crate::wire::{Fault, Faults};

/// A refusal as an RFC 9457 problem document, alike in the browser, the terminal and the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Problem {
    /// Stable address of the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened, in a sentence.
    pub detail: String,
    /// What is wrong with the input, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

impl Faults {
    /// The faults as a problem document: 400 when the text is not the form at all, 413 when it is too
    /// large, else 422.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let first = self.list().first();
        let status = match first.map_or("", |fault| fault.code) {
            "malformed_json" => 400,
            "too_large" => 413,
            _ => 422,
        };
        let detail = match self.list() {
            [only] => only.detail.clone(),
            faults => format!("{} things are wrong with the input; see errors.", faults.len()),
        };
        Problem {
            kind: "https://seikyu.dev/problems/invalid-input".to_owned(),
            title: "The input is not accepted".to_owned(),
            status,
            detail,
            errors: self.list().to_vec(),
        }
    }
}
