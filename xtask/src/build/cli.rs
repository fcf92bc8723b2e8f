//! The `seikyu` command, built natively for the demo data and for tests.

use std::path::PathBuf;

use anyhow::Result;

use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;

/// Builds the command and says where it is.
pub fn cli(repo: &Repo) -> Result<PathBuf> {
    step("command `seikyu`", || {
        Program::new("cargo")
            .args(["build", "--package", "seikyu-cli"])
            .within(repo.root())
            .succeed(&repo.log("build-cli"))?;
        Ok(String::new())
    })?;
    Ok(repo.target().join("debug/seikyu"))
}
