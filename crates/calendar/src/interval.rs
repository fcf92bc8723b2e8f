//! Intervals: how often something recurs.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{CalendarError, count::count};

/// A unit of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum IntervalUnit {
    /// A calendar day.
    Day,
    /// Seven days; a calendar week begins on Monday.
    Week,
    /// A month.
    Month,
    /// Three months; a calendar quarter begins in January, April, July or October.
    Quarter,
    /// Six months; a calendar half-year begins in January or July.
    HalfYear,
    /// Twelve months; a calendar year begins in January.
    Year,
}

/// How often something recurs: 1 to 1000 units.
///
/// ```
/// use seikyu_calendar::{Interval, IntervalUnit};
///
/// let interval: Interval = serde_json::from_str(r#"{"unit":"half_year","count":1}"#)?;
/// assert_eq!(interval, Interval::new(IntervalUnit::HalfYear, 1)?);
///
/// let error = serde_json::from_str::<Interval>(r#"{"unit":"month","count":0}"#).unwrap_err();
/// assert!(error.to_string().starts_with(
///     "an interval of 0 units was given; accepted is a whole number from 1 to 1000"
/// ));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Interval {
    unit: IntervalUnit,
    #[serde(deserialize_with = "read_count")]
    count: u32,
}

fn read_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    count(deserializer, "a whole number from 1 to 1000", |found, count| {
        count
            .map(u32::from)
            .filter(|count| Interval::COUNTS.contains(count))
            .ok_or_else(|| CalendarError::IntervalCount { found: found.to_string() })
    })
}

/// An interval as what is added to a date.
#[derive(Clone, Copy)]
pub(crate) enum Span {
    Days(i64),
    Months(i64),
}

impl Interval {
    /// One day.
    pub const DAY: Self = Self { unit: IntervalUnit::Day, count: 1 };
    /// One month.
    pub const MONTH: Self = Self { unit: IntervalUnit::Month, count: 1 };
    /// One year.
    pub const YEAR: Self = Self { unit: IntervalUnit::Year, count: 1 };

    const COUNTS: std::ops::RangeInclusive<u32> = 1..=1000;

    /// An interval.
    ///
    /// # Errors
    /// [`CalendarError::IntervalCount`] for a count outside 1 to 1000.
    pub fn new(unit: IntervalUnit, count: u32) -> Result<Self, CalendarError> {
        if Self::COUNTS.contains(&count) {
            Ok(Self { unit, count })
        } else {
            Err(CalendarError::IntervalCount { found: count.to_string() })
        }
    }

    /// The unit.
    #[must_use]
    pub const fn unit(self) -> IntervalUnit {
        self.unit
    }

    /// How many units.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.count
    }

    pub(crate) fn span(self) -> Span {
        let times = |length: i64| i64::from(self.count).saturating_mul(length);
        match self.unit {
            IntervalUnit::Day => Span::Days(times(1)),
            IntervalUnit::Week => Span::Days(times(7)),
            IntervalUnit::Month => Span::Months(times(1)),
            IntervalUnit::Quarter => Span::Months(times(3)),
            IntervalUnit::HalfYear => Span::Months(times(6)),
            IntervalUnit::Year => Span::Months(times(12)),
        }
    }
}
