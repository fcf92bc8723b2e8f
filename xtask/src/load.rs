//! `cargo xtask load`: bill runs over many subscriptions on local workerd with D1, and the reading of an
//! invoice against a bare query through the same worker.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::arguments::{Arguments, Flag};
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;
use crate::server::{self, Server};
use crate::{build, http, setup};

pub const FLAGS: &[Flag] = &[Flag {
    name: "--counts",
    value: Some("N,N"),
    about: "Bills so many subscriptions, each number in a database of its own.",
}];

const COUNTS: &str = "100,1000,10000,100000";
const STATE: &str = "target/load";
const SCRIPT: &str = "tests/bench/load.mjs";

/// Measures each number of subscriptions in a new database, and prints a row for each.
pub fn run(repo: &Repo, arguments: &Arguments) -> Result<ExitCode> {
    let counts = arguments.value("--counts").unwrap_or(COUNTS);
    let counts: Vec<u32> = counts
        .split(',')
        .map(|text| text.parse().with_context(|| format!("“{text}” is no number")))
        .collect::<Result<_>>()?;
    setup::npm_packages(repo)?;
    let compiler = setup::wasm_compiler(repo)?;
    build::engine(repo, compiler)?;
    build::web(repo)?;
    build::worker(repo, compiler)?;
    let mut rows = String::new();
    for count in counts {
        let state = repo.path(STATE).join(count.to_string());
        if state.exists() {
            fs::remove_dir_all(&state).context("cannot remove the database of an earlier run")?;
        }
        let template = with_server(repo, &state, &["template"])?;
        let sql = state.join("copies.sql");
        step(&format!("{count} subscriptions"), || {
            let text = script(repo, &["copies", &count.to_string(), &template]).output()?;
            fs::write(&sql, text)?;
            server::execute(repo, &state, &sql, &repo.log("load-seed"))?;
            Ok(String::new())
        })?;
        rows.push_str(&with_server(repo, &state, &["measure", &count.to_string()])?);
        fs::remove_dir_all(&state)?;
    }
    print!("{}{rows}", script(repo, &["header"]).output()?);
    Ok(ExitCode::SUCCESS)
}

/// Runs the script against a server on a state, and gives what it says.
fn with_server(repo: &Repo, state: &Path, arguments: &[&str]) -> Result<String> {
    let server = Server::start(repo, state, http::free_port()?)?;
    script(repo, arguments)
        .env("SEIKYU_URL", server.url())
        .env("SEIKYU_API_KEY", &server.keys.seller)
        .output()
}

fn script(repo: &Repo, arguments: &[&str]) -> Program {
    setup::npm_program(repo, "node").arg(SCRIPT).args(arguments.iter().copied())
}
