//! Reading JSON with faults that name their field.
//!
//! The functions that read or write a whole form are `#[inline]`: readers and writers are then compiled
//! in the crate that calls them, for size in the browser, while the arithmetic is compiled for speed.

use serde::de::DeserializeOwned;

use super::{misread::Misread, tree::Tree};
use crate::wire::Faults;

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
    let tree: Tree<'_> = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    T::deserialize(&tree).map_err(Misread::into_faults)
}

fn malformed(error: &serde_json::Error) -> Faults {
    Faults::whole("malformed_json", format!("The text is not JSON: {error}."))
}
