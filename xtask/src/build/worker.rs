//! The Cloudflare worker: the crate compiled, bound and bundled by `worker-build`.

use anyhow::Result;

use crate::fingerprint::{Fingerprint, Stamp};
use crate::progress::step;
use crate::repo::Repo;
use crate::setup::{self, Compiler};

/// What the worker is compiled from.
const SOURCES: &[&str] = &[
    "crates/money",
    "crates/calendar",
    "crates/engine",
    "crates/service",
    "worker",
    "Cargo.toml",
    "Cargo.lock",
];

/// Builds the worker into `worker/build`, if anything it is made of changed.
pub fn worker(repo: &Repo, compiler: Compiler) -> Result<()> {
    let bindgen = setup::wasm_bindgen(repo)?;
    let builder = setup::worker_build(repo)?;
    step("worker", || {
        let mut inputs = Fingerprint::default()
            .text(&compiler.version()?)
            .text(&bindgen.display().to_string())
            .text(&builder.display().to_string());
        for source in SOURCES {
            inputs = inputs.path(&repo.path(source))?;
        }
        let stamp = Stamp::new(repo.path(".seikyu/stamps/worker"), &inputs);
        if stamp.is_fresh() && repo.path("worker/build/index.js").exists() {
            return Ok("up to date".to_owned());
        }
        compiler
            .program(repo, &builder)
            .args(["--profile", "wasm"])
            .within(repo.path("worker"))
            // Without these it downloads its own.
            .env("WASM_BINDGEN_BIN", &bindgen)
            .env("WASM_OPT_BIN", repo.npm_tool("wasm-opt"))
            .env("ESBUILD_BIN", repo.npm_tool("esbuild"))
            .succeed(&repo.log("build-worker"))?;
        stamp.record()?;
        Ok(String::new())
    })
}
