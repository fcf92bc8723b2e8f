//! Time for billing: instants, dates, zones, recurring half-open periods, proration and due dates.
//!
//! What this crate guarantees:
//!
//! - **No clock.** Time is an argument; the same input gives the same answer, today and in ten years.
//! - **Periods are half open and tile.** The end of a period is the start of the next, so no instant
//!   is billed twice or not at all.
//! - **Anchors do not drift.** Period k is computed from the anchor, never from period k−1: 31 January
//!   is followed by 28 February and then by 31 March.
//! - **Days are calendar days in the contract's zone.** A day with a clock change is one day.
//! - **Fractions are exact.** 16 of 31 days stays `16/31`, on the line and in the sum.
//! - **One answer everywhere.** A zone given as data ([`Zones::from_data`]) answers as the table it was
//!   exported from ([`Zones::export`]); so the browser, which does not carry the table, bills alike.
//! - **No panics.** What cannot be answered is a [`CalendarError`], and says what is accepted.
//!
//! # From a contract to its periods
//!
//! A contract has a zone and a first day. [`Recurrence`] makes periods of it, [`Zones`] tells when each
//! begins, and [`Fraction`] how much of one is charged:
//!
//! ```
//! use seikyu_calendar::{Fraction, Interval, Period, ProrationUnit, Recurrence, Zones};
//!
//! let zones = Zones::iana();
//! let monthly =
//!     Recurrence::anniversary("2026-01-31".parse()?, Interval::MONTH, "Asia/Tokyo".parse()?);
//!
//! // The second period runs from 28 February to 31 March, midnight to midnight in Tokyo.
//! let period = monthly.period(1, &zones)?;
//! assert_eq!(period.to_string(), "2026-02-27T15:00:00Z to 2026-03-30T15:00:00Z");
//!
//! // It is left on 16 March: 16 of its 31 days are charged.
//! let left = zones.start_of(monthly.zone(), "2026-03-16".parse()?)?;
//! let kept = Period::new(period.start(), left)?;
//! let fraction = Fraction::of(&kept, &period, ProrationUnit::Day, (monthly.zone(), &zones))?;
//! assert_eq!(fraction.to_string(), "16/31");
//! # Ok::<(), seikyu_calendar::CalendarError>(())
//! ```
//!
//! # In JSON
//!
//! Instants are RFC 3339 in UTC (`"2026-11-30T15:00:00Z"`), dates `"2026-12-01"`, zones their IANA
//! names, intervals `{"unit":"month","count":1}`, periods `{"start":…,"end":…}`. What is refused is
//! refused with the sentence of its [`CalendarError`].
//!
//! # Features
//!
//! `iana` (default): the whole time-zone table, [`Zones::iana`]. Without it only UTC and the zones that
//! are given as data are known.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

mod business_day;
mod count;
mod date;
mod due;
mod error;
mod fraction;
mod instant;
mod interval;
mod period;
mod proration;
mod recurrence;
#[cfg(feature = "schema")]
mod schema;
mod zone;

pub use business_day::BusinessDays;
pub use date::{Date, Weekday};
pub use due::{DueTerm, TermDays};
pub use error::CalendarError;
pub use fraction::Fraction;
pub use instant::Instant;
pub use interval::{Interval, IntervalUnit};
pub use period::Period;
pub use proration::ProrationUnit;
pub use recurrence::{Alignment, Recurrence};
pub use zone::{Offset, Since, ZoneData, ZoneName, Zones};
