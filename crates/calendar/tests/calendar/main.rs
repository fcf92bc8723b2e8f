//! Tests of the calendar: tables worked by hand, the time-zone table, properties.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

mod due_dates;
mod forms;
mod proration;
mod recurrence;
mod tiling;
mod zone_data;
mod zones;

use seikyu_calendar::{Date, ZoneName};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn zone(name: &str) -> ZoneName {
    name.parse().unwrap()
}
