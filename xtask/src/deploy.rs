//! `cargo xtask deploy`: to Cloudflare, only what passed every test.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::arguments::{Arguments, Flag};
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;
use crate::{build, setup, test};

pub const FLAGS: &[Flag] = &[Flag {
    name: "--skip-tests",
    value: None,
    about: "Deploys without running the tests, for one who just ran them.",
}];

/// What wrangler.toml says until somebody makes a database.
const NO_DATABASE: &str = "00000000-0000-0000-0000-000000000000";

/// The queue that wrangler.toml names.
const QUEUE: &str = "seikyu-bill-runs";

/// Checks what a deployment needs, tests, migrates and deploys.
pub fn run(repo: &Repo, arguments: &Arguments) -> Result<ExitCode> {
    setup::npm_packages(repo)?;
    check_account(repo)?;
    check_database(repo)?;
    check_queue(repo)?;
    check_secret(repo)?;
    if !arguments.has("--skip-tests") {
        let tested = test::run(repo, &Arguments::default())?;
        if tested != ExitCode::SUCCESS {
            bail!("not deployed, for the tests failed");
        }
    }
    let compiler = setup::wasm_compiler(repo)?;
    build::engine(repo, compiler)?;
    build::web(repo)?;
    build::worker(repo, compiler)?;
    println!("\nDatabase migrations");
    show(&wrangler(repo).args(["d1", "migrations", "apply", "DB", "--remote"]))?;
    println!("\nWorker and web app");
    show(&wrangler(repo).arg("deploy"))?;
    Ok(ExitCode::SUCCESS)
}

fn wrangler(repo: &Repo) -> Program {
    setup::npm_program(repo, "wrangler")
}

fn show(program: &Program) -> Result<()> {
    let status = program.show()?;
    if !status.success() {
        bail!("wrangler ended with {status}; nothing after this step was done");
    }
    Ok(())
}

fn check_account(repo: &Repo) -> Result<()> {
    step("Cloudflare account", || {
        let said = wrangler(repo).arg("whoami").run(&repo.log("deploy-whoami"))?;
        if !said.succeeded() || said.text().contains("not authenticated") {
            bail!("not logged in: run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN");
        }
        Ok(String::new())
    })
}

fn check_database(repo: &Repo) -> Result<()> {
    step("D1 database", || {
        let settings =
            fs::read_to_string(repo.path("wrangler.toml")).context("cannot read wrangler.toml")?;
        if settings.contains(NO_DATABASE) {
            bail!(
                "wrangler.toml names no database: run `npx wrangler d1 create seikyu` and put the \
                 database_id it prints in place of {NO_DATABASE}"
            );
        }
        Ok(String::new())
    })
}

fn check_queue(repo: &Repo) -> Result<()> {
    step("queue of bill runs", || {
        let names = wrangler(repo).args(["queues", "list"]).output().unwrap_or_default();
        if !names.contains(QUEUE) {
            bail!("there is no queue {QUEUE}: run `npx wrangler queues create {QUEUE}`");
        }
        Ok(String::new())
    })
}

fn check_secret(repo: &Repo) -> Result<()> {
    step("secret to sign links with", || {
        let names = wrangler(repo).args(["secret", "list"]).output().unwrap_or_default();
        if !names.contains("SEIKYU_LINK_SECRET") {
            bail!(
                "the worker has no SEIKYU_LINK_SECRET: run \
                 `openssl rand -hex 32 | npx wrangler secret put SEIKYU_LINK_SECRET`"
            );
        }
        Ok(String::new())
    })
}
