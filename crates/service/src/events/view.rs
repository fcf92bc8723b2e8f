//! Events as the API shows them, and as endpoints receive them.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::{refusal::Refusal, store::Row};

/// An event. Its JSON is the same wherever it is shown, and is the body that is sent to endpoints.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Event"))]
pub struct EventView {
    id: String,
    #[serde(rename = "type")]
    event_type: String,
    /// The id of what it happened to.
    object: String,
    /// Counts the events of the object from 1.
    sequence: u64,
    created_at: String,
    /// The object, or its head where it is large.
    data: Box<RawValue>,
}

impl EventView {
    /// The event of a row.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            id: row.read("id")?,
            event_type: row.read("type")?,
            object: row.read("object_id")?,
            sequence: row.read("sequence")?,
            created_at: row.read("created_at")?,
            data: serde_json::from_str(row.text("data")?).map_err(Refusal::internal)?,
        })
    }

    /// The event as JSON text.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when it cannot be written.
    pub(crate) fn text(&self) -> Result<String, Refusal> {
        serde_json::to_string(self).map_err(Refusal::internal)
    }
}
