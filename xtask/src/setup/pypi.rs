//! Programs from PyPI, each in a virtual environment of its own under the user's cache.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::cargo_tool::cache;
use super::debian;
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;

/// A program from PyPI.
struct Tool {
    package: &'static str,
    version: &'static str,
    program: &'static str,
    /// What it needs, in the versions it was tried with.
    needs: &'static [&'static str],
}

const BEANCOUNT: Tool = Tool {
    package: "beancount",
    version: "3.2.3",
    program: "bean-check",
    needs: &["click==8.5.1", "python-dateutil==4.0.0", "regex==2026.11.15", "tzdata==2026.6"],
};

const SCHEMATHESIS: Tool = Tool {
    package: "schemathesis",
    version: "4.32.5",
    program: "schemathesis",
    needs: &[
        "anyio==4.16.0",
        "certifi==2026.10.18",
        "charset-normalizer==3.5.2",
        "click==8.5.1",
        "graphql-core==3.3.2",
        "harfile==0.6.0",
        "hypothesis==6.170.15",
        "hypothesis-graphql==0.13.5",
        "idna==3.20",
        "iniconfig==2.3.1",
        "jsonschema_rs==0.60.3",
        "markdown-it-py==4.3.0",
        "MarkupSafe==3.0.4",
        "mdurl==0.1.2",
        "packaging==26.3",
        "pluggy==1.7.0",
        "Pygments==2.21.0",
        "pyrate-limiter==4.5.1",
        "pytest==9.2.0",
        "PyYAML==6.0.3",
        "requests==2.34.2",
        "rich==15.0.0",
        "sortedcontainers==2.4.0",
        "typing_extensions==4.16.0",
        "urllib3==2.8.0",
        "Werkzeug==3.1.9",
    ],
};

/// What Debian calls Python with its virtual environments.
const PYTHON: &[&str] = &["python3", "python3-venv"];

/// The `bean-check` program of Beancount, which reads the exported journal.
pub fn bean_check(repo: &Repo) -> Result<PathBuf> {
    BEANCOUNT.find_or_install(repo)
}

/// Schemathesis, which holds the running API against its description.
pub fn schemathesis(repo: &Repo) -> Result<PathBuf> {
    SCHEMATHESIS.find_or_install(repo)
}

impl Tool {
    fn find_or_install(&self, repo: &Repo) -> Result<PathBuf> {
        let Self { package, version, program, .. } = self;
        let folder = cache()?.join(format!("{package}-{version}"));
        let program = folder.join("bin").join(program);
        step(&format!("{package} {version}"), || {
            if self.is_installed(&program) {
                return Ok("found".to_owned());
            }
            self.install(repo, &folder, &program)?;
            Ok("installed".to_owned())
        })?;
        Ok(program)
    }

    fn install(&self, repo: &Repo, folder: &Path, program: &Path) -> Result<()> {
        if !has_python() {
            debian::install(repo, PYTHON)?;
        }
        let log = repo.log(&format!("setup-{}", self.package));
        Program::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(folder)
            .within(env::temp_dir())
            .succeed(&log)?;
        let pip = || {
            Program::new(folder.join("bin/python"))
                .args(["-m", "pip", "install", "--disable-pip-version-check", "--quiet"])
                .arg(format!("{}=={}", self.package, self.version))
                .within(env::temp_dir())
        };
        // A mirror of the registry may not have seen the exact versions of what it needs.
        if !pip().args(self.needs.iter().copied()).run(&log)?.succeeded() {
            pip().succeed(&log)?;
        }
        if !self.is_installed(program) {
            bail!("{} does not say that it is {}", program.display(), self.version);
        }
        Ok(())
    }

    fn is_installed(&self, program: &Path) -> bool {
        let said = Program::new(program).arg("--version").output();
        let is_version = |word: &str| word.trim_end_matches(',') == self.version;
        said.is_ok_and(|said| said.split_whitespace().any(is_version))
    }
}

/// Whether Python is there with what makes virtual environments, which Debian packages apart.
fn has_python() -> bool {
    Program::new("python3").args(["-c", "import ensurepip, venv"]).works()
}
