//! Recurrences: the periods of a contract, each computed from the anchor.

use serde::{Deserialize, Serialize};

use crate::interval::Span;
use crate::{CalendarError, Date, Instant, Interval, IntervalUnit, Period, ZoneName, Zones};

/// Where the periods of a recurrence begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// On the anchor's day: a contract from the 15th is billed from 15th to 15th.
    #[default]
    Anniversary,
    /// With the calendar's week, month, quarter, half-year or year; the first period is partial unless
    /// the anchor falls on such a day.
    Calendar,
}

/// Periods that follow each other without gap or overlap, from a first day in a zone.
///
/// **Period k is computed from the anchor, never from period k−1.** Its first day is the anchor plus k
/// intervals, clamped to the month's last day where the anchor's day is not there; so a contract from
/// 31 January is billed from 28 February, and then from 31 March again.
///
/// ```
/// use seikyu_calendar::{CalendarError, Date, Interval, Recurrence};
///
/// let starts = |anchor: &str, interval, count| -> Result<Vec<String>, CalendarError> {
///     let recurrence = Recurrence::anniversary(anchor.parse()?, interval, "Asia/Tokyo".parse()?);
///     (0..count).map(|k| Ok(recurrence.start_date(k)?.to_string())).collect()
/// };
/// assert_eq!(
///     starts("2026-01-31", Interval::MONTH, 4)?,
///     ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
/// );
/// assert_eq!(
///     starts("2024-02-29", Interval::YEAR, 5)?,
///     ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
/// );
/// # Ok::<(), CalendarError>(())
/// ```
///
/// Aligned with the calendar, the first period is the rest of the calendar period in which the anchor
/// lies, and [`Recurrence::full_period`] tells of what it is a part:
///
/// ```
/// use seikyu_calendar::{Fraction, Interval, ProrationUnit, Recurrence, Zones};
///
/// let zones = Zones::iana();
/// let recurrence =
///     Recurrence::calendar("2026-03-16".parse()?, Interval::MONTH, "Europe/Paris".parse()?)?;
/// let (part, whole) = (recurrence.period(0, &zones)?, recurrence.full_period(0, &zones)?);
/// assert_eq!(part.to_string(), "2026-03-15T23:00:00Z to 2026-03-31T22:00:00Z");
/// assert_eq!(whole.to_string(), "2026-02-28T23:00:00Z to 2026-03-31T22:00:00Z");
///
/// let fraction = Fraction::of(&part, &whole, ProrationUnit::Day, (recurrence.zone(), &zones))?;
/// assert_eq!(fraction.to_string(), "16/31");
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    anchor: Date,
    interval: Interval,
    zone: ZoneName,
    /// First day of period 0.
    first_day: Date,
    /// How many intervals after the anchor the whole begins of which period 0 is a part.
    first_step: i64,
    /// Seconds after midnight on the wall at which periods begin.
    time_of_day: i64,
}

