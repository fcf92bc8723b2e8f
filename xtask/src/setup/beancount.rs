//! `bean-check` of Beancount, which reads the exported journal: from PyPI, in a virtual environment of
//! its own under the user's cache.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::cargo_tool::cache;
use super::debian;
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;

const VERSION: &str = "3.2.3";

/// What it needs, in the versions it was tried with.
const NEEDS: &[&str] =
    &["click==8.5.1", "python-dateutil==4.0.0", "regex==2026.11.15", "tzdata==2026.6"];

/// What Debian calls Python with its virtual environments.
const PYTHON: &[&str] = &["python3", "python3-venv"];

/// The `bean-check` program.
pub fn bean_check(repo: &Repo) -> Result<PathBuf> {
    let folder = cache()?.join(format!("beancount-{VERSION}"));
    let program = folder.join("bin/bean-check");
    step(&format!("beancount {VERSION}"), || find_or_install(repo, &folder, &program))?;
    Ok(program)
}

fn find_or_install(repo: &Repo, folder: &Path, program: &Path) -> Result<String> {
    if is_installed(program) {
        return Ok("found".to_owned());
    }
    if !has_python() {
        debian::install(repo, PYTHON)?;
    }
    let log = repo.log("setup-beancount");
    let environment =
        Program::new("python3").args(["-m", "venv", "--clear"]).arg(folder).within(env::temp_dir());
    environment.succeed(&log)?;
    let pip = || {
        Program::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--disable-pip-version-check", "--quiet"])
            .arg(format!("beancount=={VERSION}"))
            .within(env::temp_dir())
    };
    // A mirror of the registry may not have seen the exact versions of what it needs.
    if !pip().args(NEEDS).run(&log)?.succeeded() {
        pip().succeed(&log)?;
    }
    if !is_installed(program) {
        bail!("{} does not say that it is {VERSION}", program.display());
    }
    Ok("installed".to_owned())
}

/// Whether Python is there with what makes virtual environments, which Debian packages apart.
fn has_python() -> bool {
    Program::new("python3").args(["-c", "import ensurepip, venv"]).works()
}

fn is_installed(program: &Path) -> bool {
    let said = Program::new(program).arg("--version").output();
    said.is_ok_and(|said| said.split_whitespace().any(|word| word == VERSION))
}
