//! `cargo xtask fmt`: formats in place what the tests check the form of.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;
use crate::setup;

/// Formats Rust, then the web app.
pub fn run(repo: &Repo, _: &Arguments) -> Result<ExitCode> {
    setup::rust_components(repo)?;
    step("Rust", || {
        Program::new("cargo")
            .args(["fmt", "--all"])
            .within(repo.root())
            .succeed(&repo.log("fmt"))?;
        Ok(String::new())
    })?;
    setup::npm_packages(repo)?;
    step("web app", || {
        Program::new("npm")
            .args(["--workspace", "web", "run", "fmt"])
            .path_first(repo.path("node_modules/.bin"))
            .within(repo.root())
            .succeed(&repo.log("fmt-web"))?;
        Ok(String::new())
    })?;
    Ok(ExitCode::SUCCESS)
}
