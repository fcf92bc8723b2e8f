//! Programs from crates.io, each version in a folder of its own under the user's cache.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Error, Result};

use crate::process::Program;
use crate::progress::{remark, step};
use crate::repo::Repo;

/// A pinned program that `cargo install` brings.
struct CargoTool {
    package: &'static str,
    version: &'static str,
    /// The binary whose `--version` must name the version.
    binary: &'static str,
    minutes: u8,
}

/// Must equal the workspace's `wasm-bindgen`, which a test below checks.
const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    binary: "wasm-bindgen",
    minutes: 3,
};

const WORKER_BUILD: CargoTool =
    CargoTool { package: "worker-build", version: "0.8.7", binary: "worker-build", minutes: 4 };

/// `wasm-bindgen`, which writes the JavaScript side of a WebAssembly module.
pub fn wasm_bindgen(repo: &Repo) -> Result<PathBuf> {
    install(repo, &WASM_BINDGEN)
}

/// `wasm-bindgen-test-runner`, which runs tests in Node or a browser.
pub fn wasm_bindgen_test_runner(repo: &Repo) -> Result<PathBuf> {
    Ok(install(repo, &WASM_BINDGEN)?.with_file_name("wasm-bindgen-test-runner"))
}

/// `worker-build`, which makes a Cloudflare worker of a crate.
pub fn worker_build(repo: &Repo) -> Result<PathBuf> {
    install(repo, &WORKER_BUILD)
}

/// How looking for each tool ended in this run: several builds ask for the same ones.
static SEEN: Mutex<BTreeMap<&str, Result<(), String>>> = Mutex::new(BTreeMap::new());

fn install(repo: &Repo, tool: &CargoTool) -> Result<PathBuf> {
    let folder = cache()?.join(format!("{}-{}", tool.package, tool.version));
    let binary = folder.join("bin").join(tool.binary);
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let ended = seen.entry(tool.package).or_insert_with(|| {
        let name = format!("{} {}", tool.package, tool.version);
        step(&name, || find_or_install(repo, tool, &folder, &binary))
            .map_err(|error| format!("{error:#}"))
    });
    ended.clone().map(|()| binary).map_err(Error::msg)
}

fn find_or_install(repo: &Repo, tool: &CargoTool, folder: &Path, binary: &Path) -> Result<String> {
    if is_installed(binary, tool) {
        return Ok("found".to_owned());
    }
    remark(&format!("installing {}; about {} minutes, once", tool.package, tool.minutes));
    let cargo = Program::new("cargo")
        .args(["install", tool.package, "--version"])
        .arg(format!("={}", tool.version))
        .arg("--force")
        .arg("--root")
        .arg(folder)
        .within(env::temp_dir())
        .without("CARGO_TARGET_DIR")
        .without("RUSTFLAGS");
    let log = repo.log(&format!("setup-{}", tool.package));
    // A lock file may name versions that a mirror of the registry has not seen yet.
    if !cargo.clone().arg("--locked").run(&log)?.succeeded() {
        cargo.succeed(&log)?;
    }
    Ok("installed".to_owned())
}

fn is_installed(binary: &Path, tool: &CargoTool) -> bool {
    let said = Program::new(binary).arg("--version").output();
    said.is_ok_and(|said| said.split_whitespace().any(|word| word == tool.version))
}

/// The folder of the installed programs, each in one named for its version.
pub fn cache() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME").filter(|cache| !cache.is_empty()) {
        Some(cache) => PathBuf::from(cache),
        None => PathBuf::from(env::var_os("HOME").context("HOME is not set")?).join(".cache"),
    };
    Ok(cache.join("seikyu/tools"))
}

#[cfg(test)]
mod tests {
    use super::WASM_BINDGEN;

    #[test]
    fn the_command_equals_the_crate() {
        let workspace = include_str!("../../../Cargo.toml");
        let pinned = format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version);
        assert!(workspace.contains(&pinned), "Cargo.toml does not say {pinned}");
    }
}
