//! `seikyu preview`.

use std::path::PathBuf;

use clap::Args;
use seikyu_calendar::Zones;
use seikyu_engine::{
    preview::{ChangeRequest, preview_change},
    wire::canonical,
};

use super::{read, standard_input, write};
use crate::failure::Failure;

/// Previews a change of a contract: a change request in; what is due now, the next bill and the price of
/// a period before and after it out.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seikyu preview change.json
  jq '{version: \"seikyu.change-request.v1\", current: ., change: [
       {type: \"cancelled\", at: .through}]}' request.json | seikyu preview")]
pub(super) struct Preview {
    /// The change request; standard input where left out, or for `-`.
    #[arg(value_name = "FILE", default_value_os_t = standard_input())]
    request: PathBuf,
}

impl Preview {
    pub(super) fn run(self) -> Result<(), Failure> {
        let request = ChangeRequest::read(&read(&self.request)?)?;
        write(&canonical(&preview_change(&request, &Zones::iana())?))
    }
}
