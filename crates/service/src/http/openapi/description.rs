//! What the description of the API says of an operation, besides what the router knows.

use schemars::{JsonSchema, Schema, SchemaGenerator};

/// The schema of a type.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What the description of the API says of an operation.
#[derive(Clone, Debug)]
pub(in crate::http) struct Description {
    /// What it does, in a sentence or two.
    pub(in crate::http) text: &'static str,
    /// The status of its answer.
    pub(in crate::http) status: u16,
    /// The content type of its answer.
    pub(in crate::http) content_type: &'static str,
    /// The kinds of conflict it is refused for.
    pub(in crate::http) conflicts: &'static [&'static str],
    /// Whether the answer has an entity tag.
    pub(in crate::http) tagged: bool,
    /// Whether it honours `If-Match`.
    pub(in crate::http) matches: bool,
    pub(super) form: Option<(SchemaOf, &'static str)>,
    pub(super) answer: SchemaOf,
    pub(super) other: Option<(u16, &'static str, SchemaOf)>,
}

impl Default for Description {
    fn default() -> Self {
        Self {
            text: "",
            status: 200,
            content_type: "application/json",
            conflicts: &[],
            tagged: false,
            matches: false,
            form: None,
            answer: SchemaGenerator::subschema_for::<serde_json::Value>,
            other: None,
        }
    }
}

impl Description {
    /// The form of the body, with an example in JSON.
    pub(in crate::http) fn form<T: JsonSchema>(&mut self, example: &'static str) {
        self.form = Some((SchemaGenerator::subschema_for::<T>, example));
    }

    /// The form of the answer.
    pub(in crate::http) fn answers<T: JsonSchema>(&mut self) {
        self.answer = SchemaGenerator::subschema_for::<T>;
    }

    /// The form of another answer.
    pub(in crate::http) fn or<T: JsonSchema>(&mut self, status: u16, text: &'static str) {
        self.other = Some((status, text, SchemaGenerator::subschema_for::<T>));
    }
}
