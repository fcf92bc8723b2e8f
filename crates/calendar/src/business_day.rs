//! Business days, given a list of holidays.

use std::collections::BTreeSet;

use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{CalendarError, Date, Weekday};

/// On which days business is done: all but the weekend and the holidays that are listed. Holidays are
/// an argument, for which days they are is decided anew every year.
///
/// ```
/// use seikyu_calendar::{BusinessDays, DueTerm};
///
/// // Japanese banks are closed from 31 December to 3 January.
/// let closed = ["2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03"];
/// let holidays = closed.map(|date| date.parse().unwrap());
/// let banks = BusinessDays::new(holidays);
///
/// let due_on = DueTerm::EndOfNextMonth.due_on("2026-11-30".parse()?)?;
/// assert_eq!(due_on.to_string(), "2026-12-31");
/// assert_eq!(banks.on_or_after(due_on)?.to_string(), "2027-01-04");
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct BusinessDays {
    weekend: BTreeSet<Weekday>,
    holidays: BTreeSet<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BusinessDaysForm {
    weekend: BTreeSet<Weekday>,
    holidays: BTreeSet<Date>,
}

impl<'de> Deserialize<'de> for BusinessDays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::object::<BusinessDaysForm, Self, D>(deserializer)
    }
}

impl TryFrom<BusinessDaysForm> for BusinessDays {
    type Error = CalendarError;

    fn try_from(form: BusinessDaysForm) -> Result<Self, CalendarError> {
        Self::new(form.holidays).with_weekend(form.weekend)
    }
}

impl BusinessDays {
    /// All days but Saturdays, Sundays and the given holidays.
    pub fn new(holidays: impl IntoIterator<Item = Date>) -> Self {
        Self {
            weekend: BTreeSet::from([Weekday::Saturday, Weekday::Sunday]),
            holidays: holidays.into_iter().collect(),
        }
    }

    /// The same with another weekend, such as Friday and Saturday, or none.
    ///
    /// # Errors
    /// [`CalendarError::NoBusinessDay`] for a weekend of seven days.
    pub fn with_weekend(
        mut self,
        weekend: impl IntoIterator<Item = Weekday>,
    ) -> Result<Self, CalendarError> {
        self.weekend = weekend.into_iter().collect();
        if self.weekend.len() < 7 { Ok(self) } else { Err(CalendarError::NoBusinessDay) }
    }

    /// Whether business is done on a date.
    #[must_use]
    pub fn contains(&self, date: Date) -> bool {
        !self.weekend.contains(&date.weekday()) && !self.holidays.contains(&date)
    }

    /// The date itself if it is a business day, else the next one.
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`] when none is left in the calendar.
    pub fn on_or_after(&self, date: Date) -> Result<Date, CalendarError> {
        let mut day = date;
        while !self.contains(day) {
            day = day.plus_days(1)?;
        }
        Ok(day)
    }
}
