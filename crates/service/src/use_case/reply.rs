//! Answers.

use serde::{Deserialize, Serialize};

use crate::{numbering::Document, refusal::Refusal};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// JSON text, where its headers say nothing else.
    pub body: String,
    /// What else is told.
    pub headers: ReplyHeaders,
    /// Whether this is the answer kept for an idempotency key.
    pub replayed: bool,
    /// What is kept for an idempotency key instead of the body, where that says a secret.
    pub kept: Option<String>,
}

/// The headers of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyHeaders {
    /// The entity tag, with its quotes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Where the new thing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Whether everybody may keep the answer for a day.
    #[serde(default)]
    pub public: bool,
    /// The content type of what is not JSON; such answers change nothing, so they are not kept.
    #[serde(skip)]
    pub content_type: Option<&'static str>,
}

impl Reply {
    /// An answer of a form.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the form cannot be written.
    pub fn json(status: u16, form: &impl Serialize) -> Result<Self, Refusal> {
        Ok(Self::text(status, serde_json::to_string(form).map_err(Refusal::internal)?))
    }

    /// An answer of JSON text.
    #[must_use]
    pub fn text(status: u16, body: String) -> Self {
        Self { status, body, headers: ReplyHeaders::default(), replayed: false, kept: None }
    }

    /// The answer that a document was issued.
    #[must_use]
    pub fn issued(document: &Document) -> Self {
        Self::text(201, document.text.clone())
            .with_etag(&document.hash)
            .with_location(document.path.clone())
    }

    /// The answer, of which an idempotency key keeps another form: one without its secret.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the form cannot be written.
    pub fn keeping(mut self, form: &impl Serialize) -> Result<Self, Refusal> {
        self.kept = Some(serde_json::to_string(form).map_err(Refusal::internal)?);
        Ok(self)
    }

    /// The answer with the entity tag of a version or digest.
    #[must_use]
    pub fn with_etag(mut self, tag: &str) -> Self {
        self.headers.etag = Some(format!("\"{tag}\""));
        self
    }

    /// The answer as what it is, where that is not JSON.
    #[must_use]
    pub const fn with_content_type(mut self, content_type: &'static str) -> Self {
        self.headers.content_type = Some(content_type);
        self
    }

    /// The answer with the path of what was made.
    #[must_use]
    pub fn with_location(mut self, path: String) -> Self {
        self.headers.location = Some(path);
        self
    }
}
