//! When an invoice is due.

use serde::{Deserialize, Deserializer, Serialize};

use crate::{CalendarError, Date, count::count};

/// A payment term: when an invoice is due, from the date on it.
///
/// ```
/// use seikyu_calendar::{CalendarError, DueTerm};
///
/// let due = |term: DueTerm, issued: &str| -> Result<String, CalendarError> {
///     Ok(term.due_on(issued.parse()?)?.to_string())
/// };
/// assert_eq!(due(DueTerm::net_days(30)?, "2026-01-31")?, "2026-03-02");
/// assert_eq!(due(DueTerm::EndOfMonth, "2026-02-10")?, "2026-02-28");
/// // 月末締め翌月末払い: closed at the month's end, paid by the end of the next.
/// assert_eq!(due(DueTerm::EndOfNextMonth, "2026-01-31")?, "2026-02-28");
///
/// let term: DueTerm = serde_json::from_str(r#"{"net_days":30}"#).unwrap();
/// assert_eq!(term, DueTerm::net_days(30)?);
/// assert_eq!(serde_json::to_string(&DueTerm::EndOfNextMonth).unwrap(), r#""end_of_next_month""#);
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DueTerm {
    /// A number of days after the date of the invoice; 0 is at once.
    NetDays(TermDays),
    /// The last day of the invoice's month.
    EndOfMonth,
    /// The last day of the month after the invoice's.
    EndOfNextMonth,
}

/// The days of a payment term: 0 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TermDays(u16);

const DAYS_MAX: u16 = 1000;

impl TermDays {
    /// A number of days.
    ///
    /// # Errors
    /// [`CalendarError::TermDays`] for more than 1000.
    pub fn new(days: u16) -> Result<Self, CalendarError> {
        if days <= DAYS_MAX {
            Ok(Self(days))
        } else {
            Err(CalendarError::TermDays { found: days.to_string() })
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl<'de> Deserialize<'de> for TermDays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        count(deserializer, "a whole number from 0 to 1000", |found, days| {
            days.filter(|days| *days <= DAYS_MAX)
                .map(Self)
                .ok_or_else(|| CalendarError::TermDays { found: found.to_string() })
        })
    }
}

impl DueTerm {
    /// A number of days after the date of the invoice.
    ///
    /// # Errors
    /// [`CalendarError::TermDays`] for more than 1000.
    pub fn net_days(days: u16) -> Result<Self, CalendarError> {
        TermDays::new(days).map(Self::NetDays)
    }

    /// The date on which an invoice is due. Whether that is a day on which banks work is for
    /// [`BusinessDays::on_or_after`](crate::BusinessDays::on_or_after).
    ///
    /// # Errors
    /// [`CalendarError::OutsideCalendar`].
    pub fn due_on(self, issued_on: Date) -> Result<Date, CalendarError> {
        match self {
            Self::NetDays(days) => issued_on.plus_days(i64::from(days.get())),
            Self::EndOfMonth => issued_on.end_of_month(),
            Self::EndOfNextMonth => issued_on.plus_months(1)?.end_of_month(),
        }
    }
}
