//! The command line: what it accepts, and what each command does.

mod bill;
mod check;
mod credit;
mod demo_sql;
mod forecast;
mod openapi;
mod preview;
mod quote;
mod serve;
mod verify;
mod zone;

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// Prices quotes and bills subscriptions, exactly.
#[derive(Debug, Parser)]
#[command(name = "seikyu", version, about, max_term_width = 100)]
#[command(
    after_help = "What is refused is said as a problem document (RFC 9457) on standard error, \
                        with status 1; a wrong command line ends with status 2."
)]
pub(crate) struct Seikyu {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bill(bill::Bill),
    Credit(credit::Credit),
    Preview(preview::Preview),
    Forecast(forecast::Forecast),
    Quote(quote::Quote),
    Check(check::Check),
    Zone(zone::Zone),
    Verify(verify::Verify),
    Serve(serve::Serve),
    #[command(name = "openapi")]
    OpenApi(openapi::OpenApi),
    DemoSql(demo_sql::DemoSql),
}

impl Seikyu {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Bill(command) => command.run(),
            Command::Credit(command) => command.run(),
            Command::Preview(command) => command.run(),
            Command::Forecast(command) => command.run(),
            Command::Quote(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::Zone(command) => command.run(),
            Command::Verify(command) => command.run(),
            Command::Serve(command) => command.run(),
            Command::OpenApi(command) => command.run(),
            Command::DemoSql(command) => command.run(),
        }
    }
}

/// The text of a file; of standard input for `-`.
fn read(path: &Path) -> Result<String, Failure> {
    if path != Path::new("-") {
        return fs::read_to_string(path).map_err(|error| Failure::file(path, &error));
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

/// Standard input, where a file is left out.
fn standard_input() -> PathBuf {
    PathBuf::from("-")
}

/// Writes a document to the byte; a terminal gets a new line after it.
fn write(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    if output.is_terminal() {
        output.write_all(b"\n")?;
    }
    Ok(output.flush()?)
}
