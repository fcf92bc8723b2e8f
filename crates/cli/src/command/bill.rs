//! `seikyu bill`.

use std::path::PathBuf;

use clap::Args;
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{self, BillRequest},
    wire::canonical,
};

use super::{read, standard_input, write};
use crate::failure::Failure;

/// Bills a contract: a bill request in, the bill's canonical bytes out.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seikyu bill request.json
  seikyu quote --price-list list.json --draft draft.json | jq -c .request | seikyu bill")]
pub(super) struct Bill {
    /// The bill request; standard input where left out, or for `-`.
    #[arg(value_name = "FILE", default_value_os_t = standard_input())]
    request: PathBuf,
}

impl Bill {
    pub(super) fn run(self) -> Result<(), Failure> {
        let request = BillRequest::read(&read(&self.request)?)?;
        write(&canonical(&billing::bill(&request, &Zones::iana())?))
    }
}
