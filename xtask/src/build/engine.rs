//! The npm package `@seikyu/engine`: one WebAssembly module for browsers and for Node.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::fingerprint::{Fingerprint, Stamp};
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;
use crate::setup::{self, Compiler, TARGET};

const PACKAGE: &str = "crates/wasm/pkg";
const MODULE: &str = "seikyu_wasm";

/// What the compiler may have used, and no more: a newer binaryen would otherwise write encodings
/// that browsers in use do not read.
pub const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The package's JavaScript module for `web` or `node`.
pub fn module(repo: &Repo, platform: &str) -> PathBuf {
    repo.path(PACKAGE).join(platform).join(format!("{MODULE}.js"))
}

/// Builds the package, if the compiled engine changed.
pub fn engine(repo: &Repo, compiler: Compiler) -> Result<()> {
    let bindgen = setup::wasm_bindgen(repo)?;
    step("engine for the browser and Node", || {
        let compiled = compile(repo, compiler)?;
        let inputs = Fingerprint::default()
            .path(&compiled)?
            .path(&bindgen)?
            .text(&manifest())
            .text(&FEATURES.concat());
        let stamp = Stamp::new(repo.path(PACKAGE).join(".stamp"), &inputs);
        let fresh = stamp.is_fresh();
        if !fresh {
            bind(repo, &bindgen, &compiled)?;
            stamp.record()?;
        }
        link(repo)?;
        let size = fs::metadata(binary(repo, "web"))?.len();
        let state = if fresh { "up to date, " } else { "" };
        Ok(format!("{state}{} KiB", size / 1024))
    })
}

fn compile(repo: &Repo, compiler: Compiler) -> Result<PathBuf> {
    compiler
        .program(repo, "cargo")
        .args(["build", "--package", "seikyu-wasm", "--lib", "--profile", "wasm"])
        .args(["--target", TARGET])
        .within(repo.root())
        .succeed(&repo.log("build-engine"))?;
    Ok(repo.wasm_target().join(TARGET).join("wasm").join(format!("{MODULE}.wasm")))
}

fn bind(repo: &Repo, bindgen: &Path, compiled: &Path) -> Result<()> {
    let package = repo.path(PACKAGE);
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    for (platform, target) in [("web", "web"), ("node", "nodejs")] {
        Program::new(bindgen)
            .args(["--target", target, "--out-dir"])
            .arg(package.join(platform))
            .arg(compiled)
            .succeed(&repo.log("build-engine-bindgen"))?;
    }
    // The module is the same for both platforms as a rule; then it is optimised once.
    let same = fs::read(binary(repo, "web"))? == fs::read(binary(repo, "node"))?;
    optimise(repo, &binary(repo, "web"), "-O3")?;
    if same {
        fs::copy(binary(repo, "web"), binary(repo, "node"))?;
    } else {
        optimise(repo, &binary(repo, "node"), "-O3")?;
    }
    fs::write(package.join("package.json"), manifest())?;
    for (platform, kind) in [("web", "module"), ("node", "commonjs")] {
        let text = format!("{{ \"type\": \"{kind}\" }}\n");
        fs::write(package.join(platform).join("package.json"), text)?;
    }
    Ok(())
}

/// Runs `wasm-opt` over a module in place.
fn optimise(repo: &Repo, module: &Path, level: &str) -> Result<()> {
    let optimised = module.with_extension("opt.wasm");
    setup::npm_program(repo, "wasm-opt")
        .arg(level)
        .args(FEATURES)
        .arg(module)
        .arg("-o")
        .arg(&optimised)
        .succeed(&repo.log("build-engine-optimise"))?;
    fs::rename(&optimised, module).context("wasm-opt wrote nothing")
}

fn binary(repo: &Repo, platform: &str) -> PathBuf {
    repo.path(PACKAGE).join(platform).join(format!("{MODULE}_bg.wasm"))
}

/// The package's manifest, with the workspace's version.
fn manifest() -> String {
    include_str!("engine-package.json").replace("VERSION", env!("CARGO_PKG_VERSION"))
}

/// Lets web app, tests and benchmark import the package by its name.
fn link(repo: &Repo) -> Result<()> {
    let link = repo.path("node_modules/@seikyu/engine");
    if link.exists() {
        return Ok(());
    }
    if let Some(scope) = link.parent() {
        fs::create_dir_all(scope)?;
    }
    if fs::symlink_metadata(&link).is_ok() {
        fs::remove_file(&link)?;
    }
    symlink(repo.path(PACKAGE), &link).context("cannot link @seikyu/engine into node_modules")
}
