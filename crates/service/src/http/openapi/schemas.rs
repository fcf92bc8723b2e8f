//! The schemas of the document. A type that is read otherwise than it is written (a field that may be
//! left out is always written) has two: its name, and its name with `Input`.

use std::collections::BTreeSet;

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

use super::description::SchemaOf;

/// Where schemas are, in the document.
const PLACE: &str = "#/components/schemas/";

/// Collects schemas while a document is made.
pub(super) struct Schemas {
    read: SchemaGenerator,
    written: SchemaGenerator,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Self {
            read: settings().for_deserialize().into_generator(),
            written: settings().for_serialize().into_generator(),
        }
    }

    /// The schema of a form; its references are settled by [`Schemas::finish`].
    pub(super) fn read(&mut self, schema: SchemaOf) -> Schema {
        schema(&mut self.read)
    }

    /// The schema of an answer.
    pub(super) fn written(&mut self, schema: SchemaOf) -> Schema {
        schema(&mut self.written)
    }

    /// Every schema that was asked for; names those of forms in `document` that differ from the same
    /// type's as an answer.
    pub(super) fn finish(mut self, document: &mut Value) -> Map<String, Value> {
        let mut written = self.written.take_definitions(true);
        written.values_mut().for_each(without_null);
        let read = self.read.take_definitions(true);
        let differing = differing(&read, &written);
        for (name, mut schema) in read {
            rename(&mut schema, &differing);
            let name = if differing.contains(&name) { input(&name) } else { name };
            written.entry(name).or_insert(schema);
        }
        for form in forms(document) {
            rename(form, &differing);
        }
        written
    }
}

/// Takes `null` from fields that an answer leaves out where they say nothing.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let required: BTreeSet<String> = fields
                .get("required")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect();
            let properties = fields.get_mut("properties").and_then(Value::as_object_mut);
            for (name, property) in properties.into_iter().flatten() {
                if !required.contains(name) {
                    not_null(property);
                }
            }
            fields.values_mut().for_each(without_null);
        }
        Value::Array(values) => values.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// A schema without the alternative `null`.
fn not_null(property: &mut Value) {
    let Some(fields) = property.as_object_mut() else { return };
    if let Some(Value::Array(types)) = fields.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            fields.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(either)) = fields.get_mut("anyOf") else { return };
    either.retain(|one| one.get("type").is_none_or(|of| of != "null"));
    if let [Value::Object(only)] = either.as_slice() {
        let only = only.clone();
        fields.remove("anyOf");
        for (name, value) in only {
            fields.entry(name).or_insert(value);
        }
    }
}

fn input(name: &str) -> String {
    format!("{name}Input")
}

/// The names whose schemas differ, by themselves or in what they refer to.
fn differing(read: &Map<String, Value>, written: &Map<String, Value>) -> BTreeSet<String> {
    let differs = |(name, schema): &(&String, &Value)| {
        written.get(*name).is_some_and(|other| other != *schema)
    };
    let mut found: BTreeSet<String> =
        read.iter().filter(differs).map(|(name, _)| name.clone()).collect();
    loop {
        let more: Vec<String> = read
            .iter()
            .filter(|(name, schema)| {
                written.contains_key(*name) && !found.contains(*name) && refers(schema, &found)
            })
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn refers(schema: &Value, names: &BTreeSet<String>) -> bool {
    match schema {
        Value::Object(fields) => fields.iter().any(|(key, value)| match value {
            Value::String(place) if key == "$ref" => {
                place.strip_prefix(PLACE).is_some_and(|name| names.contains(name))
            }
            other => refers(other, names),
        }),
        Value::Array(values) => values.iter().any(|value| refers(value, names)),
        _ => false,
    }
}

fn rename(schema: &mut Value, names: &BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(place) if key == "$ref" => {
                        let name = place.strip_prefix(PLACE).filter(|name| names.contains(*name));
                        if let Some(name) = name {
                            *place = format!("{PLACE}{}", input(name));
                        }
                    }
                    other => rename(other, names),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, names)),
        _ => {}
    }
}

/// The schemas of request bodies in a document.
fn forms(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    paths
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
        .filter_map(|operation| operation.pointer_mut("/requestBody"))
}
