//! Builds what is shipped: the engine's npm package, the web app and the worker.

mod cli;
mod engine;
mod web;
mod worker;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::repo::Repo;
use crate::setup;

pub use cli::cli;
pub use engine::{engine, module as engine_module};
pub use web::web;
pub use worker::worker;

/// `cargo xtask build`.
pub fn run(repo: &Repo, _: &Arguments) -> Result<ExitCode> {
    setup::npm_packages(repo)?;
    let compiler = setup::wasm_compiler(repo)?;
    engine(repo, compiler)?;
    web(repo)?;
    worker(repo, compiler)?;
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask types`.
pub fn types(repo: &Repo, _: &Arguments) -> Result<ExitCode> {
    setup::npm_packages(repo)?;
    let compiler = setup::wasm_compiler(repo)?;
    engine(repo, compiler)?;
    println!("{}", engine_module(repo, "web").with_extension("d.ts").display());
    Ok(ExitCode::SUCCESS)
}
