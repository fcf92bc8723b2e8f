//! Why a form could not be read: what was wrong, and in which field.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use super::{FaultCode, Faults};

/// Why a form could not be read.
#[derive(Debug)]
pub(super) struct Misread(Box<Reason>);

#[derive(Debug)]
struct Reason {
    code: Option<FaultCode>,
    message: String,
    /// The fields it lies in, the innermost first.
    path: Vec<String>,
}

impl Misread {
    #[cold]
    fn new(code: Option<FaultCode>, message: String) -> Self {
        Self(Box::new(Reason { code, message, path: Vec::new() }))
    }

    /// The same, in a field of that name.
    #[cold]
    pub(super) fn within(mut self, name: &str) -> Self {
        self.0.path.push(name.to_owned());
        self
    }

    /// The same, in an element of a list.
    #[cold]
    pub(super) fn within_index(self, index: usize) -> Self {
        self.within(&index.to_string())
    }

    /// As a fault, with its pointer.
    pub(super) fn into_faults(self) -> Faults {
        let Reason { code, message, path } = *self.0;
        let code = code.unwrap_or_else(|| code_of(&message));
        let pointer = path.iter().rev().fold(String::new(), |mut pointer, name| {
            pointer.push('/');
            pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
            pointer
        });
        Faults::at(code, pointer, format!("{}.", message.trim_end_matches('.')))
    }
}

/// The code of what a type of ours refused, for `serde` hands on its text only.
fn code_of(message: &str) -> FaultCode {
    let has = |part: &&str| message.contains(*part);
    if has(&"unknown field") {
        "unknown_field"
    } else if has(&"missing field") {
        "missing_field"
    } else if has(&"is not a currency code") {
        "unknown_currency"
    } else if has(&"is not a decimal number") {
        "not_a_number"
    } else if ["is not a date", "is not an instant", "lies outside the calendar", "the period ends"]
        .iter()
        .any(has)
    {
        "invalid_time"
    } else if has(&"; accepted is") {
        "out_of_range"
    } else {
        "wrong_type"
    }
}

impl Error for Misread {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(None, message.to_string())
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Bool(value) => format!("boolean `{value}`"),
            Unexpected::Unsigned(value) => format!("integer `{value}`"),
            Unexpected::Signed(value) => format!("integer `{value}`"),
            Unexpected::Str(text) => format!("string {text:?}"),
            Unexpected::Seq => "sequence".to_owned(),
            Unexpected::Map => "map".to_owned(),
            Unexpected::UnitVariant => "the name of a variant alone".to_owned(),
            Unexpected::Other(what) => what.to_owned(),
            _ => "another value".to_owned(),
        };
        Self::new(Some("wrong_type"), format!("invalid type: {found}, expected {expected}"))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    #[cold]
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(None, format!("invalid length {length}, expected {expected}"))
    }

    #[cold]
    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Self {
        let accepted = expected.join("`, `");
        let message = format!("unknown variant `{name}`, expected one of `{accepted}`");
        Self::new(Some("wrong_type"), message)
    }

    #[cold]
    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Self {
        let accepted = expected.join("`, `");
        let message = format!("unknown field `{name}`, expected one of `{accepted}`");
        Self::new(Some("unknown_field"), message)
    }

    #[cold]
    fn missing_field(name: &'static str) -> Self {
        Self::new(Some("missing_field"), format!("missing field `{name}`"))
    }

    #[cold]
    fn duplicate_field(name: &'static str) -> Self {
        Self::new(Some("wrong_type"), format!("duplicate field `{name}`")).within(name)
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl std::error::Error for Misread {}
