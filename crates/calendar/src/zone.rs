//! Time zones: the whole IANA table, or the zones a page needs, as data.

use std::{collections::BTreeMap, fmt, str::FromStr, sync::Arc};

use chrono::{DateTime, Days, NaiveTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{CalendarError, Date, Instant};

/// The IANA name of a time zone; whether it is known is seen when it is used.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneName(Arc<str>);

impl ZoneName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ZoneName {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_+-/".contains(&byte);
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.into()))
        } else {
            Err(CalendarError::UnknownZone { found: text.chars().take(60).collect() })
        }
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for ZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Serialize for ZoneName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ZoneName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A zone as data: its offsets from UTC, for a page that does not carry the whole table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneData {
    /// Name of the zone.
    pub name: ZoneName,
    /// Offsets in order of time; the first one also holds for all time before it.
    pub offsets: Vec<Offset>,
}

/// An offset from UTC that holds from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offset {
    /// From when.
    pub from: Instant,
    /// Seconds east of UTC.
    pub seconds: i32,
}

/// The time zones that are known: the IANA table (feature `iana`), or what was given as data. UTC is
/// always known.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    data: BTreeMap<ZoneName, Vec<Offset>>,
    #[cfg(feature = "iana")]
    table: bool,
}

impl Zones {
    /// Every zone of the IANA table.
    #[cfg(feature = "iana")]
    #[must_use]
    pub const fn iana() -> Self {
        Self { data: BTreeMap::new(), table: true }
    }

    /// The zones that are given as data.
    ///
    /// # Errors
    /// [`CalendarError::ZoneDataNotRising`].
    pub fn from_data(data: &[ZoneData]) -> Result<Self, CalendarError> {
        let mut zones = Self::default();
        for zone in data {
            if zone.offsets.is_empty() || !zone.offsets.is_sorted_by(|a, b| a.from < b.from) {
                return Err(CalendarError::ZoneDataNotRising { zone: zone.name.to_string() });
            }
            zones.data.insert(zone.name.clone(), zone.offsets.clone());
        }
        Ok(zones)
    }

    /// Seconds east of UTC in a zone at an instant.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`].
    pub fn offset_at(&self, zone: &ZoneName, at: Instant) -> Result<i32, CalendarError> {
        if let Some(offsets) = self.data.get(zone) {
            let after = offsets.partition_point(|offset| offset.from <= at);
            let index = after.saturating_sub(1);
            return Ok(offsets.get(index).map_or(0, |offset| offset.seconds));
        }
        #[cfg(feature = "iana")]
        if self.table
            && let Ok(table) = zone.as_str().parse::<chrono_tz::Tz>()
        {
            return Ok(offset_in_table(table, at));
        }
        if zone.as_str() == "UTC" {
            return Ok(0);
        }
        Err(CalendarError::UnknownZone { found: zone.to_string() })
    }

    /// The date in a zone at an instant.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`], [`CalendarError::OutsideCalendar`].
    pub fn date_of(&self, zone: &ZoneName, at: Instant) -> Result<Date, CalendarError> {
        let local = at.unix().saturating_add(i64::from(self.offset_at(zone, at)?));
        DateTime::from_timestamp(local, 0)
            .and_then(|local| Date::checked(local.date_naive()))
            .ok_or_else(|| CalendarError::OutsideCalendar { found: at.to_string() })
    }

    /// The first instant of a date in a zone: its midnight, or where a clock change skips that, the
    /// first instant that is there; the earlier one where midnight comes twice. Where a whole day was
    /// skipped (Samoa, 30 December 2011) it is the first instant after it.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`], [`CalendarError::OutsideCalendar`].
    pub fn start_of(&self, zone: &ZoneName, date: Date) -> Result<Instant, CalendarError> {
        let midnight = date.0.and_time(NaiveTime::MIN).and_utc().timestamp();
        // No zone is more than a day from UTC, so the local day begins within these bounds. The first
        // instant whose local date is not before the date is found between the offsets around it.
        let around = [-90_000_i64, 90_000].map(|shift| midnight.saturating_add(shift));
        let mut best: Option<i64> = None;
        for probe in around {
            let offset = self.offset_at(zone, Instant::from_unix(probe)?)?;
            let candidate = midnight.saturating_sub(i64::from(offset));
            let earlier = best.is_none_or(|best| candidate < best);
            if earlier && self.local(zone, candidate)? >= midnight {
                best = Some(candidate);
            }
        }
        match best {
            // Midnight exists under one of the offsets; make sure nothing of the day lies before it.
            Some(candidate) if self.is_first(zone, candidate, midnight)? => {
                Instant::from_unix(candidate)
            }
            _ => self.search(zone, around, midnight),
        }
    }

    /// Local seconds at an instant.
    fn local(&self, zone: &ZoneName, at: i64) -> Result<i64, CalendarError> {
        let offset = self.offset_at(zone, Instant::from_unix(at)?)?;
        Ok(at.saturating_add(i64::from(offset)))
    }

    fn is_first(&self, zone: &ZoneName, at: i64, midnight: i64) -> Result<bool, CalendarError> {
        Ok(self.local(zone, at.saturating_sub(1))? < midnight)
    }

