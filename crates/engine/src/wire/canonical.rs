//! Canonical bytes and their digest.

use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The canonical JSON of a form: fields in declared order, no white space, decimals as strings. The
/// same value gives the same bytes natively and in WebAssembly.
#[must_use]
pub fn canonical<T: Serialize>(value: &T) -> String {
    // Writing our own types to a string cannot fail: they have string keys and no floats.
    serde_json::to_string(value).unwrap_or_default()
}

/// The SHA-256 of a text, as 64 lower-case hexadecimal digits.
///
/// ```
/// let digest = seikyu_engine::wire::digest("");
/// assert!(digest.starts_with("e3b0c44298fc1c149afbf4c8996fb924"));
/// ```
#[must_use]
pub fn digest(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
