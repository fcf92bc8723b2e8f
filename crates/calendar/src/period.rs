//! Half-open periods.

use std::fmt;

use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{CalendarError, Instant};

/// A half-open period `[start, end)`, never empty: the start belongs to it, the end to the next.
///
/// ```
/// use seikyu_calendar::Period;
///
/// let start = "2026-11-30T15:00:00Z".parse()?;
/// let end = "2026-12-31T15:00:00Z".parse()?;
/// let december = Period::new(start, end)?;
/// assert!(december.contains(start));
/// assert!(!december.contains(end));
/// assert_eq!(december.seconds(), 31 * 86_400);
///
/// assert_eq!(
///     Period::new(end, start).unwrap_err().to_string(),
///     "the period ends at 2026-11-30T15:00:00Z, not after its start 2026-12-31T15:00:00Z; \
///      accepted is a later end",
/// );
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Period {
    start: Instant,
    end: Instant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodForm {
    start: Instant,
    end: Instant,
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::object::<PeriodForm, Self, D>(deserializer)
    }
}

impl TryFrom<PeriodForm> for Period {
    type Error = CalendarError;

    fn try_from(form: PeriodForm) -> Result<Self, CalendarError> {
        Self::new(form.start, form.end)
    }
}

impl Period {
    /// A period.
    ///
    /// # Errors
    /// [`CalendarError::EmptyPeriod`] when it does not end after it starts.
    pub fn new(start: Instant, end: Instant) -> Result<Self, CalendarError> {
        if start < end {
            Ok(Self { start, end })
        } else {
            Err(CalendarError::EmptyPeriod { start, end })
        }
    }

    /// The first instant.
    #[must_use]
    pub const fn start(&self) -> Instant {
        self.start
    }

    /// The first instant after it.
    #[must_use]
    pub const fn end(&self) -> Instant {
        self.end
    }

    /// Whether an instant lies within.
    #[must_use]
    pub fn contains(&self, instant: Instant) -> bool {
        self.start <= instant && instant < self.end
    }

    /// Whether the other period lies wholly within this one.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// What the two periods have in common, if anything.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end)).ok()
    }

    /// Seconds from start to end; never zero.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        self.end.unix().abs_diff(self.start.unix())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.start, self.end)
    }
}
