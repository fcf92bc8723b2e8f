//! The command `seikyu`: the engine in a terminal, JSON in and JSON out, and the API on SQLite.
//!
//! What it refuses, it says as a problem document on standard error, the same that the browser and the
//! API give, and ends with status 1; a wrong command line ends with status 2.

#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

pub mod background;
mod command;
pub mod demo;
mod failure;
pub mod limit;
mod literal;
mod pages;
pub mod platform;
pub mod sqlite;
pub mod webhooks;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::Parser as _;

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    match command::Seikyu::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where standard error is closed there is nobody to tell.
            let _ = writeln!(io::stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}
