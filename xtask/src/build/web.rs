//! The web app, as static files for the worker to serve.

use anyhow::Result;

use crate::fingerprint::{Fingerprint, Stamp};
use crate::progress::step;
use crate::repo::Repo;
use crate::setup;

/// Builds the web app, if its sources or the engine changed.
pub fn web(repo: &Repo) -> Result<()> {
    step("web app", || {
        let inputs = Fingerprint::default()
            .path(&repo.path("web"))?
            .path(&repo.path("crates/wasm/pkg/web"))?
            .path(&repo.path("examples"))?
            .path(&repo.path("package-lock.json"))?;
        let stamp = Stamp::new(repo.path(".seikyu/stamps/web"), &inputs);
        if stamp.is_fresh() && repo.path("web/dist").is_dir() {
            return Ok("up to date".to_owned());
        }
        setup::npm_program(repo, "vite")
            .arg("build")
            .within(repo.path("web"))
            .succeed(&repo.log("build-web"))?;
        stamp.record()?;
        Ok(String::new())
    })
}
