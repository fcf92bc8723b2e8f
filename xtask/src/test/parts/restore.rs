//! A backup that is restored: both databases tell the same of everything.

use std::fs;

use anyhow::{Result, bail};

use super::super::counts::{Counts, Outcome};
use super::super::machine::Machine;
use crate::process::Finished;
use crate::server::{DATABASE, Server};
use crate::{backup, setup};

const STATE: &str = ".seikyu/test-backup";
const RESTORED: &str = ".seikyu/test-restored";
const FILE: &str = ".seikyu/test-backup.sql";

/// Fills a database, backs it up, restores it, and compares what both tell; then bills the restored one on.
pub fn run(machine: &Machine) -> Result<Outcome> {
    let repo = &machine.repo;
    let server = machine.own_server(STATE)?;
    let filled = script(machine, &server, "fill")?;
    if !filled.succeeded() {
        return Ok(Outcome::single(&filled));
    }
    let before = script(machine, &server, "tell")?;
    // The file is written of a database at rest.
    drop(server);
    let (state, restored, file) = (repo.path(STATE), repo.path(RESTORED), repo.path(FILE));
    if restored.exists() {
        fs::remove_dir_all(&restored)?;
    }
    fs::create_dir_all(&restored)?;
    backup::write(repo, DATABASE, Some(&state), &file)?;
    backup::read(repo, DATABASE, Some(&restored), &file)?;
    if backup::require_empty(repo, DATABASE, Some(&restored)).is_ok() {
        bail!("a database with tables was restored into");
    }
    let server = Server::on_restored(repo, &restored, &state)?;
    let after = script(machine, &server, "tell")?;
    let billed = script(machine, &server, "bill_on")?;
    let alike = before.succeeded() && before.text() == after.text();
    let passed = u64::from(alike) + u64::from(billed.succeeded());
    let counts = Counts { passed, failed: 2 - passed };
    let said = after.text();
    let remark = said.lines().rev().find_map(|line| line.strip_prefix("verified: "));
    let bytes = fs::metadata(&file)?.len();
    let remark = format!("{} in {} KiB", remark.unwrap_or_default(), bytes / 1024);
    let shown = if alike { &billed } else { &after };
    Ok(Outcome::judged(shown, counts).remarking(remark))
}

fn script(machine: &Machine, server: &Server, name: &str) -> Result<Finished> {
    let node = setup::npm_program(&machine.repo, "node")
        .arg(format!("tests/restore/{name}.mjs"))
        .env("SEIKYU_API_URL", server.url())
        .env("SEIKYU_API_KEY", &server.keys.seller);
    node.run(&machine.repo.log(&format!("test-restore-{name}")))
}
