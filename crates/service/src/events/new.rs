//! New events, as sets of rows, so that any number of them is written by a handful of statements.

use std::fmt::Display;

use seikyu_calendar::Instant;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::{
    events::EventType,
    host::Context,
    id::{EventId, SellerId},
    refusal::Refusal,
    sql,
    store::{Statement, text},
};

/// Events that are written in the batch of what they tell of, in order.
#[derive(Clone, Debug, Default)]
pub struct NewEvents {
    rows: Vec<String>,
}

#[derive(Serialize)]
struct EventRow<'a> {
    id: &'a EventId,
    #[serde(rename = "type")]
    event_type: EventType,
    object: String,
    data: Box<RawValue>,
    created_at: Instant,
}

impl NewEvents {
    /// One event of now, to be written in the batch of what it tells of.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the data cannot be written as JSON.
    pub fn one(
        event_type: EventType,
        object: &impl Display,
        data: &impl Serialize,
        context: &Context,
    ) -> Result<Self, Refusal> {
        let mut events = Self::default();
        events.push(event_type, object, data, context)?;
        Ok(events)
    }

    /// Adds an event of now.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the data cannot be written as JSON.
    pub fn push(
        &mut self,
        event_type: EventType,
        object: &impl Display,
        data: &impl Serialize,
        context: &Context,
    ) -> Result<(), Refusal> {
        let place = u64::try_from(self.rows.len()).unwrap_or_default();
        self.push_at(event_type, object, data, (&context.event_id(place), context.clock))
    }

    /// Adds an event with its id and its instant.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the data cannot be written as JSON.
    pub(crate) fn push_at(
        &mut self,
        event_type: EventType,
        object: &impl Display,
        data: &impl Serialize,
        (id, created_at): (&EventId, Instant),
    ) -> Result<(), Refusal> {
        let data = to_raw_value(data).map_err(Refusal::internal)?;
        let row = EventRow { id, event_type, object: object.to_string(), data, created_at };
        self.rows.push(text::json(&row)?);
        Ok(())
    }

    /// The statements that write them; their places and numbers are given there.
    #[must_use]
    pub fn statements(self, seller: &SellerId) -> Vec<Statement> {
        let add = |rows| Statement::new(sql::events::APPEND_EVENTS).bind(seller).bind(rows);
        text::lists(self.rows).into_iter().map(add).collect()
    }
}
