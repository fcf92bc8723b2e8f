//! `curl`, with which the README leads to a first invoice.

use anyhow::Result;

use super::debian;
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;

/// Sees that `curl` is there.
pub fn curl(repo: &Repo) -> Result<()> {
    step("curl", || {
        if Program::new("curl").arg("--version").works() {
            return Ok("found".to_owned());
        }
        debian::install(repo, &["curl", "ca-certificates"])?;
        Ok("installed".to_owned())
    })
}
