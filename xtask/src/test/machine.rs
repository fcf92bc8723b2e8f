//! What parts of the tests need, made once and only if a part asks for it.

use std::cell::OnceCell;
use std::fs;
use std::path::PathBuf;

use anyhow::{Result, anyhow};

use crate::repo::Repo;
use crate::server::Server;
use crate::setup::{Browser, Compiler};
use crate::{build, http, setup};

const STATE: &str = ".seikyu/test-state";

/// Something made at most once; a failure is remembered and told to all who ask.
struct Need<T>(OnceCell<Result<T, String>>);

impl<T> Need<T> {
    const fn new() -> Self {
        Self(OnceCell::new())
    }

    fn get(&self, make: impl FnOnce() -> Result<T>) -> Result<&T> {
        let made = self.0.get_or_init(|| make().map_err(|error| format!("{error:#}")));
        made.as_ref().map_err(|error| anyhow!("{error}"))
    }
}

/// The tools, builds and the server that tests run against.
pub struct Machine {
    /// The repository under test.
    pub repo: Repo,
    rust: Need<()>,
    npm: Need<()>,
    compiler: Need<Compiler>,
    runner: Need<PathBuf>,
    browser: Need<Browser>,
    bean_check: Need<PathBuf>,
    schemathesis: Need<PathBuf>,
    curl: Need<()>,
    engine: Need<()>,
    web: Need<()>,
    worker: Need<()>,
    cli: Need<PathBuf>,
    server: Need<Server>,
}

impl Machine {
    /// A machine on which nothing was asked for yet.
    pub fn new(repo: &Repo) -> Self {
        Self {
            repo: repo.clone(),
            rust: Need::new(),
            npm: Need::new(),
            compiler: Need::new(),
            runner: Need::new(),
            browser: Need::new(),
            bean_check: Need::new(),
            schemathesis: Need::new(),
            curl: Need::new(),
            engine: Need::new(),
            web: Need::new(),
            worker: Need::new(),
            cli: Need::new(),
            server: Need::new(),
        }
    }

    /// rustfmt and clippy.
    pub fn rust_components(&self) -> Result<()> {
        self.rust.get(|| setup::rust_components(&self.repo)).copied()
    }

    /// The npm packages.
    pub fn npm(&self) -> Result<()> {
        self.npm.get(|| setup::npm_packages(&self.repo)).copied()
    }

    /// The compiler for WebAssembly.
    pub fn compiler(&self) -> Result<Compiler> {
        self.compiler.get(|| setup::wasm_compiler(&self.repo)).copied()
    }

    /// The runner of tests compiled to WebAssembly.
    pub fn runner(&self) -> Result<&PathBuf> {
        self.runner.get(|| setup::wasm_bindgen_test_runner(&self.repo))
    }

    /// Chromium and its driver.
    pub fn browser(&self) -> Result<&Browser> {
        self.browser.get(|| setup::browser(&self.repo))
    }

    /// The checker of Beancount files.
    pub fn bean_check(&self) -> Result<&PathBuf> {
        self.bean_check.get(|| setup::bean_check(&self.repo))
    }

    /// The program that holds the API against its description.
    pub fn schemathesis(&self) -> Result<&PathBuf> {
        self.schemathesis.get(|| setup::schemathesis(&self.repo))
    }

    /// The program that the README's lines call.
    pub fn curl(&self) -> Result<()> {
        self.curl.get(|| setup::curl(&self.repo)).copied()
    }

    /// The engine's npm package.
    pub fn engine(&self) -> Result<()> {
        self.npm()?;
        let compiler = self.compiler()?;
        self.engine.get(|| build::engine(&self.repo, compiler)).copied()
    }

    /// The web app, built.
    pub fn web(&self) -> Result<()> {
        self.engine()?;
        self.web.get(|| build::web(&self.repo)).copied()
    }

    /// The worker, built.
    pub fn worker(&self) -> Result<()> {
        self.npm()?;
        let compiler = self.compiler()?;
        self.worker.get(|| build::worker(&self.repo, compiler)).copied()
    }

    /// The `seikyu` command.
    pub fn cli(&self) -> Result<&PathBuf> {
        self.cli.get(|| build::cli(&self.repo))
    }

    /// The worker on workerd with a new local D1, web app and demo data.
    pub fn server(&self) -> Result<&Server> {
        self.web()?;
        self.worker()?;
        self.server.get(|| self.new_server(STATE))
    }

    /// Such a worker over a database of its own, for a test that leaves much behind.
    pub fn own_server(&self, state: &str) -> Result<Server> {
        self.web()?;
        self.worker()?;
        self.new_server(state)
    }

    fn new_server(&self, state: &str) -> Result<Server> {
        let state = self.repo.path(state);
        if state.exists() {
            fs::remove_dir_all(&state)?;
        }
        Server::start(&self.repo, &state, http::free_port()?)
    }
}
