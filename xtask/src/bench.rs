//! `cargo xtask bench`: the engine in Node and natively, against decimal.js, and the plan page in
//! Chromium.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;
use crate::{build, setup};

/// Builds both engines and runs the benchmark with the terminal as its output.
pub fn run(repo: &Repo, _: &Arguments) -> Result<ExitCode> {
    setup::npm_packages(repo)?;
    let compiler = setup::wasm_compiler(repo)?;
    build::engine(repo, compiler)?;
    build::web(repo)?;
    let chromium = setup::browser(repo)?.chromium;
    step("native benchmark", || {
        Program::new("cargo")
            .args(["build", "--release", "--package", "seikyu-engine", "--example", "native_bench"])
            .within(repo.root())
            .succeed(&repo.log("build-bench"))?;
        Ok(String::new())
    })?;
    let status = setup::npm_program(repo, "node")
        .arg("tests/bench/run.mjs")
        .env("CHROME_BIN", chromium)
        .env("SEIKYU_NATIVE_BENCH", repo.target().join("release/examples/native_bench"))
        .show()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
