//! Instants in UTC, to the second.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Timelike, Utc};
use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{CalendarError, Date, date::in_calendar, error::cut};

/// An instant in UTC, to the second, in the years 1900 to 2500.
///
/// Reads RFC 3339 with any offset and always writes it in UTC, so that equal instants are equal texts.
/// Fractions of a second are dropped, and a leap second is the second before it: billing counts no
/// finer, and an event never moves into a later period by being rounded up.
///
/// ```
/// use seikyu_calendar::Instant;
///
/// let instant: Instant = "2026-12-01T00:00:00.999+09:00".parse()?;
/// assert_eq!(instant.to_string(), "2026-11-30T15:00:00Z");
/// assert_eq!(instant.plus_seconds(3600)?.to_string(), "2026-11-30T16:00:00Z");
///
/// let error = "1 December".parse::<Instant>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "“1 December” is not an instant; accepted is RFC 3339 such as 2026-12-01T00:00:00Z",
/// );
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
        DateTime::from_timestamp(seconds, 0).and_then(Self::checked).ok_or_else(|| {
            CalendarError::OutsideCalendar { found: format!("second {seconds} of 1970") }
        })
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
        self.unix().checked_add(seconds).and_then(|sum| Self::from_unix(sum).ok()).ok_or_else(
            || CalendarError::OutsideCalendar { found: format!("{self} plus {seconds} seconds") },
        )
    }

    fn checked(instant: DateTime<Utc>) -> Option<Self> {
        in_calendar(instant.year()).then_some(Self(instant))
    }
}

impl FromStr for Instant {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let seconds =
            parse(text).ok_or_else(|| CalendarError::NotAnInstant { found: cut(text) })?;
        Self::from_unix(seconds).map_err(|_| CalendarError::OutsideCalendar { found: cut(text) })
    }
}

/// Seconds since 1970 of RFC 3339: date, `T`, time with an optional fraction, and `Z` or an offset. The
/// formatter of chrono would add a tenth to the browser engine's size.
fn parse(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', 't'])?;
    let (clock, zone) = time.split_at_checked(time.find(['Z', 'z', '+', '-'])?)?;
    let clock = match clock.split_once('.') {
        None => clock,
        Some((clock, fraction)) => {
            let digits = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
            digits.then_some(clock)?
        }
    };
    let [hour, minute, second] = numbers(clock)?;
    // Second 60 is a leap second.
    let of_day = seconds(hour, minute).filter(|_| second <= 60)?.checked_add(second.min(59))?;
    let offset = match zone {
        "Z" | "z" => 0,
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let [hours, minutes] = numbers(zone.get(1..)?)?;
            seconds(hours, minutes)?.checked_mul(sign)?
        }
    };
    let midnight = date.parse::<Date>().ok()?.day_index().checked_mul(86_400)?;
    midnight.checked_add(of_day)?.checked_sub(offset)
}

fn seconds(hours: i64, minutes: i64) -> Option<i64> {
    let valid = hours < 24 && minutes < 60;
    valid.then(|| hours.saturating_mul(3600).saturating_add(minutes.saturating_mul(60)))
}

/// Two-digit numbers separated by colons.
fn numbers<const N: usize>(text: &str) -> Option<[i64; N]> {
    let mut parts = text.split(':');
    let mut numbers = [0; N];
    for number in &mut numbers {
        let part = parts.next()?;
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        *number = if digits { part.parse().ok()? } else { return None };
    }
    parts.next().is_none().then_some(numbers)
}

impl fmt::Display for Instant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.day());
        let (hour, minute, second) = (self.0.hour(), self.0.minute(), self.0.second());
        write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
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
        form::text(deserializer, "an instant such as 2026-12-01T00:00:00Z")
    }
}
