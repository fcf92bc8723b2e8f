//! Debian's package manager, where this process may use it.

use std::path::Path;

use anyhow::{Result, bail};

use crate::process::Program;
use crate::repo::Repo;

/// Whether this is a Debian-like machine at all.
pub fn is_here() -> bool {
    Path::new("/etc/debian_version").exists() && Program::new("apt-get").arg("--version").works()
}

/// Whether packages may be installed: on Debian, as root.
pub fn may_install() -> bool {
    is_here() && nix::unistd::geteuid().is_root()
}

/// Installs packages, with their list refreshed only if the machine's own is too old to name or to
/// fetch them. Refuses to remove anything that is installed.
pub fn install(repo: &Repo, packages: &[&str]) -> Result<()> {
    if !may_install() {
        bail!("{}", advice(packages));
    }
    let log = repo.log("setup-apt");
    let apt = || Program::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive");
    let install = apt()
        .args(["install", "-y", "-q", "--no-install-recommends", "--no-remove"])
        .args(packages);
    if install.run(&log)?.succeeded() {
        return Ok(());
    }
    apt().args(["update", "-q"]).succeed(&log)?;
    install.succeed(&log)?;
    Ok(())
}

/// What a person has to do where this process may not.
pub fn advice(packages: &[&str]) -> String {
    if is_here() {
        format!("as root, run `apt-get install {}`", packages.join(" "))
    } else {
        format!("Debian calls the packages {}", packages.join(", "))
    }
}
