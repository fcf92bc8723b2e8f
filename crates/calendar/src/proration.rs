//! What proration counts: days, seconds, or days of the 30/360 year.

use serde::{Deserialize, Serialize};

use crate::{CalendarError, Date, Period, ZoneName, Zones};

/// What a proration counts. Every count adds up: a period cut in two counts what its parts count
/// together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ProrationUnit {
    /// Calendar days in the contract's zone; a day with a clock change is one day. A day belongs to
    /// the part in which it ends, so the day of a change belongs to what comes after it.
    #[default]
    #[serde(rename = "day")]
    Day,
    /// Seconds as they pass; a day with a clock change has 23 or 25 hours of them.
    #[serde(rename = "second")]
    Second,
    /// Months of 30 days and years of 360, after the European rule (30E/360): a 31st counts as the
    /// 30th. A month from 1st to 1st has 30 days whatever its length; the last days of February
    /// count for those that are not there, and a 31st counts nothing.
    #[serde(rename = "30/360")]
    Thirty360,
}

impl ProrationUnit {
    /// How many of the unit lie in a period.
    ///
    /// ```
    /// use seikyu_calendar::{Period, ProrationUnit, Zones};
    ///
    /// let zones = Zones::iana();
    /// let paris = "Europe/Paris".parse()?;
    /// // March 2026, in which clocks go forward by an hour on the 29th.
    /// let start = zones.start_of(&paris, "2026-03-01".parse()?)?;
    /// let march = Period::new(start, zones.start_of(&paris, "2026-04-01".parse()?)?)?;
    /// assert_eq!(ProrationUnit::Day.count(&march, (&paris, &zones))?, 31);
    /// assert_eq!(ProrationUnit::Second.count(&march, (&paris, &zones))?, 31 * 86_400 - 3_600);
    /// assert_eq!(ProrationUnit::Thirty360.count(&march, (&paris, &zones))?, 30);
    /// # Ok::<(), seikyu_calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`], [`CalendarError::OutsideCalendar`].
    pub fn count(
        self,
        period: &Period,
        (zone, zones): (&ZoneName, &Zones),
    ) -> Result<u64, CalendarError> {
        if self == Self::Second {
            return Ok(period.seconds());
        }
        let first = zones.date_of(zone, period.start())?;
        let next = zones.date_of(zone, period.end())?;
        // Days never go back as time goes on, so neither difference is below zero.
        Ok(match self {
            Self::Thirty360 => day_of_360(next).abs_diff(day_of_360(first)),
            _ => first.days_to(next).unsigned_abs(),
        })
    }

    /// The word for what is counted.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Second => "second",
            Self::Thirty360 => "day of 30/360",
        }
    }
}

fn day_of_360(date: Date) -> i64 {
    let (_, _, day) = date.ymd();
    date.month_index().saturating_mul(30).saturating_add(i64::from(day.min(30)))
}
