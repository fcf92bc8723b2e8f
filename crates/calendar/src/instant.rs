//! Instants in UTC, to the second.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, SecondsFormat, TimeZone, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::CalendarError;

/// An instant in UTC, to the second, in the years 1900 to 2500. Prints as RFC 3339 with `Z`; reads any
/// offset.
///
/// ```
/// use seikyu_calendar::Instant;
/// let instant: Instant = "2026-12-01T09:00:00+09:00".parse()?;
/// assert_eq!(instant.to_string(), "2026-12-01T00:00:00Z");
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(DateTime<Utc>);

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(DateTime::UNIX_EPOCH);

    /// An instant from seconds since 1970.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn from_unix(seconds: i64) -> Result<Self, CalendarError> {
        Utc.timestamp_opt(seconds, 0)
            .single()
            .and_then(Self::checked)
            .ok_or_else(|| CalendarError::OutsideCalendar { found: format!("second {seconds}") })
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0.timestamp()
    }

    /// The instant a number of seconds later, or earlier when below zero.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn plus_seconds(self, seconds: i64) -> Result<Self, CalendarError> {
        let sum = self.unix().checked_add(seconds);
        let outside = || CalendarError::OutsideCalendar { found: format!("{self} + {seconds} s") };
        Self::from_unix(sum.ok_or_else(outside)?)
    }

    fn checked(instant: DateTime<Utc>) -> Option<Self> {
        (1900..=2500).contains(&instant.year()).then_some(Self(instant))
    }
}

impl FromStr for Instant {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let refuse = || CalendarError::NotAnInstant { found: text.chars().take(60).collect() };
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| refuse())?;
        let whole = instant.with_timezone(&Utc).with_nanosecond(0).ok_or_else(refuse)?;
        Self::checked(whole)
            .ok_or_else(|| CalendarError::OutsideCalendar { found: text.to_owned() })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
