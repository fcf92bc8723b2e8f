//! `seikyu forecast`.

use std::path::PathBuf;

use clap::Args;
use seikyu_calendar::Zones;
use seikyu_engine::{
    forecast::{ForecastRequest, forecast},
    wire::canonical,
};

use super::{read, standard_input, write};
use crate::failure::Failure;

/// Forecasts the next bills of a contract under assumed usage: a forecast request in; each bill with its
/// low, expected and high total out.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seikyu forecast forecast.json
  jq '{version: \"seikyu.forecast-request.v1\", current: ., bills: 12}' request.json | seikyu forecast")]
pub(super) struct Forecast {
    /// The forecast request; standard input where left out, or for `-`.
    #[arg(value_name = "FILE", default_value_os_t = standard_input())]
    request: PathBuf,
}

impl Forecast {
    pub(super) fn run(self) -> Result<(), Failure> {
        let request = ForecastRequest::read(&read(&self.request)?)?;
        write(&canonical(&forecast(&request, &Zones::iana())?))
    }
}
