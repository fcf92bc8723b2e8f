//! Time for billing: instants, dates, zones, recurring half-open periods and proration fractions.
//!
//! - Instants are UTC; periods are half open, `[start, end)`.
//! - Period k is computed from the anchor, never from period k−1, so 31 January is followed by
//!   28 February and then 31 March (design.md section 6).
//! - Days are calendar days in the contract's zone: a day with a clock change is one day.
//! - There is no clock here: time is an argument.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

mod date;
mod error;
mod fraction;
mod instant;
mod interval;
mod period;
mod recurrence;
mod zone;

pub use date::Date;
pub use error::CalendarError;
pub use fraction::{Fraction, ProrationUnit};
pub use instant::Instant;
pub use interval::{Interval, IntervalUnit};
pub use period::Period;
pub use recurrence::Recurrence;
pub use zone::{Offset, ZoneData, ZoneName, Zones};
