//! Calendar dates.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::CalendarError;

/// A calendar date in the years 1900 to 2500, written YYYY-MM-DD.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub(crate) NaiveDate);

impl Date {
    /// A date.
    ///
    /// # Errors
    /// [`CalendarError::NotADate`] for a day that is not there, such as 30 February.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, CalendarError> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::checked).ok_or_else(|| {
            CalendarError::NotADate { found: format!("{year:04}-{month:02}-{day:02}") }
        })
    }

    pub(crate) fn checked(date: NaiveDate) -> Option<Self> {
        (1900..=2500).contains(&date.year()).then_some(Self(date))
    }

    /// Year, month from 1, day from 1.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// Days from this date to another; below zero when the other is earlier.
    #[must_use]
    pub fn days_to(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    /// The date a number of days later.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn plus_days(self, days: u64) -> Result<Self, CalendarError> {
        let later = self.0.checked_add_days(Days::new(days)).and_then(Self::checked);
        later.ok_or_else(|| self.outside(days, "days"))
    }

    /// The date a number of months later; the day is the same, or the month's last where it is not
    /// there.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn plus_months(self, months: u32) -> Result<Self, CalendarError> {
        let later = self.0.checked_add_months(Months::new(months)).and_then(Self::checked);
        later.ok_or_else(|| self.outside(u64::from(months), "months"))
    }

    fn outside(self, count: u64, unit: &str) -> CalendarError {
        CalendarError::OutsideCalendar { found: format!("{self} + {count} {unit}") }
    }
}

impl FromStr for Date {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let refuse = || CalendarError::NotADate { found: text.chars().take(60).collect() };
        if text.len() != 10 {
            return Err(refuse());
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| refuse())?;
        Self::checked(date).ok_or_else(|| CalendarError::OutsideCalendar { found: text.to_owned() })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
