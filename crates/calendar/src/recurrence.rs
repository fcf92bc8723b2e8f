//! Recurrences: the periods of a contract, each computed from the anchor.

use crate::{CalendarError, Date, Interval, Period, ZoneName, Zones, interval::Span};

/// Periods that follow each other from an anchor date in a zone.
///
/// ```
/// use seikyu_calendar::{Interval, Recurrence, Zones};
/// let zones = Zones::iana();
/// let recurrence =
///     Recurrence::anniversary("2026-01-31".parse()?, Interval::MONTH, "Asia/Tokyo".parse()?);
/// let starts: Vec<String> = (0..3)
///     .map(|k| Ok(zones.date_of(recurrence.zone(), recurrence.period(k, &zones)?.start())?.to_string()))
///     .collect::<Result<_, seikyu_calendar::CalendarError>>()?;
/// assert_eq!(starts, ["2026-01-31", "2026-02-28", "2026-03-31"]);
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    anchor: Date,
    interval: Interval,
    zone: ZoneName,
}

impl Recurrence {
    /// Periods that begin on the anchor's day.
    #[must_use]
    pub const fn anniversary(anchor: Date, interval: Interval, zone: ZoneName) -> Self {
        Self { anchor, interval, zone }
    }

    /// The zone in which days begin.
    #[must_use]
    pub const fn zone(&self) -> &ZoneName {
        &self.zone
    }

    /// The first day of period `index`, from 0: the anchor plus `index` intervals, the day clamped to
    /// the month's last where it is not there.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn start_date(&self, index: u32) -> Result<Date, CalendarError> {
        let outside = || CalendarError::OutsideCalendar { found: format!("period {index}") };
        match self.interval.span() {
            Span::Days(days) => {
                let days = u64::from(days).checked_mul(u64::from(index)).ok_or_else(outside)?;
                self.anchor.plus_days(days)
            }
            Span::Months(months) => {
                self.anchor.plus_months(months.checked_mul(index).ok_or_else(outside)?)
            }
        }
    }

    /// Period `index`, from 0, from midnight to midnight of the zone.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`], [`CalendarError::UnknownZone`].
    pub fn period(&self, index: u32, zones: &Zones) -> Result<Period, CalendarError> {
        let next = index
            .checked_add(1)
            .ok_or_else(|| CalendarError::OutsideCalendar { found: format!("period {index}") })?;
        let start = zones.start_of(&self.zone, self.start_date(index)?)?;
        let end = zones.start_of(&self.zone, self.start_date(next)?)?;
        Period::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::IntervalUnit;

    #[track_caller]
    fn check(anchor: &str, unit: IntervalUnit, count: u32, expect: &[&str]) {
        let interval = Interval::new(unit, count).unwrap();
        let recurrence =
            Recurrence::anniversary(anchor.parse().unwrap(), interval, "UTC".parse().unwrap());
        let found: Vec<String> = (0..)
            .take(expect.len())
            .map(|index| recurrence.start_date(index).unwrap().to_string())
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn the_day_of_the_anchor_is_kept() {
        use IntervalUnit::{Day, HalfYear, Month, Quarter, Week, Year};
        check("2026-01-31", Month, 1, &["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
        check("2027-12-31", Month, 2, &["2027-12-31", "2028-02-29", "2028-04-30"]);
        check(
            "2024-02-29",
            Year,
            1,
            &["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
        );
        check("2026-11-30", Quarter, 1, &["2026-11-30", "2027-02-28", "2027-05-30"]);
        check("2026-08-31", HalfYear, 1, &["2026-08-31", "2027-02-28", "2027-08-31"]);
        check("2026-12-30", Week, 1, &["2026-12-30", "2027-01-06"]);
        check("2026-12-30", Day, 3, &["2026-12-30", "2027-01-02"]);
    }

    proptest! {
        /// 50 years of periods of any interval in any zone follow each other without gap or overlap.
        #[test]
        fn periods_tile_the_time_line(
            days in 0_u64..20_000,
            unit in prop::sample::select(vec![IntervalUnit::Week, IntervalUnit::Month, IntervalUnit::Quarter, IntervalUnit::Year]),
            count in 1_u32..4,
            zone in prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
        ) {
            let zones = Zones::iana();
            let anchor = Date::new(1970, 1, 2).unwrap().plus_days(days).unwrap();
            let interval = Interval::new(unit, count).unwrap();
            let recurrence = Recurrence::anniversary(anchor, interval, zone.name().parse().unwrap());
            let mut end = None;
            for index in 0..120 {
                let period = match recurrence.period(index, &zones) {
                    Ok(period) => period,
                    // A week cannot vanish, but a skipped day may make a day-long period empty.
                    Err(error) => return Err(TestCaseError::fail(error.to_string())),
                };
                prop_assert!(end.is_none_or(|end| end == period.start()));
                end = Some(period.end());
            }
        }
    }
}
