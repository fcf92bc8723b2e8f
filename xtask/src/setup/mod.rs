//! Brings every tool to the machine: pinned, cached, and left alone when it is there.
//!
//! What needs a package manager is installed only on Debian as root (as in CI); elsewhere the
//! message says what to install. Nothing is fetched except through cargo, npm, pip, rustup and apt.

mod cargo_tool;
mod chromium;
mod curl;
mod debian;
mod npm;
mod pypi;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;

pub use cargo_tool::{wasm_bindgen, wasm_bindgen_test_runner, worker_build};
pub use chromium::{Browser, browser};
pub use curl::curl;
pub use npm::{npm_program, packages as npm_packages};
pub use pypi::{bean_check, schemathesis};
pub use wasm::{Compiler, TARGET, compiler as wasm_compiler};

/// `cargo xtask setup`.
pub fn run(repo: &Repo, _: &Arguments) -> Result<ExitCode> {
    rust_components(repo)?;
    npm_packages(repo)?;
    wasm_compiler(repo)?;
    wasm_bindgen(repo)?;
    worker_build(repo)?;
    browser(repo)?;
    bean_check(repo)?;
    schemathesis(repo)?;
    curl(repo)?;
    Ok(ExitCode::SUCCESS)
}

/// Sees that rustfmt and clippy are there, which a minimal rustup profile leaves out.
pub fn rust_components(repo: &Repo) -> Result<()> {
    step("rustfmt and clippy", || {
        let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
            .into_iter()
            .filter(|(command, _)| !Program::new("cargo").args([command, "--version"]).works())
            .map(|(_, component)| component)
            .collect();
        if missing.is_empty() {
            return Ok("found".to_owned());
        }
        let added = Program::new("rustup").args(["component", "add"]).args(&missing);
        if added.run(&repo.log("setup-components")).is_ok_and(|finished| finished.succeeded()) {
            return Ok("added by rustup".to_owned());
        }
        bail!("{} not found; install with `{}`", missing.join(" and "), added.line());
    })
}
