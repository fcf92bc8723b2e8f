//! `cargo xtask dev`: the whole product on this machine.

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::arguments::{Arguments, Flag};
use crate::progress::duration;
use crate::repo::Repo;
use crate::server::Server;
use crate::{build, http, setup};

pub const FLAGS: &[Flag] = &[
    Flag { name: "--port", value: Some("N"), about: "Listens on this port instead of 8787." },
    Flag { name: "--fresh", value: None, about: "Forgets the local database first." },
];

const STATE: &str = ".seikyu/state";

/// Sets up, builds, serves, says where, and waits for Ctrl-C.
pub fn run(repo: &Repo, arguments: &Arguments) -> Result<ExitCode> {
    let port = match arguments.value("--port") {
        Some(text) => text.parse().with_context(|| format!("--port {text} is no port number"))?,
        None => 8787,
    };
    if !http::is_free(port) {
        bail!("port {port} is in use; choose another with --port");
    }
    let started = Instant::now();
    let state = repo.path(STATE);
    if arguments.has("--fresh") && state.exists() {
        fs::remove_dir_all(&state).context("cannot remove the local database")?;
    }
    setup::npm_packages(repo)?;
    let compiler = setup::wasm_compiler(repo)?;
    build::engine(repo, compiler)?;
    build::web(repo)?;
    build::worker(repo, compiler)?;
    let server = Server::start(repo, &state, port)?;
    print_where(&server, &duration(started.elapsed()));
    server.wait()?;
    Ok(ExitCode::SUCCESS)
}

fn print_where(server: &Server, time: &str) {
    let (url, key) = (server.url(), &server.keys.seller);
    println!("\nSeikyu runs, after {time}.\n");
    println!("  Quote builder   {url}/#key={key}");
    println!("  API             {url}/v1");
    println!("  API key         {key}");
    println!("  Try             curl -H 'Authorization: Bearer {key}' {url}/v1/price-lists\n");
    println!("`cargo xtask build` in another terminal renews what runs here.");
    println!("The database stays in {STATE}; --fresh starts anew. Ctrl-C stops everything.");
}
