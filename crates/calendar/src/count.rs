//! Reading small whole numbers from JSON, with this crate's own sentences as errors.

use std::fmt;

use serde::{
    Deserializer,
    de::{self, Visitor},
};

use crate::CalendarError;

/// Reads a whole number up to `u16::MAX`; `check` gets it if it is one, and always as it was written.
pub(crate) fn count<'de, D, T>(
    deserializer: D,
    expected: &'static str,
    check: fn(&dyn fmt::Display, Option<u16>) -> Result<T, CalendarError>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct Count<T> {
        expected: &'static str,
        check: fn(&dyn fmt::Display, Option<u16>) -> Result<T, CalendarError>,
    }

    impl<T> Visitor<'_> for Count<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.expected)
        }

        fn visit_u64<E: de::Error>(self, count: u64) -> Result<T, E> {
            (self.check)(&count, u16::try_from(count).ok()).map_err(E::custom)
        }

        fn visit_i64<E: de::Error>(self, count: i64) -> Result<T, E> {
            (self.check)(&count, u16::try_from(count).ok()).map_err(E::custom)
        }
    }

    deserializer.deserialize_u64(Count { expected, check })
}
