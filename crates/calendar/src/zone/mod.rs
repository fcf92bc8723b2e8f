//! Time zones: the whole IANA table, or the zones a page needs, as data.

mod data;
mod name;
mod table;

use std::{collections::BTreeMap, sync::Arc};

pub use data::{Offset, Since, ZoneData};
pub use name::ZoneName;
use table::{Change, Table};

use crate::{CalendarError, Date, Instant};

/// The time zones that are known: the IANA table (feature `iana`), or those given as data. UTC is
/// always known.
///
/// Days and instants are bound to each other by one law, in every zone: **a day has begun at an instant
/// exactly if it is not later than the instant's day**, `start_of(day) <= at` ⟺ `day <= date_of(at)`.
/// So no instant falls between two days, however the clocks are changed.
///
/// ```
/// use seikyu_calendar::Zones;
///
/// let zones = Zones::iana();
/// let tokyo = "Asia/Tokyo".parse()?;
/// let start = zones.start_of(&tokyo, "2026-12-01".parse()?)?;
/// assert_eq!(start.to_string(), "2026-11-30T15:00:00Z");
/// assert_eq!(zones.date_of(&tokyo, start)?.to_string(), "2026-12-01");
///
/// // A page gets the zones it needs as data, and comes to the same answers.
/// let data = zones.export(&tokyo)?;
/// let page = Zones::from_data(&[data])?;
/// assert_eq!(page.start_of(&tokyo, "2026-12-01".parse()?)?, start);
/// # Ok::<(), seikyu_calendar::CalendarError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Zones(Source);

#[derive(Clone, Debug)]
enum Source {
    #[cfg(feature = "iana")]
    Iana,
    Data(Arc<BTreeMap<ZoneName, Vec<Change>>>),
}

impl Zones {
    /// Every zone of the IANA table.
    #[cfg(feature = "iana")]
    #[must_use]
    pub const fn iana() -> Self {
        Self(Source::Iana)
    }

    /// The zones that are given as data, and UTC.
    ///
    /// # Errors
    /// [`CalendarError::ZoneDataStart`], [`CalendarError::ZoneDataNotRising`],
    /// [`CalendarError::ZoneDataOffset`], [`CalendarError::ZoneDataTwice`].
    pub fn from_data(data: &[ZoneData]) -> Result<Self, CalendarError> {
        let mut zones = BTreeMap::new();
        for zone in data {
            if zones.insert(zone.name.clone(), table::changes(zone)?).is_some() {
                return Err(CalendarError::ZoneDataTwice { zone: zone.name.to_string() });
            }
        }
        Ok(Self(Source::Data(Arc::new(zones))))
    }

    /// A zone as data: every change of its offset in the calendar's years.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`].
    pub fn export(&self, zone: &ZoneName) -> Result<ZoneData, CalendarError> {
        self.table(zone)?.export(zone)
    }

    /// Seconds east of UTC in a zone at an instant.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`].
    pub fn offset_at(&self, zone: &ZoneName, at: Instant) -> Result<i64, CalendarError> {
        Ok(self.table(zone)?.offset_at(at.unix()))
    }

    /// The day that has begun at an instant in a zone.
    ///
    /// It is the date on the wall, save where clocks went back over midnight: in St. John's on
    /// 7 November 2010 they went from 00:01 back to 23:01, and the 7th, having begun, stays.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`]; [`CalendarError::OutsideCalendar`] on the calendar's first and
    /// last day.
    pub fn date_of(&self, zone: &ZoneName, at: Instant) -> Result<Date, CalendarError> {
        Date::from_day_index(self.table(zone)?.day_at(at.unix()))
            .ok_or_else(|| CalendarError::OutsideCalendar { found: format!("{at} in {zone}") })
    }

    /// The first instant of a day in a zone: its midnight, the earlier one where it comes twice; where
    /// a clock change leaves it out, the first instant after it. For a day that was left out
    /// altogether it is the first instant of the next.
    ///
    /// ```
    /// use seikyu_calendar::Zones;
    ///
    /// let start = |zone: &str, date: &str| -> Result<String, seikyu_calendar::CalendarError> {
    ///     Ok(Zones::iana().start_of(&zone.parse()?, date.parse()?)?.to_string())
    /// };
    /// // Clocks went from 24:00 to 1:00, so the day began at 1:00 local time.
    /// assert_eq!(start("America/Sao_Paulo", "2018-11-04")?, "2018-11-04T03:00:00Z");
    /// // Clocks go from 1:00 back to 0:00, so midnight comes twice.
    /// assert_eq!(start("America/Havana", "2026-11-01")?, "2026-11-01T04:00:00Z");
    /// // Samoa left out 30 December 2011.
    /// assert_eq!(start("Pacific/Apia", "2011-12-30")?, "2011-12-30T10:00:00Z");
    /// assert_eq!(start("Pacific/Apia", "2011-12-31")?, "2011-12-30T10:00:00Z");
    /// # Ok::<(), seikyu_calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`]; [`CalendarError::OutsideCalendar`] on the calendar's first and
    /// last day.
    pub fn start_of(&self, zone: &ZoneName, date: Date) -> Result<Instant, CalendarError> {
        Instant::from_unix(self.table(zone)?.start_of_day(date.day_index()))
            .map_err(|_| CalendarError::OutsideCalendar { found: format!("{date} in {zone}") })
    }

    fn table(&self, zone: &ZoneName) -> Result<Table<'_>, CalendarError> {
        if zone.as_str() == "UTC" {
            return Ok(Table::Utc);
        }
        let table = match &self.0 {
            #[cfg(feature = "iana")]
            Source::Iana => zone.as_str().parse().ok().map(Table::Iana),
            Source::Data(zones) => zones.get(zone).map(|changes| Table::Data(changes)),
        };
        table.ok_or_else(|| CalendarError::UnknownZone { found: zone.to_string() })
    }
}
