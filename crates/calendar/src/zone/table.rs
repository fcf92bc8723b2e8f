//! The offsets of one zone, whatever their source, and what follows from them.
//!
//! A zone is a local time for every instant: UTC plus an offset that changes now and then. Two changes
//! are never closer than [`CHANGES_APART_MIN`] (in the IANA table from 1900 to 2100 they are 167 hours
//! apart or more), so any stretch of up to that length has at most one change in it, and both the
//! start of a day and the day of an instant are a case distinction instead of a search.

use super::{Offset, Since, ZoneData, ZoneName};
use crate::{CalendarError, Instant};

const DAY: i64 = 86_400;

/// Two changes of a zone's offset are at least this many seconds apart.
pub(super) const CHANGES_APART_MIN: i64 = 4 * DAY;

/// No offset is further from UTC: 18 hours in seconds.
const OFFSET_MAX: i64 = 64_800;

/// How far apart two instants with the same local time can be. Less than [`CHANGES_APART_MIN`].
const REACH: i64 = 2 * OFFSET_MAX;

/// From when which offset holds; the first holds since ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    from: i64,
    offset: i64,
}

/// The offsets of one zone.
#[derive(Clone, Copy)]
pub(super) enum Table<'a> {
    Utc,
    Data(&'a [Change]),
    #[cfg(feature = "iana")]
    Iana(chrono_tz::Tz),
}

/// The offset at the beginning of a stretch of time, and the change within it, if any.
struct Stretch {
    before: i64,
    change: Option<Change>,
}

impl Table<'_> {
    /// Seconds east of UTC at an instant.
    pub(super) fn offset_at(self, at: i64) -> i64 {
        match self {
            Self::Utc => 0,
            Self::Data(changes) => {
                let after = changes.partition_point(|change| change.from <= at);
                changes.get(after.saturating_sub(1)).map_or(0, |change| change.offset)
            }
            #[cfg(feature = "iana")]
            Self::Iana(zone) => iana_offset(zone, at),
        }
    }

    /// The first instant whose local time is at or after a local midnight.
    pub(super) fn start_of_day(self, day: i64) -> i64 {
        let midnight = day.saturating_mul(DAY);
        let earliest = midnight.saturating_sub(OFFSET_MAX);
        let latest = midnight.saturating_add(OFFSET_MAX);
        let stretch = self.stretch(earliest, latest);
        let start = midnight.saturating_sub(stretch.before);
        match stretch.change {
            Some(change) if change.from <= start => {
                midnight.saturating_sub(change.offset).max(change.from)
            }
            _ => start,
        }
    }

    /// The latest day that has begun at an instant.
    pub(super) fn day_at(self, at: i64) -> i64 {
        let stretch = self.stretch(at.saturating_sub(REACH), at);
        let day = |at: i64, offset: i64| at.saturating_add(offset).div_euclid(DAY);
        match stretch.change {
            None => day(at, stretch.before),
            Some(change) => {
                let last_before = change.from.saturating_sub(1);
                day(at, change.offset).max(day(last_before, stretch.before))
            }
        }
    }

    fn stretch(self, from: i64, to: i64) -> Stretch {
        match self {
            Self::Utc => Stretch { before: 0, change: None },
            Self::Data(changes) => {
                let after = changes.partition_point(|change| change.from <= from);
                let before = changes.get(after.saturating_sub(1)).map_or(0, |change| change.offset);
                let change = changes.get(after).filter(|change| change.from <= to);
                Stretch { before, change: change.copied() }
            }
            #[cfg(feature = "iana")]
            Self::Iana(zone) => {
                let (before, offset) = (iana_offset(zone, from), iana_offset(zone, to));
                let change = || Change { from: iana_change(zone, from, to), offset };
                Stretch { before, change: (before != offset).then(change) }
            }
        }
    }

    /// The zone as data.
    pub(super) fn export(self, name: &ZoneName) -> Result<ZoneData, CalendarError> {
        let offset = |change: &Change| {
            let from = if change.from == i64::MIN {
                Since::Ever
            } else {
                Since::At(Instant::from_unix(change.from)?)
            };
            Ok(Offset { from, seconds: i32::try_from(change.offset).unwrap_or_default() })
        };
        let offsets = match self {
            Self::Utc => vec![Offset { from: Since::Ever, seconds: 0 }],
            Self::Data(changes) => changes.iter().map(offset).collect::<Result<_, _>>()?,
            #[cfg(feature = "iana")]
            Self::Iana(zone) => {
                iana_changes(zone).iter().map(offset).collect::<Result<_, CalendarError>>()?
            }
        };
        Ok(ZoneData { name: name.clone(), offsets })
    }
}

/// The changes of a zone that is given as data.
pub(super) fn changes(data: &ZoneData) -> Result<Vec<Change>, CalendarError> {
    let zone = || data.name.to_string();
    let mut changes: Vec<Change> = Vec::with_capacity(data.offsets.len());
    for offset in &data.offsets {
        let seconds = i64::from(offset.seconds);
        if !(-OFFSET_MAX..=OFFSET_MAX).contains(&seconds) {
            return Err(CalendarError::ZoneDataOffset { zone: zone(), found: offset.seconds });
        }
        let from = match (offset.from, changes.last()) {
            (Since::Ever, None) => i64::MIN,
            (Since::At(at), Some(last)) => {
                if at.unix() < last.from.saturating_add(CHANGES_APART_MIN) {
                    return Err(CalendarError::ZoneDataNotRising { zone: zone(), found: at });
                }
                at.unix()
            }
            (Since::Ever, Some(_)) | (Since::At(_), None) => {
                return Err(CalendarError::ZoneDataStart { zone: zone() });
            }
        };
        changes.push(Change { from, offset: seconds });
    }
    if changes.is_empty() {
        return Err(CalendarError::ZoneDataStart { zone: zone() });
    }
    Ok(changes)
}

#[cfg(feature = "iana")]
fn iana_offset(zone: chrono_tz::Tz, at: i64) -> i64 {
    use chrono::{DateTime, Offset as _, TimeZone as _};

    DateTime::from_timestamp(at, 0).map_or(0, |utc| {
        i64::from(zone.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc())
    })
}

/// When the offset changes between two instants whose offsets differ.
#[cfg(feature = "iana")]
fn iana_change(zone: chrono_tz::Tz, mut before: i64, mut after: i64) -> i64 {
    let offset = iana_offset(zone, before);
    while after.saturating_sub(before) > 1 {
        let middle = before.midpoint(after);
        if iana_offset(zone, middle) == offset {
            before = middle;
        } else {
            after = middle;
        }
    }
    after
}

/// Every change of a zone from 1900 on. The table ends with the year 2100; later the last offset holds.
#[cfg(feature = "iana")]
fn iana_changes(zone: chrono_tz::Tz) -> Vec<Change> {
    const FROM: i64 = -2_209_161_600; // 1899-12-30
    const TO: i64 = 4_133_980_800; // 2101-01-01
    let mut changes = vec![Change { from: i64::MIN, offset: iana_offset(zone, FROM) }];
    let (mut at, mut offset) = (FROM, iana_offset(zone, FROM));
    while at < TO {
        let next = at.saturating_add(CHANGES_APART_MIN);
        let later = iana_offset(zone, next);
        if later != offset {
            changes.push(Change { from: iana_change(zone, at, next), offset: later });
        }
        (at, offset) = (next, later);
    }
    changes
}
