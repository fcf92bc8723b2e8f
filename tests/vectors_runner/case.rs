//! The cases, as they are in the files.

use std::{fmt::Display, fs, path::Path};

use seikyu_money::Number;
use serde_json::Value;

/// One case of a vector file.
#[derive(Clone)]
pub struct Case {
    pub id: String,
    pub category: String,
    pub input: Value,
    pub expected: Value,
}

/// Every case of both files, in the order of the files.
pub fn all() -> Vec<Case> {
    let mut cases: Vec<Case> = array(read("pricing.json")).into_iter().map(pricing).collect();
    let invoices = array(read("einvoice.json")["cases"].take());
    cases.extend(invoices.into_iter().map(|case| Case {
        id: case["id"].as_str().expect("an id").to_owned(),
        category: "einvoice".to_owned(),
        expected: case["expected"].clone(),
        input: case,
    }));
    cases
}

fn pricing(mut case: Value) -> Case {
    Case {
        id: case["id"].as_str().expect("an id").to_owned(),
        category: case["category"].as_str().expect("a category").to_owned(),
        input: case["input"].take(),
        expected: case["expected"].take(),
    }
}

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

/// The elements of a JSON list.
pub fn array(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        other => panic!("a list was expected, not {other}"),
    }
}

/// The text of a JSON string.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a string was expected, not {value}"))
}

/// The texts of a list of JSON strings.
pub fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(text).collect()
}

impl Case {
    /// A field of the input, when it is there.
    pub fn given(&self, name: &str) -> Option<&Value> {
        self.input.get(name)
    }

    /// A string field of the input.
    pub fn input(&self, name: &str) -> &str {
        text(&self.input[name])
    }

    /// A string field of what is expected.
    pub fn expected(&self, name: &str) -> &str {
        text(&self.expected[name])
    }

    /// What is expected, with one of its numbers or dates changed, and the place of the change.
    pub fn with_changed_numbers(&self) -> Vec<(String, Value)> {
        let mut pointers = Vec::new();
        collect_texts(&self.expected, String::new(), &mut pointers);
        let changed = pointers.into_iter().filter_map(|pointer| {
            let mut expected = self.expected.clone();
            let value = expected.pointer_mut(&pointer)?;
            let other = if text(value).parse::<Number>().is_ok() {
                "654.321"
            } else if text(value).starts_with("20") {
                "1999-12-31"
            } else {
                return None;
            };
            *value = Value::from(other);
            Some((pointer, expected))
        });
        changed.collect()
    }
}

fn collect_texts(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::String(_) => pointers.push(pointer),
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                collect_texts(value, format!("{pointer}/{index}"), pointers);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                collect_texts(value, format!("{pointer}/{name}"), pointers);
            }
        }
        _ => {}
    }
}

/// Compares what was found with an expected number, as numbers: 12.30 is 12.3.
pub fn same(what: &str, found: impl Display, expected: &str) -> Result<(), String> {
    let found = found.to_string();
    match (found.parse::<Number>(), expected.parse::<Number>()) {
        (Ok(left), Ok(right)) if left == right => Ok(()),
        _ => Err(format!("{what}: found {found}, expected {expected}")),
    }
}

/// Compares two lists of numbers.
pub fn same_list<T: Display>(what: &str, found: &[T], expected: &[&str]) -> Result<(), String> {
    if found.len() != expected.len() {
        return Err(format!("{what}: found {}, expected {}", found.len(), expected.len()));
    }
    let pairs = found.iter().zip(expected).enumerate();
    pairs.into_iter().try_for_each(|(at, (found, expected))| {
        same(&format!("{what} {}", at + 1), found, expected)
    })
}
