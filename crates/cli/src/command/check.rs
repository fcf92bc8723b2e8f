//! `seikyu check`.

use std::path::PathBuf;

use clap::Args;
use seikyu_engine::{
    catalog::PriceList,
    wire::{canonical, digest},
};
use serde::Serialize;

use super::{read, standard_input, write};
use crate::failure::Failure;

/// Checks a price list and tells every fault.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  seikyu check examples/electricity.json")]
pub(super) struct Check {
    /// The price list; standard input where left out, or for `-`.
    #[arg(value_name = "FILE", default_value_os_t = standard_input())]
    price_list: PathBuf,
}

#[derive(Serialize)]
struct Checked<'a> {
    code: &'a str,
    digest: String,
}

impl Check {
    pub(super) fn run(self) -> Result<(), Failure> {
        let list = PriceList::read(&read(&self.price_list)?)?;
        let digest = digest(&canonical(&list));
        write(&canonical(&Checked { code: list.code.as_str(), digest }))
    }
}
