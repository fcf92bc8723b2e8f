//! `seikyu credit`.

use std::path::PathBuf;

use clap::Args;
use seikyu_engine::{
    credit_note::{CreditNoteRequest, credit},
    wire::canonical,
};

use super::{read, standard_input, write};
use crate::failure::Failure;

/// Credits a bill: a credit note request in, the credit note's canonical bytes out.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seikyu credit request.json
  jq '{version: \"seikyu.credit-note-request.v1\", bill, credit: \"invoice\",
       reason: {en: \"Ordered twice\"}}' invoice.json | seikyu credit")]
pub(super) struct Credit {
    /// The credit note request; standard input where left out, or for `-`.
    #[arg(value_name = "FILE", default_value_os_t = standard_input())]
    request: PathBuf,
}

impl Credit {
    pub(super) fn run(self) -> Result<(), Failure> {
        let request = CreditNoteRequest::read(&read(&self.request)?)?;
        write(&canonical(&credit(&request)?))
    }
}
