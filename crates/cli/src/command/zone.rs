//! `seikyu zone`.

use clap::Args;
use seikyu_calendar::{CalendarError, ZoneName, Zones};
use seikyu_engine::wire::{Faults, canonical};

use super::write;
use crate::failure::Failure;

/// Prints the data of a time zone, as the browser's engine takes it.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  seikyu zone Asia/Tokyo")]
pub(super) struct Zone {
    /// Name in the IANA table.
    #[arg(value_name = "NAME")]
    name: String,
}

impl Zone {
    pub(super) fn run(self) -> Result<(), Failure> {
        let data = self
            .name
            .parse::<ZoneName>()
            .and_then(|name| Zones::iana().export(&name))
            .map_err(|error: CalendarError| Faults::from(error))?;
        write(&canonical(&data))
    }
}
