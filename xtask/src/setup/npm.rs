//! What comes from npm: Node 22, wrangler with workerd, esbuild, wasm-opt, Playwright, Vite.

use anyhow::{Context, Result, bail};

use super::debian;
use crate::fingerprint::{Fingerprint, Stamp};
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;

/// The oldest Node that npm and the packages' install scripts run on. What is run afterwards uses
/// the Node 22 among the packages.
const OLDEST_NODE: u32 = 20;

/// Installs exactly what the lock file says, when it changed.
pub fn packages(repo: &Repo) -> Result<()> {
    step("npm packages", || {
        let stamp = Stamp::new(repo.path("node_modules/.seikyu-stamp"), &inputs(repo)?);
        if stamp.is_fresh() {
            return Ok("up to date".to_owned());
        }
        check_node()?;
        let installed = Program::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .within(repo.root())
            .run(&repo.log("setup-npm"))?;
        if !installed.succeeded() {
            bail!("{}{}", installed.failure(), incomplete_lock(&installed.text()));
        }
        check_packaged_node(repo)?;
        stamp.record()?;
        Ok("installed".to_owned())
    })
}

/// An npm-installed program with Node 22 first on PATH.
pub fn npm_program(repo: &Repo, name: &str) -> Program {
    Program::new(repo.npm_tool(name))
        .path_first(repo.path("node_modules/.bin"))
        .within(repo.root())
        .env("WRANGLER_SEND_METRICS", "false")
}

fn inputs(repo: &Repo) -> Result<Fingerprint> {
    Fingerprint::default()
        .text(std::env::consts::OS)
        .text(std::env::consts::ARCH)
        .path(&repo.path("package-lock.json"))?
        .path(&repo.path("package.json"))?
        .path(&repo.path("web/package.json"))
}

fn check_node() -> Result<()> {
    let said = Program::new("node").arg("--version").output();
    let advice = debian::advice(&["nodejs", "npm"]);
    let Ok(version) = said else { bail!("Node {OLDEST_NODE} or newer is needed; {advice}") };
    let major = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    let major: u32 = major.parse().with_context(|| format!("node said {version}"))?;
    if major < OLDEST_NODE {
        bail!("Node {OLDEST_NODE} or newer is needed; this machine has {}", version.trim());
    }
    if !Program::new("npm").arg("--version").works() {
        bail!("npm is needed beside Node; {advice}");
    }
    Ok(())
}

/// Sees that what `wrangler` needs is what it will find.
fn check_packaged_node(repo: &Repo) -> Result<()> {
    let version = npm_program(repo, "wrangler").arg("--version").output();
    version.map(drop).context("wrangler does not start; it needs Node 22.12 or newer")
}

/// Explains a lock file that was written against a registry without some platform's packages: npm
/// leaves those out without a word, and then refuses the result.
fn incomplete_lock(said: &str) -> &'static str {
    if said.contains("from lock file") {
        "\nThe lock file lacks packages. If they are for other platforms, put their entries back \
         from the last commit of package-lock.json."
    } else {
        ""
    }
}
