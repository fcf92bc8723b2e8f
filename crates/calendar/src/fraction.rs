//! Proration fractions: exact, and as they are printed on a line.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{CalendarError, Date, Period, ZoneName, Zones};

/// A part of a period as counted, not reduced: 16 of 31 days is `16/31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Fraction {
    numerator: u64,
    denominator: u64,
}

/// What a proration counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProrationUnit {
    /// Calendar days in the contract's zone.
    #[default]
    Day,
    /// Seconds.
    Second,
    /// Months of 30 days and years of 360 (30E/360: a 31st counts as the 30th).
    #[serde(rename = "30/360")]
    Thirty360,
}

impl Fraction {
    /// The part of a whole period, counted in a unit.
    ///
    /// # Errors
    /// [`CalendarError::NotWithin`] for a part that sticks out, [`CalendarError::UnknownZone`].
    pub fn of(
        part: &Period,
        whole: &Period,
        unit: ProrationUnit,
        (zone, zones): (&ZoneName, &Zones),
    ) -> Result<Self, CalendarError> {
        if part.start() < whole.start() || part.end() > whole.end() {
            return Err(CalendarError::NotWithin {
                part: part.to_string(),
                whole: whole.to_string(),
            });
        }
        let count = |period: &Period| -> Result<u64, CalendarError> {
            let length = match unit {
                ProrationUnit::Second => period.end().unix().saturating_sub(period.start().unix()),
                ProrationUnit::Day | ProrationUnit::Thirty360 => {
                    let from = zones.date_of(zone, period.start())?;
                    let to = zones.date_of(zone, period.end())?;
                    if unit == ProrationUnit::Day { from.days_to(to) } else { days_360(from, to) }
                }
            };
            Ok(u64::try_from(length).unwrap_or_default())
        };
        Ok(Self { numerator: count(part)?, denominator: count(whole)?.max(1) })
    }

    /// What is counted of the part.
    #[must_use]
    pub const fn numerator(&self) -> u64 {
        self.numerator
    }

    /// What is counted of the whole; never zero.
    #[must_use]
    pub const fn denominator(&self) -> u64 {
        self.denominator
    }
}

fn days_360(from: Date, to: Date) -> i64 {
    let count = |date: Date| {
        let (year, month, day) = date.ymd();
        i64::from(year)
            .saturating_mul(360)
            .saturating_add(i64::from(month).saturating_mul(30))
            .saturating_add(i64::from(day.min(30)))
    };
    count(to).saturating_sub(count(from))
}

impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.numerator, self.denominator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(part: [&str; 2], whole: [&str; 2], unit: ProrationUnit, expect: &str) {
        let zones = Zones::iana();
        let zone: ZoneName = "Europe/Paris".parse().unwrap();
        let period = |[start, end]: [&str; 2]| {
            let start = zones.start_of(&zone, start.parse().unwrap()).unwrap();
            Period::new(start, zones.start_of(&zone, end.parse().unwrap()).unwrap()).unwrap()
        };
        let fraction = Fraction::of(&period(part), &period(whole), unit, (&zone, &zones));
        assert_eq!(fraction.map(|fraction| fraction.to_string()), Ok(expect.to_owned()));
    }

    #[test]
    fn days_are_calendar_days_and_stay_unreduced() {
        use ProrationUnit::{Day, Second, Thirty360};
        let march = ["2026-03-01", "2026-04-01"];
        check(["2026-03-16", "2026-04-01"], march, Day, "16/31");
        // The clocks change on 29 March 2026: the month is an hour short in seconds only.
        check(["2026-03-28", "2026-03-30"], march, Day, "2/31");
        check(["2026-03-28", "2026-03-30"], march, Second, "169200/2674800");
        check(["2026-03-16", "2026-04-01"], march, Thirty360, "15/30");
    }
}
