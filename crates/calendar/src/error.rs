//! What can go wrong with time.

use thiserror::Error;

use crate::Instant;

/// A refusal by the calendar. Every message says what was found and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The text is no instant.
    #[error("“{found}” is not an instant; accepted is RFC 3339 such as 2026-12-01T00:00:00Z")]
    NotAnInstant {
        /// The text that was given.
        found: String,
    },
    /// The text is no date.
    #[error("“{found}” is not a date; accepted is YYYY-MM-DD such as 2026-12-01")]
    NotADate {
        /// The text that was given.
        found: String,
    },
    /// An instant or date lies outside the years 1900 to 2500.
    #[error("{found} lies outside the calendar; accepted are the years 1900 to 2500")]
    OutsideCalendar {
        /// The instant, date or period that was asked for.
        found: String,
    },
    /// The zone is not known.
    #[error("“{found}” is not a known time zone; accepted is an IANA name such as Asia/Tokyo")]
    UnknownZone {
        /// The name that was given.
        found: String,
    },
    /// A period ends before or where it starts.
    #[error(
        "the period ends at {end}, which is not after its start {start}; accepted is a later end"
    )]
    EmptyPeriod {
        /// Start of the period.
        start: Instant,
        /// End of the period.
        end: Instant,
    },
    /// An interval of zero, or of too many units.
    #[error("an interval of {found} units was given; accepted are 1 to 1000")]
    IntervalCount {
        /// The count that was given.
        found: u32,
    },
    /// A part of a period that does not lie within the whole.
    #[error("the part {part} does not lie within {whole}; accepted is a part of the period")]
    NotWithin {
        /// The part.
        part: String,
        /// The whole.
        whole: String,
    },
    /// Zone data whose offsets do not rise in time.
    #[error("the offsets of “{zone}” are not in order of time; accepted are rising instants")]
    ZoneDataNotRising {
        /// The zone.
        zone: String,
    },
}
