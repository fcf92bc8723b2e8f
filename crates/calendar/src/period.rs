//! Half-open periods.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{CalendarError, Instant};

/// A half-open period `[start, end)`, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "PeriodForm")]
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
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.start, self.end)
    }
}