    /// The first instant at or after local midnight, by bisection: local time passes a midnight once,
    /// save where clocks go back over it, and there the earlier passing is found.
    fn search(
        &self,
        zone: &ZoneName,
        [mut before, mut after]: [i64; 2],
        midnight: i64,
    ) -> Result<Instant, CalendarError> {
        while after.saturating_sub(before) > 1 {
            let middle = before.midpoint(after);
            if self.local(zone, middle)? >= midnight {
                after = middle;
            } else {
                before = middle;
            }
        }
        Instant::from_unix(after)
    }

    /// A zone as data, with its offsets from 1970 to 2100.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`].
    pub fn export(&self, zone: &ZoneName) -> Result<ZoneData, CalendarError> {
        let mut offsets = Vec::new();
        let mut at = Date::new(1969, 12, 31)?;
        let end = Date::new(2100, 1, 1)?;
        let instant =
            |date: Date| Instant::from_unix(date.0.and_time(NaiveTime::MIN).and_utc().timestamp());
        let mut seconds = self.offset_at(zone, instant(at)?)?;
        offsets.push(Offset { from: instant(at)?, seconds });
        while at < end {
            // Offsets never change more than once within two days.
            let next = Date(at.0.checked_add_days(Days::new(2)).unwrap_or(end.0));
            let later = self.offset_at(zone, instant(next)?)?;
            if later != seconds {
                let (mut before, mut after) = (instant(at)?.unix(), instant(next)?.unix());
                while after.saturating_sub(before) > 1 {
                    let middle = before.midpoint(after);
                    if self.offset_at(zone, Instant::from_unix(middle)?)? == seconds {
                        before = middle;
                    } else {
                        after = middle;
                    }
                }
                seconds = later;
                offsets.push(Offset { from: Instant::from_unix(after)?, seconds });
            }
            at = next;
        }
        Ok(ZoneData { name: zone.clone(), offsets })
    }
}

#[cfg(feature = "iana")]
fn offset_in_table(table: chrono_tz::Tz, at: Instant) -> i32 {
    use chrono::{Offset as _, TimeZone as _};

    DateTime::from_timestamp(at.unix(), 0)
        .map_or(0, |utc| table.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(zone: &str, date: &str, expect: &str) {
        let zones = Zones::iana();
        let zone = zone.parse().unwrap();
        let start = zones.start_of(&zone, date.parse().unwrap()).unwrap();
        assert_eq!(start.to_string(), expect, "{zone} {date}");
    }

    #[test]
    fn a_day_begins_with_its_first_instant() {
        check("UTC", "2026-12-01", "2026-12-01T00:00:00Z");
        check("Asia/Tokyo", "2026-12-01", "2026-11-30T15:00:00Z");
        check("Europe/Paris", "2026-03-29", "2026-03-28T23:00:00Z");
        // Clocks jump from 24:00 to 1:00: the day begins at 1:00 local.
        check("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z");
        // Clocks fall back from 24:00 to 23:00 of the day before: midnight comes once, later.
        check("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z");
        // A day that was skipped, and the day after it, begin at the same instant.
        check("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z");
        check("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z");
        check("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z");
    }

    #[test]
    fn the_day_of_an_instant_depends_on_the_zone() {
        let zones = Zones::iana();
        let at: Instant = "2012-07-16T21:17:03Z".parse().unwrap();
        let day = |zone: &str| zones.date_of(&zone.parse().unwrap(), at).unwrap().to_string();
        assert_eq!(day("HST"), "2012-07-16");
        assert_eq!(day("Europe/Paris"), "2012-07-16");
        assert_eq!(day("Asia/Tokyo"), "2012-07-17");
    }

    #[test]
    fn zones_as_data_give_the_same_days_as_the_table() {
        let table = Zones::iana();
        for variant in chrono_tz::TZ_VARIANTS.iter().step_by(7) {
            let zone: ZoneName = variant.name().parse().unwrap();
            let data = Zones::from_data(&[table.export(&zone).unwrap()]).unwrap();
            for year in [1970, 1985, 2000, 2011, 2018, 2026, 2027, 2045, 2099] {
                let mut date = Date::new(year, 1, 2).unwrap();
                while date.ymd().0 == year {
                    assert_eq!(
                        data.start_of(&zone, date),
                        table.start_of(&zone, date),
                        "{zone} {date}"
                    );
                    date = date.plus_days(5).unwrap();
                }
            }
        }
    }

    #[test]
    fn an_unknown_zone_is_refused() {
        let zone: ZoneName = "Europe/Lutetia".parse().unwrap();
        assert!(Zones::iana().offset_at(&zone, Instant::EPOCH).is_err());
        assert!("Europe Paris".parse::<ZoneName>().is_err());
        let none = Zones::from_data(&[]).unwrap();
        assert!(none.offset_at(&"Asia/Tokyo".parse().unwrap(), Instant::EPOCH).is_err());
        assert_eq!(none.offset_at(&"UTC".parse().unwrap(), Instant::EPOCH), Ok(0));
    }
}
