//! Intervals: how often something recurs.

use serde::{Deserialize, Serialize};

use crate::CalendarError;

/// A unit of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalUnit {
    /// A calendar day.
    Day,
    /// Seven days.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    HalfYear,
    /// Twelve months.
    Year,
}

/// How often something recurs: 1 to 1000 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "IntervalForm")]
pub struct Interval {
    unit: IntervalUnit,
    count: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IntervalForm {
    unit: IntervalUnit,
    count: u32,
}

impl TryFrom<IntervalForm> for Interval {
    type Error = CalendarError;

    fn try_from(form: IntervalForm) -> Result<Self, CalendarError> {
        Self::new(form.unit, form.count)
    }
}

/// A number of days or of months.
pub(crate) enum Span {
    Days(u32),
    Months(u32),
}

impl Interval {
    /// One month.
    pub const MONTH: Self = Self { unit: IntervalUnit::Month, count: 1 };

    /// An interval.
    ///
    /// # Errors
    /// [`CalendarError::IntervalCount`] for a count outside 1 to 1000.
    pub const fn new(unit: IntervalUnit, count: u32) -> Result<Self, CalendarError> {
        if count >= 1 && count <= 1000 {
            Ok(Self { unit, count })
        } else {
            Err(CalendarError::IntervalCount { found: count })
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
        let times = |length: u32| self.count.saturating_mul(length);
        match self.unit {
            IntervalUnit::Day => Span::Days(self.count),
            IntervalUnit::Week => Span::Days(times(7)),
            IntervalUnit::Month => Span::Months(self.count),
            IntervalUnit::Quarter => Span::Months(times(3)),
            IntervalUnit::HalfYear => Span::Months(times(6)),
            IntervalUnit::Year => Span::Months(times(12)),
        }
    }
}
