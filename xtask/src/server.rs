//! The worker on this machine: wrangler with workerd and a local D1, migrated and with demo data.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::build;
use crate::fingerprint::{Fingerprint, Stamp};
use crate::process::{Background, Program};
use crate::progress::step;
use crate::repo::Repo;
use crate::{http, setup};

/// The binding of the database in wrangler.toml.
pub const DATABASE: &str = "DB";
const MIGRATIONS: &str = "crates/service/migrations";
/// The file in a state that holds the keys of the demo sellers.
const KEYS: &str = "api-keys";
const START_WITHIN: Duration = Duration::from_secs(60);

/// A running worker; it is stopped when this is dropped.
pub struct Server {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    /// The API keys of the demo sellers.
    pub keys: Keys,
    process: Background,
}

impl Server {
    /// Prepares the database in `state` and starts the worker. What is built must be built before.
    pub fn start(repo: &Repo, state: &Path, port: u16) -> Result<Self> {
        write_secrets(repo)?;
        migrate(repo, state)?;
        let keys = seed(repo, state)?;
        let process = serve(repo, state, port)?;
        let server = Self { port, keys, process };
        load_price_lists(repo, state, &server)?;
        Ok(server)
    }

    /// Starts the worker on a restored database, for which the keys of another one are good.
    pub fn on_restored(repo: &Repo, state: &Path, keys_of: &Path) -> Result<Self> {
        fs::copy(keys_of.join(KEYS), state.join(KEYS))?;
        Self::start(repo, state, http::free_port()?)
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Waits until it ends, which it does not by itself.
    pub fn wait(&self) -> Result<()> {
        while self.process.ended().is_none() {
            thread::sleep(Duration::from_millis(100));
        }
        bail!("the server ended by itself; {}", self.process.account())
    }
}

/// wrangler, where nobody can be asked.
pub fn wrangler(repo: &Repo) -> Program {
    setup::npm_program(repo, "wrangler").env("CI", "true")
}

/// Gives the local worker a secret to sign links with; it stays out of version control.
fn write_secrets(repo: &Repo) -> Result<()> {
    const NAME: &str = "SEIKYU_LINK_SECRET";
    let file = repo.path(".dev.vars");
    let mut text = fs::read_to_string(&file).unwrap_or_default();
    if text.lines().any(|line| line.starts_with(NAME)) {
        return Ok(());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&format!("{NAME}={}\n", random_hex()?));
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn random_hex() -> Result<String> {
    use std::io::Read;
    let mut bytes = [0_u8; 32];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn migrate(repo: &Repo, state: &Path) -> Result<()> {
    step("database migrations", || {
        let inputs = Fingerprint::default().path(&repo.path(MIGRATIONS))?;
        let stamp = Stamp::new(state.join("migrated"), &inputs);
        if stamp.is_fresh() {
            return Ok("up to date".to_owned());
        }
        wrangler(repo)
            .args(["d1", "migrations", "apply", DATABASE, "--local", "--persist-to"])
            .arg(state)
            .succeed(&repo.log("migrate"))?;
        stamp.record()?;
        Ok(String::new())
    })
}

/// API keys of two sellers that may not see each other's documents.
pub struct Keys {
    /// Of the seller whom people are shown.
    pub seller: String,
    /// Of the other, for tests of what is kept apart.
    pub other: String,
}

impl Keys {
    /// Finds the keys in what says them.
    fn read(said: &str) -> Option<Self> {
        let mut keys = said.split_whitespace().filter(|word| word.starts_with("sk_test_"));
        Some(Self { seller: keys.next()?.to_owned(), other: keys.next()?.to_owned() })
    }
}

/// Runs the statements of a file on the database in `state`, while no worker does.
pub fn execute(repo: &Repo, state: &Path, sql: &Path, log: &Path) -> Result<()> {
    wrangler(repo)
        .args(["d1", "execute", DATABASE, "--local", "--yes", "--persist-to"])
        .arg(state)
        .arg("--file")
        .arg(sql)
        .succeed(log)?;
    Ok(())
}

/// Puts the demo sellers, their keys and customers into an empty database.
fn seed(repo: &Repo, state: &Path) -> Result<Keys> {
    let key_file = state.join(KEYS);
    if let Some(keys) = fs::read_to_string(&key_file).ok().as_deref().and_then(Keys::read) {
        return Ok(keys);
    }
    let seikyu = build::cli(repo)?;
    let mut keys = None;
    step("demo data", || {
        let log = repo.log("demo-sql");
        let sql = state.join("demo.sql");
        fs::create_dir_all(state)?;
        // The statements go to standard output, the keys in clear only to standard error.
        let shell =
            Program::new("sh").args(["-c", "exec \"$0\" demo-sql > \"$1\""]).arg(&seikyu).arg(&sql);
        let said = shell.succeed(&log)?.text();
        let found = Keys::read(&said)
            .with_context(|| format!("`seikyu demo-sql` named no two keys:\n{said}"))?;
        execute(repo, state, &sql, &repo.log("seed"))?;
        keys = Some(found);
        fs::write(&key_file, said)?;
        Ok(String::new())
    })?;
    keys.context("no API keys")
}

fn serve(repo: &Repo, state: &Path, port: u16) -> Result<Background> {
    let mut running = None;
    step("server", || {
        let process = wrangler(repo)
            .args(["dev", "--local", "--ip", "127.0.0.1", "--port"])
            .arg(port.to_string())
            .arg("--inspector-port")
            .arg(http::free_port()?.to_string())
            .arg("--persist-to")
            .arg(state)
            .args(["--show-interactive-dev-session", "false"])
            // Receivers of events in tests and on a developer's machine are on this machine.
            .args(["--var", "SEIKYU_LOCAL_WEBHOOKS:allow"])
            .start(&repo.log("server"))?;
        wait_until_healthy(port, &process)?;
        running = Some(process);
        Ok(String::new())
    })?;
    running.context("the server did not start")
}

fn wait_until_healthy(port: u16, process: &Background) -> Result<()> {
    let started = Instant::now();
    let mut last = "it does not listen yet".to_owned();
    while started.elapsed() < START_WITHIN {
        if let Some(status) = process.ended() {
            bail!("the server ended with {status}; {}", process.account());
        }
        match http::get(port, "/healthz") {
            Ok(answer) if answer.status == 200 => return Ok(()),
            Ok(answer) => last = format!("/healthz answers {}: {}", answer.status, answer.body),
            Err(_) => {}
        }
        thread::sleep(Duration::from_millis(50));
    }
    bail!("the server is not healthy after {START_WITHIN:?}: {last}\n{}", process.account())
}

/// Imports the example price lists through the API, each when it changed.
fn load_price_lists(repo: &Repo, state: &Path, server: &Server) -> Result<()> {
    step("example price lists", || {
        let mut loaded = 0;
        for file in price_lists(repo)? {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let inputs = Fingerprint::default().path(&file)?;
            let stamp = Stamp::new(state.join(format!("loaded-{name}")), &inputs);
            if stamp.is_fresh() {
                continue;
            }
            let text = fs::read_to_string(&file)?;
            let answer =
                http::post_json(server.port, "/v1/price-lists", &server.keys.seller, &text)?;
            if !matches!(answer.status, 200 | 201) {
                bail!("{} was refused ({}): {}", file.display(), answer.status, answer.body);
            }
            stamp.record()?;
            loaded += 1;
        }
        Ok(if loaded == 0 { "up to date".to_owned() } else { format!("{loaded} loaded") })
    })
}

/// The price lists among the examples, by the version they name.
fn price_lists(repo: &Repo) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(repo.path("examples"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json")
            && fs::read_to_string(&path)?.contains("\"seikyu.price-list.v1\"")
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
