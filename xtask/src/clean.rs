//! `cargo xtask clean`: removes what the other commands made.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::arguments::{Arguments, Flag};
use crate::repo::Repo;

pub const FLAGS: &[Flag] = &[Flag {
    name: "--all",
    value: None,
    about: "Removes cargo's output and node_modules as well.",
}];

const OUTPUT: &[&str] = &[".seikyu", ".wrangler", "crates/wasm/pkg", "web/dist", "worker/build"];

/// Removes output folders and says which.
pub fn run(repo: &Repo, arguments: &Arguments) -> Result<ExitCode> {
    let mut folders: Vec<_> = OUTPUT.iter().map(|folder| repo.path(folder)).collect();
    folders.push(repo.wasm_target());
    if arguments.has("--all") {
        folders.extend([repo.path("node_modules"), repo.path("web/node_modules")]);
        folders.push(repo.target().to_owned());
    }
    for folder in folders.iter().filter(|folder| folder.exists()) {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
        println!("removed {}", folder.display());
    }
    Ok(ExitCode::SUCCESS)
}