impl Recurrence {
    /// Periods with either alignment.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn new(
        anchor: Date,
        interval: Interval,
        zone: ZoneName,
        alignment: Alignment,
    ) -> Result<Self, CalendarError> {
        match alignment {
            Alignment::Anniversary => Ok(Self::anniversary(anchor, interval, zone)),
            Alignment::Calendar => Self::calendar(anchor, interval, zone),
        }
    }

    /// Periods that begin on the anchor's day.
    #[must_use]
    pub const fn anniversary(anchor: Date, interval: Interval, zone: ZoneName) -> Self {
        Self { anchor, interval, zone, first_day: anchor, first_step: 0, time_of_day: 0 }
    }

    /// Periods that begin with the calendar's units, the first one on `first_day`. Of several units,
    /// the first is the one in which `first_day` lies: two-monthly from 15 January, the first period
    /// ends with February.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn calendar(
        first_day: Date,
        interval: Interval,
        zone: ZoneName,
    ) -> Result<Self, CalendarError> {
        let anchor = start_of_unit(first_day, interval.unit())?;
        Ok(Self { anchor, interval, zone, first_day, first_step: 0, time_of_day: 0 })
    }

    /// The same grid of periods, entered on another day: the period in which that day lies becomes
    /// period 0, and begins on it. For contracts that are billed on a cycle day of their customer.
    ///
    /// ```
    /// use seikyu_calendar::{CalendarError, Interval, Recurrence};
    ///
    /// // Billed on the 10th, from 1 January on.
    /// let cycle = Recurrence::anniversary("2025-01-10".parse()?, Interval::MONTH, "UTC".parse()?);
    /// let contract = cycle.entered_on("2025-01-01".parse()?)?;
    /// let days: Vec<String> = (0..3)
    ///     .map(|k| Ok(contract.start_date(k)?.to_string()))
    ///     .collect::<Result<_, CalendarError>>()?;
    /// assert_eq!(days, ["2025-01-01", "2025-01-10", "2025-02-10"]);
    /// # Ok::<(), CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn entered_on(mut self, first_day: Date) -> Result<Self, CalendarError> {
        self.first_step = self.step_of(first_day)?;
        self.first_day = first_day;
        Ok(self)
    }

    /// The same periods, each beginning at the time of day that an instant has on the wall of the zone.
    /// Where a clock change leaves that time out, a period begins as much later.
    ///
    /// ```
    /// use seikyu_calendar::{Interval, Recurrence, Zones};
    ///
    /// let zones = Zones::iana();
    /// let days =
    ///     Recurrence::anniversary("2026-02-28".parse()?, Interval::MONTH, "Europe/Paris".parse()?);
    /// let afternoons = days.beginning_at("2026-02-28T14:00:00Z".parse()?, &zones)?;
    /// // 15:00 in Paris, in winter and in summer.
    /// assert_eq!(
    ///     afternoons.period(1, &zones)?.to_string(),
    ///     "2026-03-28T14:00:00Z to 2026-04-28T13:00:00Z",
    /// );
    /// assert_eq!(afternoons.index_of("2026-04-28T12:59:59Z".parse()?, &zones)?, 1);
    /// # Ok::<(), seikyu_calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`].
    pub fn beginning_at(mut self, at: Instant, zones: &Zones) -> Result<Self, CalendarError> {
        let wall = at.unix().saturating_add(zones.offset_at(&self.zone, at)?);
        self.time_of_day = wall.rem_euclid(DAY_SECONDS);
        Ok(self)
    }

    /// The date from which every period is computed.
    #[must_use]
    pub const fn anchor(&self) -> Date {
        self.anchor
    }

    /// How often a period begins.
    #[must_use]
    pub const fn interval(&self) -> Interval {
        self.interval
    }

    /// The zone in which days begin.
    #[must_use]
    pub const fn zone(&self) -> &ZoneName {
        &self.zone
    }

    /// The first day of period `index`, from 0.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn start_date(&self, index: u32) -> Result<Date, CalendarError> {
        if index == 0 { Ok(self.first_day) } else { self.full_start_date(i64::from(index)) }
    }

    /// Period `index`, from 0, from the start of its first day to the start of the next one's.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`], [`CalendarError::UnknownZone`];
    /// [`CalendarError::SkippedPeriod`] where the zone left out all its days, which happened to a few
    /// zones in the Pacific for one day. [`Recurrence::periods`] passes over such a period.
    pub fn period(&self, index: u32, zones: &Zones) -> Result<Period, CalendarError> {
        let first = self.start_date(index)?;
        let next = self.full_start_date(i64::from(index).saturating_add(1))?;
        self.between((first, next), index, zones)
    }

    /// The whole of which period `index` is a part: other than the period itself only for a partial
    /// period 0.
    ///
    /// # Errors
    /// As [`Recurrence::period`].
    pub fn full_period(&self, index: u32, zones: &Zones) -> Result<Period, CalendarError> {
        let first = self.full_start_date(i64::from(index))?;
        let next = self.full_start_date(i64::from(index).saturating_add(1))?;
        self.between((first, next), index, zones)
    }

    /// All periods in order, with their indexes, from `index` on. Ends with the calendar's last year,
    /// or with the first error.
    ///
    /// ```
    /// use seikyu_calendar::{CalendarError, Interval, Recurrence, Zones};
    ///
    /// // Samoa left out 30 December 2011, and with it a day's period.
    /// let zones = Zones::iana();
    /// let daily =
    ///     Recurrence::anniversary("2011-12-29".parse()?, Interval::DAY, "Pacific/Apia".parse()?);
    /// let first: Vec<_> = daily.periods(0, &zones).take(2).collect::<Result<_, CalendarError>>()?;
    /// assert_eq!(first[0].1.to_string(), "2011-12-29T10:00:00Z to 2011-12-30T10:00:00Z");
    /// assert_eq!(first[1].1.to_string(), "2011-12-30T10:00:00Z to 2011-12-31T10:00:00Z");
    /// assert_eq!((first[0].0, first[1].0), (0, 2));
    /// # Ok::<(), CalendarError>(())
    /// ```
    pub fn periods<'a>(
        &'a self,
        index: u32,
        zones: &'a Zones,
    ) -> impl Iterator<Item = Result<(u32, Period), CalendarError>> + 'a {
        let mut ended = false;
        (index..)
            .map_while(move |index| {
                if ended {
                    return None;
                }
                match self.period(index, zones) {
                    Ok(period) => Some(Some(Ok((index, period)))),
                    Err(CalendarError::SkippedPeriod { .. }) => Some(None),
                    Err(CalendarError::OutsideCalendar { .. }) => None,
                    Err(error) => {
                        ended = true;
                        Some(Some(Err(error)))
                    }
                }
            })
            .flatten()
    }

    /// The index of the period that contains an instant.
    ///
    /// ```
    /// use seikyu_calendar::{Interval, Recurrence, Zones};
    ///
    /// let zones = Zones::iana();
    /// let monthly =
    ///     Recurrence::anniversary("2025-01-31".parse()?, Interval::MONTH, "UTC".parse()?);
    /// assert_eq!(monthly.index_of("2025-02-27T23:59:59Z".parse()?, &zones)?, 0);
    /// assert_eq!(monthly.index_of("2025-02-28T00:00:00Z".parse()?, &zones)?, 1);
    /// # Ok::<(), seikyu_calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::BeforeFirstPeriod`], [`CalendarError::UnknownZone`],
    /// [`CalendarError::OutsideCalendar`].
    pub fn index_of(&self, at: Instant, zones: &Zones) -> Result<u32, CalendarError> {
        // A day has begun at an instant exactly if it is not later than the instant's day, so the
        // search can be made among dates.
        let date = zones.date_of(&self.zone, at)?;
        if date < self.first_day {
            let start = zones.start_of(&self.zone, self.first_day)?;
            return Err(CalendarError::BeforeFirstPeriod { found: at, start });
        }
        let index = self.step_of(date)?.saturating_sub(self.first_step);
        let index = u32::try_from(index).map_err(|_| outside(index))?;
        let start = self.start_on(self.start_date(index)?, zones)?;
        if start <= at {
            return Ok(index);
        }
        // The day has begun, its period has not.
        index.checked_sub(1).ok_or(CalendarError::BeforeFirstPeriod { found: at, start })
    }

    /// The first day of the whole of which period `index` is a part.
    fn full_start_date(&self, index: i64) -> Result<Date, CalendarError> {
        let steps = self.first_step.saturating_add(index);
        match self.interval.span() {
            Span::Days(days) => self.anchor.plus_days(days.saturating_mul(steps)),
            Span::Months(months) => self.anchor.plus_months(months.saturating_mul(steps)),
        }
        .map_err(|_| outside(index))
    }

    /// How many intervals after the anchor the period begins in which a date lies.
    fn step_of(&self, date: Date) -> Result<i64, CalendarError> {
        match self.interval.span() {
            Span::Days(days) => Ok(self.anchor.days_to(date).div_euclid(days)),
            Span::Months(months) => {
                let apart = date.month_index().saturating_sub(self.anchor.month_index());
                let steps = apart.div_euclid(months);
                // Where the month is the same, the clamped day decides.
                let begins_later = self.anchor.plus_months(steps.saturating_mul(months))? > date;
                Ok(if begins_later { steps.saturating_sub(1) } else { steps })
            }
        }
    }

    fn between(
        &self,
        (first, next): (Date, Date),
        index: u32,
        zones: &Zones,
    ) -> Result<Period, CalendarError> {
        let start = self.start_on(first, zones)?;
        let end = self.start_on(next, zones)?;
        Period::new(start, end).map_err(|_| CalendarError::SkippedPeriod {
            index,
            date: first,
            zone: self.zone.to_string(),
        })
    }

    /// The instant at which a period begins on a day.
    fn start_on(&self, day: Date, zones: &Zones) -> Result<Instant, CalendarError> {
        let midnight = zones.start_of(&self.zone, day)?;
        if self.time_of_day == 0 {
            return Ok(midnight);
        }
        let wall = day.day_index().saturating_mul(DAY_SECONDS).saturating_add(self.time_of_day);
        let at = |offset: i64| Instant::from_unix(wall.saturating_sub(offset));
        let early = at(zones.offset_at(&self.zone, midnight)?)?;
        let offset = zones.offset_at(&self.zone, early)?;
        let late = at(offset)?;
        // The offset has changed since midnight, unless the change left this time of day out.
        Ok(if zones.offset_at(&self.zone, late)? == offset { late } else { early })
    }
}

const DAY_SECONDS: i64 = 86_400;

fn outside(index: i64) -> CalendarError {
    CalendarError::OutsideCalendar { found: format!("period {index}") }
}

/// The first day of the calendar's unit in which a date lies.
fn start_of_unit(date: Date, unit: IntervalUnit) -> Result<Date, CalendarError> {
    let (year, month, _) = date.ymd();
    let months = match unit {
        IntervalUnit::Day => return Ok(date),
        // 1970 began on a Thursday, three days after a Monday.
        IntervalUnit::Week => {
            let past_monday = date.day_index().saturating_add(3).rem_euclid(7);
            return date.plus_days(past_monday.saturating_neg());
        }
        IntervalUnit::Month => 1,
        IntervalUnit::Quarter => 3,
        IntervalUnit::HalfYear => 6,
        IntervalUnit::Year => 12,
    };
    let month0 = month.saturating_sub(1);
    let first = month0.saturating_sub(month0.checked_rem(months).unwrap_or_default());
    Date::new(year, first.saturating_add(1), 1)
}
