//! Codes: the short names by which the parts of a price list refer to each other.

use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A code: 1 to 64 characters, a lower-case letter or digit first, then also `_`, `.` and `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Arc<str>);

impl Code {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Code {
    /// A code that is written in the program.
    pub(crate) fn fixed(code: &str) -> Self {
        debug_assert!(code.parse::<Self>().is_ok(), "{code}");
        Self(code.into())
    }
}

impl FromStr for Code {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let first = text.bytes().next().is_some_and(plain);
        let rest = text.bytes().all(|byte| plain(byte) || matches!(byte, b'_' | b'.' | b'-'));
        if first && rest && text.len() <= 64 {
            Ok(Self(text.into()))
        } else {
            let found: String = text.chars().take(70).collect();
            Err(format!(
                "“{found}” is not a code; accepted is 1 to 64 of a-z, 0-9, “_”, “.” and “-”, a \
                 letter or digit first"
            ))
        }
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::text(deserializer, "a code")
    }
}
