//! Calendar dates.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDate, Weekday as ChronoWeekday};
use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{CalendarError, error::cut};

/// Whether a year is one that is accepted.
pub(crate) fn in_calendar(year: i32) -> bool {
    (1900..=2500).contains(&year)
}

/// A calendar date in the years 1900 to 2500, written YYYY-MM-DD.
///
/// A date is no instant: when it begins depends on the zone, see [`Zones::start_of`](crate::Zones).
///
/// ```
/// use seikyu_calendar::{Date, Weekday};
///
/// let date: Date = "2026-01-31".parse()?;
/// assert_eq!(date, Date::new(2026, 1, 31)?);
/// assert_eq!(date.weekday(), Weekday::Saturday);
/// assert_eq!(date.plus_days(1)?.to_string(), "2026-02-01");
/// assert_eq!(date.plus_months(1)?.to_string(), "2026-02-28");
/// assert_eq!(date.days_to(Date::new(2026, 3, 1)?), 29);
///
/// assert_eq!(
///     "2026-02-30".parse::<Date>().unwrap_err().to_string(),
///     "“2026-02-30” is not a date; accepted is a day written YYYY-MM-DD such as 2026-12-01",
/// );
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// A day of the week, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// The first day of the week (ISO 8601).
    Monday,
    /// The second day.
    Tuesday,
    /// The third day.
    Wednesday,
    /// The fourth day.
    Thursday,
    /// The fifth day.
    Friday,
    /// The sixth day.
    Saturday,
    /// The seventh day.
    Sunday,
}

impl Date {
    /// A date from its year, its month from 1 and its day from 1.
    ///
    /// # Errors
    /// [`CalendarError::NotADate`] for a day that is not there, such as 30 February;
    /// [`CalendarError::OutsideCalendar`].
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, CalendarError> {
        let text = || format!("{year:04}-{month:02}-{day:02}");
        let date = NaiveDate::from_ymd_opt(year, month, day)
            .ok_or_else(|| CalendarError::NotADate { found: text() })?;
        Self::checked(date).ok_or_else(|| CalendarError::OutsideCalendar { found: text() })
    }

    /// Year, month from 1, day from 1.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        match self.0.weekday() {
            ChronoWeekday::Mon => Weekday::Monday,
            ChronoWeekday::Tue => Weekday::Tuesday,
            ChronoWeekday::Wed => Weekday::Wednesday,
            ChronoWeekday::Thu => Weekday::Thursday,
            ChronoWeekday::Fri => Weekday::Friday,
            ChronoWeekday::Sat => Weekday::Saturday,
            ChronoWeekday::Sun => Weekday::Sunday,
        }
    }

    /// Days from this date to another; below zero when the other is earlier.
    #[must_use]
    pub fn days_to(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    /// The date a number of days later, or earlier when below zero.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn plus_days(self, days: i64) -> Result<Self, CalendarError> {
        let count = Days::new(days.unsigned_abs());
        let moved =
            if days < 0 { self.0.checked_sub_days(count) } else { self.0.checked_add_days(count) };
        moved.and_then(Self::checked).ok_or_else(|| CalendarError::OutsideCalendar {
            found: format!("{self} plus {days} days"),
        })
    }

    /// The date a number of months later, or earlier when below zero. The day is the same, or the
    /// month's last where it is not there: 31 January plus one month is 28 or 29 February. Adding
    /// one month twice is therefore not the same as adding two.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn plus_months(self, months: i64) -> Result<Self, CalendarError> {
        let moved = || {
            let index = self.month_index().checked_add(months)?;
            let year = i32::try_from(index.div_euclid(12)).ok()?;
            let month = u32::try_from(index.rem_euclid(12)).ok()?.checked_add(1)?;
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            let day = self.0.day().min(u32::from(first.num_days_in_month()));
            first.with_day(day).and_then(Self::checked)
        };
        moved().ok_or_else(|| CalendarError::OutsideCalendar {
            found: format!("{self} plus {months} months"),
        })
    }

    /// The last day of the date's month.
    ///
    /// # Errors
    /// None in the calendar's years; the result keeps callers free of panics.
    pub fn end_of_month(self) -> Result<Self, CalendarError> {
        let (year, month, _) = self.ymd();
        Self::new(year, month, u32::from(self.0.num_days_in_month()))
    }

    /// Months since year 0, for month arithmetic.
    pub(crate) fn month_index(self) -> i64 {
        i64::from(self.0.year()).saturating_mul(12).saturating_add(i64::from(self.0.month0()))
    }

    /// Days since 1970.
    pub(crate) fn day_index(self) -> i64 {
        self.0.signed_duration_since(NaiveDate::default()).num_days()
    }

    /// The date of a number of days since 1970.
    pub(crate) fn from_day_index(days: i64) -> Option<Self> {
        let count = Days::new(days.unsigned_abs());
        let epoch = NaiveDate::default();
        let date =
            if days < 0 { epoch.checked_sub_days(count) } else { epoch.checked_add_days(count) };
        date.and_then(Self::checked)
    }

    fn checked(date: NaiveDate) -> Option<Self> {
        in_calendar(date.year()).then_some(Self(date))
    }
}

impl FromStr for Date {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let refuse = || CalendarError::NotADate { found: cut(text) };
        let mut parts = text.split('-');
        let mut number = |length: usize| {
            parts
                .next()
                .filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|part| part.parse::<u32>().ok())
                .ok_or_else(refuse)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return Err(refuse());
        }
        Self::new(i32::try_from(year).map_err(|_| refuse())?, month, day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
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
        form::text(deserializer, "a date such as 2026-12-01")
    }
}
