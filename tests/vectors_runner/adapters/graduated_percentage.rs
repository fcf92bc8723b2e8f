//! `graduated_percentage`: an amount as the quantity of one item with a per cent in each tier; the cases
//! have the shape of `graduated`.

use super::graduated::{Wording, run_as};
use crate::{case::Case, conformance::Outcome};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let price = ["rate_percent", "rate_percent"];
    run_as(case, &Wording { model: "graduated_percentage", tiers: "shares", price })
}
