//! What can go wrong with time: bad input, or a question that the calendar cannot answer.

use thiserror::Error;

use crate::{Date, Instant, Period};

/// A refusal by the calendar. Every message says what was found and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The text is no instant.
    #[error("“{found}” is not an instant; accepted is RFC 3339 such as 2026-12-01T00:00:00Z")]
    NotAnInstant {
        /// The text that was given, cut to 60 characters.
        found: String,
    },
    /// The text or the numbers are no date of the calendar.
    #[error("“{found}” is not a date; accepted is a day written YYYY-MM-DD such as 2026-12-01")]
    NotADate {
        /// The text that was given, cut to 60 characters.
        found: String,
    },
    /// An instant or date lies outside the years 1900 to 2500.
    #[error("{found} lies outside the calendar; accepted is a time in the years 1900 to 2500")]
    OutsideCalendar {
        /// The instant, date or period that was asked for.
        found: String,
    },
    /// The text cannot be the name of a time zone.
    #[error(
        "“{found}” is not the name of a time zone; accepted is an IANA name such as Asia/Tokyo"
    )]
    NotAZoneName {
        /// The text that was given, cut to 60 characters.
        found: String,
    },
    /// The zone is not known.
    #[error(
        "“{found}” is not a known time zone; accepted is an IANA name such as Asia/Tokyo, or UTC"
    )]
    UnknownZone {
        /// The name that was given.
        found: String,
    },
    /// The data of a zone does not begin with the offset that holds since ever.
    #[error(
        "the offsets of “{zone}” do not begin with one from -infinity, or have a second such one; \
         accepted is exactly one, and it comes first"
    )]
    ZoneDataStart {
        /// The zone.
        zone: String,
    },
    /// The data of a zone is not in order of time, or two changes lie too close together.
    #[error(
        "the offset of “{zone}” from {found} follows too closely on the one before it; accepted is \
         a change at least 4 days after the previous one"
    )]
    ZoneDataNotRising {
        /// The zone.
        zone: String,
        /// When the later offset begins.
        found: Instant,
    },
    /// The data of a zone has an offset that no zone can have.
    #[error(
        "“{zone}” has an offset of {found} seconds; accepted is -64800 to 64800 seconds, which is \
         18 hours"
    )]
    ZoneDataOffset {
        /// The zone.
        zone: String,
        /// The offset in seconds east of UTC.
        found: i32,
    },
    /// A zone was given twice.
    #[error("the data of “{zone}” was given twice; accepted is each zone once")]
    ZoneDataTwice {
        /// The zone.
        zone: String,
    },
    /// A period ends before or where it starts.
    #[error("the period ends at {end}, not after its start {start}; accepted is a later end")]
    EmptyPeriod {
        /// Start of the period.
        start: Instant,
        /// End of the period.
        end: Instant,
    },
    /// An interval of zero, or of too many units.
    #[error("an interval of {found} units was given; accepted is a whole number from 1 to 1000")]
    IntervalCount {
        /// The count that was given.
        found: String,
    },
    /// An instant before a recurrence begins.
    #[error(
        "{found} lies before the first period, which starts at {start}; accepted is a later time"
    )]
    BeforeFirstPeriod {
        /// The instant that was asked for.
        found: Instant,
        /// Start of the first period.
        start: Instant,
    },
    /// A period that consists of days which its zone left out.
    #[error(
        "period {index} begins on {date}, which {zone} left out of its calendar, and has no other \
         day; accepted is another period"
    )]
    SkippedPeriod {
        /// Index of the period.
        index: u32,
        /// Its first day.
        date: Date,
        /// The zone.
        zone: String,
    },
    /// A part of a period that does not lie within the whole.
    #[error("the part {part} does not lie within {whole}; accepted is a part of that period")]
    NotWithin {
        /// The part.
        part: Period,
        /// The whole.
        whole: Period,
    },
    /// A whole that counts nothing in the unit, so that no share of it can be taken.
    #[error("the period {whole} counts no {unit}; accepted is a longer period, or unit second")]
    NothingToCount {
        /// The whole period.
        whole: Period,
        /// The unit of proration.
        unit: &'static str,
    },
    /// A fraction that is no part of a whole.
    #[error(
        "{numerator}/{denominator} is not a part of a whole; accepted is a numerator up to the \
         denominator, which is at least 1"
    )]
    NotAFraction {
        /// What is counted of the part.
        numerator: u64,
        /// What is counted of the whole.
        denominator: u64,
    },
    /// A payment term of too many days.
    #[error("a term of {found} days was given; accepted is a whole number from 0 to 1000")]
    TermDays {
        /// The number of days that was given.
        found: String,
    },
    /// A week without a business day.
    #[error("a weekend of all seven days was given; accepted is at most six of them")]
    NoBusinessDay,
}

/// The text that was given, cut so that the error stays readable.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

impl CalendarError {
    /// A stable code for the error, for problem documents.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAnInstant { .. } => "not_an_instant",
            Self::NotADate { .. } => "not_a_date",
            Self::OutsideCalendar { .. } => "outside_calendar",
            Self::NotAZoneName { .. } => "not_a_zone_name",
            Self::UnknownZone { .. } => "unknown_zone",
            Self::ZoneDataStart { .. }
            | Self::ZoneDataNotRising { .. }
            | Self::ZoneDataOffset { .. }
            | Self::ZoneDataTwice { .. } => "invalid_zone_data",
            Self::EmptyPeriod { .. } => "empty_period",
            Self::IntervalCount { .. } => "interval_count",
            Self::BeforeFirstPeriod { .. } => "before_first_period",
            Self::SkippedPeriod { .. } => "skipped_period",
            Self::NotWithin { .. } => "not_within",
            Self::NothingToCount { .. } => "nothing_to_count",
            Self::NotAFraction { .. } => "not_a_fraction",
            Self::TermDays { .. } => "term_days",
            Self::NoBusinessDay => "no_business_day",
        }
    }
}
