//! Names of time zones.

use std::{fmt, str::FromStr, sync::Arc};

use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{CalendarError, error::cut};

/// The IANA name of a time zone, such as `Asia/Tokyo`. Whether it is known is seen when it is used:
/// a name may be valid here and unknown to the table at hand.
///
/// ```
/// use seikyu_calendar::ZoneName;
///
/// let zone: ZoneName = "America/Argentina/Buenos_Aires".parse()?;
/// assert_eq!(zone.as_str(), "America/Argentina/Buenos_Aires");
/// assert!("Tokyo time".parse::<ZoneName>().is_err());
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneName(Arc<str>);

/// Longer names do not occur: the longest of the IANA table has 32 characters.
const LENGTH_MAX: usize = 64;

impl ZoneName {
    /// UTC, the one zone that is always known.
    #[must_use]
    pub fn utc() -> Self {
        Self("UTC".into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ZoneName {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let valid = text.len() <= LENGTH_MAX
            && text.split('/').all(|part| {
                part.starts_with(|first: char| first.is_ascii_alphabetic())
                    && part
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
            });
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(CalendarError::NotAZoneName { found: cut(text) })
        }
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for ZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for ZoneName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ZoneName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::text(deserializer, "a time zone such as Asia/Tokyo")
    }
}
