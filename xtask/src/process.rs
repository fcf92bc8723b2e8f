//! Other programs: started in process groups of their own, logged, and never left behind.

use std::collections::BTreeSet;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// Lines of a failed program's output that are shown.
const SHOWN_LINES: usize = 60;
/// How long programs have to end by themselves when asked to.
const PATIENCE: Duration = Duration::from_secs(5);

static GROUPS: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Makes Ctrl-C and a request to terminate end every program started here, and what they started.
pub fn stop_children_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::AcqRel) {
            return;
        }
        stop_groups();
        println!("\nstopped");
        std::process::exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// A program to run.
#[derive(Clone)]
pub struct Program {
    name: OsString,
    arguments: Vec<OsString>,
    folder: Option<PathBuf>,
    environment: Vec<(OsString, Option<OsString>)>,
    path_front: Vec<PathBuf>,
}

impl Program {
    /// A program by name, looked up on PATH, or by its path.
    pub fn new(name: impl AsRef<OsStr>) -> Self {
        Self {
            name: name.as_ref().to_owned(),
            arguments: Vec::new(),
            folder: None,
            environment: Vec::new(),
            path_front: Vec::new(),
        }
    }

    /// Adds an argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// Adds arguments.
    pub fn args<I: IntoIterator<Item = A>, A: AsRef<OsStr>>(mut self, arguments: I) -> Self {
        self.arguments.extend(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
        self
    }

    /// Runs in this folder.
    pub fn within(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name.into(), Some(value.as_ref().to_owned())));
        self
    }

    /// Removes a variable of the environment.
    pub fn without(mut self, name: &str) -> Self {
        self.environment.push((name.into(), None));
        self
    }

    /// Looks for programs in this folder before all others.
    pub fn path_first(mut self, folder: impl Into<PathBuf>) -> Self {
        self.path_front.push(folder.into());
        self
    }

    /// Runs to the end with its output in `log`, whatever its exit code.
    pub fn run(&self, log: &Path) -> Result<Finished> {
        let child = self.spawn(log)?;
        let status = wait(child)?;
        Ok(Finished { status, program: self.line(), log: log.to_owned() })
    }

    /// Runs to the end with its output in `log`; a failure shows the end of that.
    pub fn succeed(&self, log: &Path) -> Result<Finished> {
        let finished = self.run(log)?;
        if !finished.succeeded() {
            bail!("{}", finished.failure());
        }
        Ok(finished)
    }

    /// What the program prints on standard output; an error if it fails.
    pub fn output(&self) -> Result<String> {
        let output = self.command().output().with_context(|| self.not_started())?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`{}` failed: {}", self.line(), said.trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether the program can be started and succeeds.
    pub fn works(&self) -> bool {
        let mut command = self.command();
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
    }

    /// Runs with the terminal as its output.
    pub fn show(&self) -> Result<ExitStatus> {
        let child = self.command().spawn().with_context(|| self.not_started())?;
        register(&child);
        wait(child)
    }

    /// Starts the program and leaves it running.
    pub fn start(&self, log: &Path) -> Result<Background> {
        let mut child = self.spawn(log)?;
        let group = group_of(&child);
        let ended = Arc::new(Mutex::new(None));
        let record = Arc::clone(&ended);
        thread::spawn(move || {
            let status = child.wait().ok();
            *record.lock().unwrap_or_else(PoisonError::into_inner) = status;
        });
        Ok(Background { group, ended, program: self.line(), log: log.to_owned() })
    }

    fn spawn(&self, log: &Path) -> Result<Child> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let child = self
            .command()
            .env("TERM", "dumb")
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| self.not_started())?;
        register(&child);
        Ok(child)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.name);
        command.args(&self.arguments).stdin(Stdio::null()).process_group(0);
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        forget_cargo_run(&mut command);
        command.env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never").env("FORCE_COLOR", "0");
        for (name, value) in &self.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        if let Some(path) = self.search_path() {
            command.env("PATH", path);
        }
        command
    }

    fn search_path(&self) -> Option<OsString> {
        if self.path_front.is_empty() {
            return None;
        }
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = self.path_front.iter().cloned().chain(env::split_paths(&inherited));
        env::join_paths(folders).ok()
    }

    /// The command line, for messages.
    pub fn line(&self) -> String {
        let words = std::iter::once(&self.name).chain(&self.arguments);
        words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    fn not_started(&self) -> String {
        format!("cannot start `{}`; is it installed?", self.name.to_string_lossy())
    }
}

