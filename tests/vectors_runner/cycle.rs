//! Cycles: the periods of a case by date, in UTC.

use seikyu_calendar::{
    CalendarError, Date, Fraction, Instant, Interval, IntervalUnit, Period, ProrationUnit,
    Recurrence, ZoneName, Zones,
};

/// A recurrence with the zone it is asked in.
pub struct Cycle {
    zones: Zones,
    recurrence: Recurrence,
}

/// The interval a case names.
pub fn interval(name: &str) -> Interval {
    let (unit, count) = match name {
        "weekly" => (IntervalUnit::Week, 1),
        "biweekly" => (IntervalUnit::Week, 2),
        "monthly" => (IntervalUnit::Month, 1),
        "quarterly" => (IntervalUnit::Quarter, 1),
        "annual" => (IntervalUnit::Year, 1),
        other => panic!("{other} is no interval known here"),
    };
    Interval::new(unit, count).expect("an interval")
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// The first instant of a date.
pub fn start_of(date: Date) -> Instant {
    Zones::iana().start_of(&ZoneName::utc(), date).expect("an instant")
}

/// A period from one date up to another.
pub fn period(from: Date, to: Date) -> Period {
    Period::new(start_of(from), start_of(to)).expect("a period")
}

/// The part of a period, counted in a unit.
pub fn fraction(part: &Period, whole: &Period, unit: ProrationUnit) -> Fraction {
    Fraction::of(part, whole, unit, (&ZoneName::utc(), &Zones::iana())).expect("a fraction")
}

impl Cycle {
    /// Periods from an anchor.
    pub fn from(anchor: Date, interval: Interval) -> Self {
        let recurrence = Recurrence::anniversary(anchor, interval, ZoneName::utc());
        Self { zones: Zones::iana(), recurrence }
    }

    /// Periods that begin on a day of the month, entered on a first day. The anchor lies in the first
    /// day's month, or in the one before where the month has no such day.
    pub fn on_day(day: u32, interval: Interval, first_day: Date) -> Self {
        let (year, month, _) = first_day.ymd();
        let anchor = Date::new(year, month, day)
            .or_else(|_| Date::new(year, month - 1, day))
            .expect("a month before that has the day");
        let recurrence = Recurrence::anniversary(anchor, interval, ZoneName::utc());
        Self { zones: Zones::iana(), recurrence: recurrence.entered_on(first_day).expect("a day") }
    }

    /// Periods in order, with the whole of which each is a part.
    pub fn periods(&self) -> impl Iterator<Item = (Period, Period)> {
        (0..1000).map(|index| {
            let both = |index| -> Result<_, CalendarError> {
                let whole = self.recurrence.full_period(index, &self.zones)?;
                Ok((self.recurrence.period(index, &self.zones)?, whole))
            };
            both(index).unwrap_or_else(|error| panic!("{error}"))
        })
    }

    /// The day in which an instant lies.
    pub fn day(&self, at: Instant) -> Date {
        self.zones.date_of(self.recurrence.zone(), at).expect("a date")
    }

    /// The first days of some periods, as text.
    pub fn starts(&self, from: usize, count: usize) -> String {
        let starts = self.periods().skip(from).take(count);
        starts.map(|(period, _)| self.day(period.start()).to_string()).collect::<Vec<_>>().join(" ")
    }

    /// The first day of the first period that a condition holds for.
    pub fn first_start(&self, holds: impl Fn(&Period, &Period) -> bool) -> String {
        let found = self.periods().find(|(period, whole)| holds(period, whole));
        self.day(found.expect("a period").0.start()).to_string()
    }

    /// First and next day of the first period that a condition holds for, as text.
    pub fn days(&self, holds: impl Fn(&Period) -> bool) -> String {
        let (period, _) = self.periods().find(|(period, _)| holds(period)).expect("a period");
        format!("{} {}", self.day(period.start()), self.day(period.end()))
    }
}
