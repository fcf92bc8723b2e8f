//! Reading JSON with faults that name their field.
//!
//! The functions that read or write a whole form are `#[inline]`: readers and writers are then compiled
//! in the crate that calls them, for size in the browser, while the arithmetic is compiled for speed.

use serde::de::DeserializeOwned;

use crate::wire::{Faults, locate::locate};

/// The largest text that is read, in bytes.
pub const BODY_MAX_BYTES: usize = 1_048_576;

/// Reads a form from JSON text.
///
/// # Errors
/// `too_large` beyond 1 MiB, `malformed_json` when the text is not JSON, else the first field that is
/// not as the form wants it, with its pointer.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Faults> {
    if text.len() > BODY_MAX_BYTES {
        return Err(Faults::whole(
            "too_large",
            format!(
                "The document has {} bytes; accepted are at most {BODY_MAX_BYTES}.",
                text.len()
            ),
        ));
    }
    serde_json::from_str(text)
        .map_err(|error| if error.is_data() { data_fault(text, &error) } else { malformed(&error) })
}

fn malformed(error: &serde_json::Error) -> Faults {
    Faults::whole("malformed_json", format!("The text is not JSON: {error}."))
}

fn data_fault(text: &str, error: &serde_json::Error) -> Faults {
    let message = error.to_string();
    // serde_json appends the place in the text; the pointer says it better.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
    let code = if message.contains("unknown field") {
        "unknown_field"
    } else if message.contains("missing field") {
        "missing_field"
    } else if message.contains("is not a currency code") {
        "unknown_currency"
    } else if message.contains("is not a decimal number") {
        "not_a_number"
    } else if ["is not a date", "is not an instant", "lies outside the calendar", "the period ends"]
        .iter()
        .any(|part| message.contains(part))
    {
        "invalid_time"
    } else if message.contains("; accepted is") {
        "out_of_range"
    } else {
        "wrong_type"
    };
    Faults::at(code, locate(text, error), format!("{}.", message.trim_end_matches('.')))
}
