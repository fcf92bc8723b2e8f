//! `seikyu quote`.

use std::path::PathBuf;

use clap::Args;
use seikyu_calendar::Zones;
use seikyu_engine::{
    catalog::PriceList,
    quote::{self, Draft},
    wire::canonical,
};

use super::{read, write};
use crate::failure::Failure;

/// Prices a quote: price list and draft in; contract, first bill and a typical period out.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  seikyu quote --price-list examples/electricity.json --draft examples/electricity.quote.json \\
    | jq .first.totals")]
pub(super) struct Quote {
    /// The price list.
    #[arg(long, value_name = "FILE")]
    price_list: PathBuf,
    /// The draft; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    draft: PathBuf,
}

impl Quote {
    pub(super) fn run(self) -> Result<(), Failure> {
        let list = PriceList::read(&read(&self.price_list)?)?;
        let draft = Draft::read(&read(&self.draft)?)?;
        write(&canonical(&quote::price(&list, &draft, &Zones::iana())?))
    }
}
