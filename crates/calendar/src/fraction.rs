//! Proration fractions: exact, and as they are printed on a line.

use std::fmt;

use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{CalendarError, Period, ProrationUnit, ZoneName, Zones};

/// A part of a period as counted, not reduced: 16 of 31 days is `16/31`, and 15 of 30 is `15/30`.
///
/// It is never a rounded factor: an amount is multiplied by the numerator and divided by the
/// denominator exactly, and rounded once, after everything else.
///
/// ```
/// use seikyu_calendar::{Fraction, Period, ProrationUnit, Zones};
///
/// let (zones, zone) = (Zones::iana(), "Asia/Tokyo".parse()?);
/// let from = |date: &str| zones.start_of(&zone, date.parse()?);
/// let whole = Period::new(from("2026-03-01")?, from("2026-04-01")?)?;
/// let part = Period::new(from("2026-03-16")?, from("2026-04-01")?)?;
///
/// let fraction = |unit| Fraction::of(&part, &whole, unit, (&zone, &zones));
/// assert_eq!(fraction(ProrationUnit::Day)?.to_string(), "16/31");
/// assert_eq!(fraction(ProrationUnit::Second)?.to_string(), "1382400/2678400");
/// assert_eq!(fraction(ProrationUnit::Thirty360)?.to_string(), "15/30");
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Fraction {
    numerator: u64,
    denominator: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FractionForm {
    numerator: u64,
    denominator: u64,
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::object::<FractionForm, Self, D>(deserializer)
    }
}

impl TryFrom<FractionForm> for Fraction {
    type Error = CalendarError;

    fn try_from(form: FractionForm) -> Result<Self, CalendarError> {
        Self::new(form.numerator, form.denominator)
    }
}

impl Fraction {
    /// A fraction from 0 to 1, kept as it is given.
    ///
    /// # Errors
    /// [`CalendarError::NotAFraction`].
    pub const fn new(numerator: u64, denominator: u64) -> Result<Self, CalendarError> {
        if denominator >= 1 && numerator <= denominator {
            Ok(Self { numerator, denominator })
        } else {
            Err(CalendarError::NotAFraction { numerator, denominator })
        }
    }

    /// The part of a whole period, counted in a unit.
    ///
    /// # Errors
    /// [`CalendarError::NotWithin`] for a part that sticks out; [`CalendarError::NothingToCount`] for
    /// a whole without a day; [`CalendarError::UnknownZone`].
    pub fn of(
        part: &Period,
        whole: &Period,
        unit: ProrationUnit,
        zone: (&ZoneName, &Zones),
    ) -> Result<Self, CalendarError> {
        if !whole.covers(part) {
            return Err(CalendarError::NotWithin { part: *part, whole: *whole });
        }
        let denominator = unit.count(whole, zone)?;
        if denominator == 0 {
            return Err(CalendarError::NothingToCount { whole: *whole, unit: unit.word() });
        }
        Self::new(unit.count(part, zone)?, denominator)
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

    /// Whether the part is the whole.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.numerator == self.denominator
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.numerator, self.denominator)
    }
}