/// A program that ran to its end.
pub struct Finished {
    status: ExitStatus,
    program: String,
    log: PathBuf,
}

impl Finished {
    /// Whether the exit code was 0.
    pub fn succeeded(&self) -> bool {
        self.status.success()
    }

    /// All it printed.
    pub fn text(&self) -> String {
        read_log(&self.log)
    }

    /// What was run, how it ended and the end of what it printed.
    pub fn failure(&self) -> String {
        format!("`{}` ended with {}\n{}", self.program, self.status, tail(&self.log))
    }
}

/// A program that runs beside this one until it is stopped.
pub struct Background {
    group: i32,
    ended: Arc<Mutex<Option<ExitStatus>>>,
    program: String,
    log: PathBuf,
}

impl Background {
    /// How it ended, if it has.
    pub fn ended(&self) -> Option<ExitStatus> {
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was run and the end of what it printed.
    pub fn account(&self) -> String {
        format!("`{}` said:\n{}", self.program, tail(&self.log))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        end_group(self.group);
        GROUPS.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.group);
    }
}

fn group_of(child: &Child) -> i32 {
    i32::try_from(child.id()).unwrap_or(i32::MAX)
}

fn register(child: &Child) {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner).insert(group_of(child));
}

fn wait(mut child: Child) -> Result<ExitStatus> {
    let status = child.wait()?;
    // The handler of Ctrl-C ends the programs and then this one: a failure now is no news.
    while INTERRUPTED.load(Ordering::Acquire) {
        thread::sleep(PATIENCE);
    }
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner).remove(&group_of(&child));
    Ok(status)
}

fn stop_groups() {
    let groups = GROUPS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let ends: Vec<_> =
        groups.into_iter().map(|group| thread::spawn(move || end_group(group))).collect();
    for end in ends {
        let _ = end.join();
    }
}

/// Asks a process group to end, and ends what is left of it when patience runs out.
fn end_group(group: i32) {
    let group = Pid::from_raw(group);
    let asked = Instant::now();
    if killpg(group, Signal::SIGTERM).is_err() {
        return;
    }
    while killpg(group, None).is_ok() {
        if asked.elapsed() > PATIENCE {
            let _ = killpg(group, Signal::SIGKILL);
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Takes out what `cargo run` put into the environment for this program alone: child cargos would
/// otherwise see their inputs change at every call, and another compiler load the wrong libraries.
fn forget_cargo_run(command: &mut Command) {
    const PACKAGE: &[&str] =
        &["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text == "CARGO" || PACKAGE.iter().any(|start| text.starts_with(start)) {
            command.env_remove(&name);
        }
    }
    let Some(libraries) = env::var_os("LD_LIBRARY_PATH") else { return };
    let kept = env::split_paths(&libraries).filter(|folder| {
        let text = folder.to_string_lossy();
        !text.is_empty() && !text.contains("/toolchains/") && !text.contains("/target/")
    });
    match env::join_paths(kept) {
        Ok(kept) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", kept),
        _ => command.env_remove("LD_LIBRARY_PATH"),
    };
}

fn read_log(log: &Path) -> String {
    fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn tail(log: &Path) -> String {
    let text = read_log(log);
    let lines: Vec<&str> = text.lines().collect();
    let cut = lines.len().saturating_sub(SHOWN_LINES);
    let mut shown: Vec<String> = lines.iter().skip(cut).map(|line| format!("    {line}")).collect();
    if cut > 0 {
        shown.insert(0, format!("    … {cut} lines before this are in {}", log.display()));
    }
    shown.join("\n")
}
