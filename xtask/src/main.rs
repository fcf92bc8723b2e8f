//! `cargo xtask`: everything a contributor runs, from a bare machine to a deployment.
//!
//! Each command is one module; `setup` brings the tools, `build` makes what is shipped, `server`
//! runs the worker on this machine, `test` runs all tests and adds them up. Nothing here is
//! installed by hand, and everything may be run again: what is up to date is left alone.

#![allow(clippy::disallowed_methods)] // Runs natively only, so it may read the clock.

#[cfg(not(unix))]
compile_error!("xtask runs on Linux and macOS; on Windows use the Windows Subsystem for Linux");

mod arguments;
mod backup;
mod bench;
mod build;
mod clean;
mod command;
mod deploy;
mod dev;
mod fingerprint;
mod format;
mod http;
mod load;
mod process;
mod progress;
mod repo;
mod server;
mod setup;
mod test;

use std::process::ExitCode;

fn main() -> ExitCode {
    let raw: Vec<String> = std::env::args().skip(1).collect();
    let worked = process::stop_children_on_interrupt().and_then(|()| command::run(&raw));
    match worked {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
