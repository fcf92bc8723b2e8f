//! A zone as data: its offsets from UTC, for where the table is not compiled in.

use std::fmt;

use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ZoneName;
use crate::{CalendarError, Instant};

/// A zone as data: its offsets from UTC in order of time.
///
/// ```
/// use seikyu_calendar::{ZoneData, Zones};
///
/// let data: ZoneData = serde_json::from_str(
///     r#"{"name":"Asia/Singapore","offsets":[
///         {"from":"-infinity","seconds":27000},
///         {"from":"1981-12-31T16:00:00Z","seconds":28800}]}"#,
/// )?;
/// let zones = Zones::from_data(&[data])?;
/// let start = zones.start_of(&"Asia/Singapore".parse()?, "2026-12-01".parse()?)?;
/// assert_eq!(start.to_string(), "2026-11-30T16:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ZoneData {
    /// Name of the zone.
    pub name: ZoneName,
    /// The first offset holds since ever, each later one from its instant on.
    pub offsets: Vec<Offset>,
}

/// An offset from UTC that holds from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Offset {
    /// From when; `-infinity` for the first.
    pub from: Since,
    /// Seconds east of UTC.
    pub seconds: i32,
}

/// When an offset begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Since {
    /// It holds for all time before the next one; written `-infinity`.
    Ever,
    /// It holds from this instant on.
    At(Instant),
}

const EVER: &str = "-infinity";

impl std::str::FromStr for Since {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        if text == EVER { Ok(Self::Ever) } else { text.parse().map(Self::At) }
    }
}

impl fmt::Display for Since {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ever => formatter.write_str(EVER),
            Self::At(instant) => fmt::Display::fmt(instant, formatter),
        }
    }
}

impl Serialize for Since {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Since {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::text(deserializer, "-infinity, or an instant such as 2026-12-01T00:00:00Z")
    }
}
