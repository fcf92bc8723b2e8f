//! `cargo xtask backup` and `cargo xtask restore`: the database as a file, and a file as a database.

mod restorable;
mod statements;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::arguments::{Arguments, Flag};
use crate::process::Program;
use crate::progress::step;
use crate::repo::Repo;
use crate::{server, setup};

const FILE: Flag = Flag {
    name: "--file",
    value: Some("FILE"),
    about: "The file that holds the database, as SQL.",
};
const REMOTE: Flag = Flag {
    name: "--remote",
    value: None,
    about: "The database on Cloudflare instead of the one on this machine.",
};

pub const BACKUP_FLAGS: &[Flag] = &[
    FILE,
    REMOTE,
    Flag { name: "--database", value: Some("NAME"), about: "Another than that of wrangler.toml." },
];

pub const RESTORE_FLAGS: &[Flag] = &[
    FILE,
    REMOTE,
    Flag {
        name: "--database",
        value: Some("NAME"),
        about: "The empty database; DB where left out.",
    },
    Flag {
        name: "--state",
        value: Some("FOLDER"),
        about: "Where an empty local database is made.",
    },
];

/// The folder of the database that `cargo xtask dev` serves.
const STATE: &str = ".seikyu/state";

/// Writes the database into a file from which it can be restored.
pub fn backup(repo: &Repo, arguments: &Arguments) -> Result<ExitCode> {
    setup::npm_packages(repo)?;
    let file = Path::new(arguments.value("--file").context("--file FILE is needed")?);
    let database = arguments.value("--database").unwrap_or(server::DATABASE);
    let state = (!arguments.has("--remote")).then(|| repo.path(STATE));
    write(repo, database, state.as_deref(), file)?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a file into an empty database.
pub fn restore(repo: &Repo, arguments: &Arguments) -> Result<ExitCode> {
    setup::npm_packages(repo)?;
    let file = Path::new(arguments.value("--file").context("--file FILE is needed")?);
    let database = arguments.value("--database").unwrap_or(server::DATABASE);
    let state = match (arguments.has("--remote"), arguments.value("--state")) {
        (true, None) => None,
        (false, Some(folder)) => Some(repo.root().join(folder)),
        _ => bail!("either --remote or --state FOLDER is needed"),
    };
    read(repo, database, state.as_deref(), file)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a database, local where its folder is given, into a file.
pub fn write(repo: &Repo, database: &str, state: Option<&Path>, file: &Path) -> Result<()> {
    step("backup", || {
        let folder = repo.path(".seikyu/backup");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join(".wrangler"))?;
        let dump = folder.join("dump.sql");
        let mut export = server::wrangler(repo).args(["d1", "export", database]);
        export = match state {
            // wrangler takes no folder here, but looks for the state beside its settings.
            Some(state) => {
                fs::copy(repo.path("wrangler.toml"), folder.join("wrangler.toml"))?;
                std::os::unix::fs::symlink(state, folder.join(".wrangler/state"))?;
                export.arg("--local").within(&folder)
            }
            None => export.arg("--remote"),
        };
        export.arg("--output").arg(&dump).succeed(&repo.log("backup"))?;
        let text = fs::read_to_string(&dump).context("wrangler wrote no dump")?;
        fs::write(file, restorable::restorable(&text))
            .with_context(|| format!("cannot write {}", file.display()))?;
        fs::remove_dir_all(&folder)?;
        Ok(file.display().to_string())
    })
}

/// Refuses a database, local where its folder is given, that has tables.
pub fn require_empty(repo: &Repo, database: &str, state: Option<&Path>) -> Result<()> {
    let found = execute(repo, database, state)
        .arg("--json")
        .arg("--command")
        .arg("SELECT name FROM sqlite_master WHERE name = 'sellers'")
        .output()?;
    if found.contains("\"sellers\"") {
        bail!("the database {database} is not empty; accepted is one without tables");
    }
    Ok(())
}

/// Reads a file that [`write`] wrote into an empty database, local where its folder is given.
pub fn read(repo: &Repo, database: &str, state: Option<&Path>, file: &Path) -> Result<()> {
    require_empty(repo, database, state)?;
    step("restore", || {
        execute(repo, database, state).arg("--file").arg(file).succeed(&repo.log("restore"))?;
        Ok(String::new())
    })
}

fn execute(repo: &Repo, database: &str, state: Option<&Path>) -> Program {
    let program = server::wrangler(repo).args(["d1", "execute", database, "--yes"]);
    match state {
        Some(state) => program.args(["--local", "--persist-to"]).arg(state),
        None => program.arg("--remote"),
    }
}
