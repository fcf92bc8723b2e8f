//! Failures: problem documents for standard error.

use std::{fmt, io, path::Path};

use seikyu_engine::wire::{Faults, Problem};
use seikyu_service::refusal::Refusal;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure(Problem);

impl Failure {
    /// Something outside the input stands against it.
    pub(crate) fn new(kind: &str, title: &str, detail: impl Into<String>) -> Self {
        Self(Problem {
            kind: format!("https://seikyu.dev/problems/{kind}"),
            title: title.to_owned(),
            status: 500,
            detail: detail.into(),
            errors: Vec::new(),
        })
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        let detail = format!("“{}”: {error}.", path.display());
        Self::new("file", "The file cannot be read", detail)
    }

    /// What was stored is not what is computed.
    pub(crate) fn differs(detail: impl Into<String>) -> Self {
        let Self(problem) = Self::new("invoice-differs", "The invoice is not what it says", detail);
        Self(Problem { status: 409, ..problem })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(&self.0).map_err(|_| fmt::Error)?;
        formatter.write_str(&text)
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self(faults.problem())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.problem())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new("input-output", "Reading or writing failed", format!("{error}."))
    }
}
