//! The parts of the tests, in the order in which they run: what is quick to fail comes first.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;

use super::counts::{Outcome, of_cargo_test, of_node_test, of_vitest};
use super::machine::Machine;
use crate::process::Program;
use crate::setup::{self, TARGET};

mod bundle;
mod restore;

/// A part of the tests.
pub struct Part {
    pub name: &'static str,
    /// Makes what the part needs.
    pub prepare: fn(&Machine) -> Result<()>,
    /// Runs the part.
    pub run: fn(&Machine) -> Result<Outcome>,
}

pub const PARTS: &[Part] = &[
    Part { name: "fmt", prepare: Machine::rust_components, run: fmt },
    Part { name: "clippy", prepare: Machine::rust_components, run: clippy },
    Part { name: "doc", prepare: |_| Ok(()), run: doc },
    Part { name: "native", prepare: prepare_native, run: native },
    Part { name: "faults", prepare: |_| Ok(()), run: faults },
    Part { name: "clippy-wasm", prepare: |machine| machine.compiler().map(drop), run: clippy_wasm },
    Part { name: "wasm-node", prepare: prepare_wasm, run: wasm_node },
    Part { name: "wasm-browser", prepare: prepare_wasm_browser, run: wasm_browser },
    Part { name: "web-check", prepare: Machine::engine, run: web_check },
    Part { name: "web-lint", prepare: Machine::npm, run: web_lint },
    Part { name: "web-unit", prepare: Machine::engine, run: web_unit },
    Part { name: "bundle", prepare: prepare_bundle, run: bundle::run },
    Part { name: "api", prepare: |machine| machine.server().map(drop), run: api },
    Part { name: "contract", prepare: prepare_contract, run: contract },
    Part { name: "restore", prepare: |machine| machine.server().map(drop), run: restore::run },
    Part { name: "kills", prepare: |machine| machine.server().map(drop), run: kills },
    Part { name: "browser", prepare: prepare_browser, run: browser },
];

fn fmt(machine: &Machine) -> Result<Outcome> {
    let cargo = Program::new("cargo")
        .args(["fmt", "--all", "--check", "--", "--color", "never"])
        .within(machine.repo.root());
    Ok(Outcome::single(&cargo.run(&machine.repo.log("test-fmt"))?))
}

/// The worker is left to `clippy_wasm`: it is nothing without its target.
fn clippy(machine: &Machine) -> Result<Outcome> {
    let cargo = Program::new("cargo")
        .args(["clippy", "--workspace", "--exclude", "seikyu-worker", "--all-targets"])
        .args(["--", "--deny", "warnings"])
        .within(machine.repo.root());
    Ok(Outcome::single(&cargo.run(&machine.repo.log("test-clippy"))?))
}

fn clippy_wasm(machine: &Machine) -> Result<Outcome> {
    // Not `cargo clippy`, by which cargo may find another compiler's clippy.
    let clippy = machine
        .compiler()?
        .program(&machine.repo, "cargo-clippy")
        .args(["clippy", "--package", "seikyu-wasm", "--package", "seikyu-worker"])
        .args(["--all-targets", "--target", TARGET, "--", "--deny", "warnings"])
        .within(machine.repo.root());
    Ok(Outcome::single(&clippy.run(&machine.repo.log("test-clippy-wasm"))?))
}

/// The manual of the engine: every public item has its page, and every link leads somewhere.
fn doc(machine: &Machine) -> Result<Outcome> {
    let cargo = Program::new("cargo")
        .args(["doc", "--no-deps", "--package", "seikyu-money", "--package", "seikyu-calendar"])
        .args(["--package", "seikyu-engine"])
        .env("RUSTDOCFLAGS", "--deny warnings")
        .within(machine.repo.root());
    Ok(Outcome::single(&cargo.run(&machine.repo.log("test-doc"))?))
}

fn prepare_native(machine: &Machine) -> Result<()> {
    machine.curl()?;
    machine.bean_check().map(drop)
}

/// All native tests with the documentation's examples; the API's run on the native server here,
/// and Beancount reads the journal they leave.
fn native(machine: &Machine) -> Result<Outcome> {
    let cargo = Program::new("cargo")
        .args(["test", "--workspace", "--exclude", "seikyu-worker", "--exclude", "seikyu-wasm"])
        .arg("--no-fail-fast")
        .env("SEIKYU_BEAN_CHECK", machine.bean_check()?)
        .within(machine.repo.root());
    let finished = cargo.run(&machine.repo.log("test-native"))?;
    Ok(Outcome::judged(&finished, of_cargo_test(&finished.text())))
}

/// Crashes of the store that 10,000 seeds decide, with optimised code.
fn faults(machine: &Machine) -> Result<Outcome> {
    let cargo = Program::new("cargo")
        .args(["test", "--profile", "simulation", "--package", "seikyu-tests", "--test", "faults"])
        .env("FAULT_SEEDS", "10000")
        .within(machine.repo.root());
    let finished = cargo.run(&machine.repo.log("test-faults"))?;
    let outcome = Outcome::judged(&finished, of_cargo_test(&finished.text()));
    Ok(outcome.remarking("10,000 seeds".to_owned()))
}

fn prepare_wasm(machine: &Machine) -> Result<()> {
    machine.npm()?;
    machine.compiler()?;
    machine.runner().map(drop)
}

fn wasm_test(machine: &Machine) -> Result<Program> {
    Ok(machine
        .compiler()?
        .program(&machine.repo, "cargo")
        .args(["test", "--package", "seikyu-wasm", "--target", TARGET, "--no-fail-fast"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", machine.runner()?)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .within(machine.repo.root()))
}

fn wasm_node(machine: &Machine) -> Result<Outcome> {
    let cargo = wasm_test(machine)?
        .env("WASM_BINDGEN_TEST_ONLY_NODE", "1")
        .path_first(machine.repo.path("node_modules/.bin"));
    let finished = cargo.run(&machine.repo.log("test-wasm-node"))?;
    Ok(Outcome::judged(&finished, of_cargo_test(&finished.text())))
}

fn prepare_wasm_browser(machine: &Machine) -> Result<()> {
    prepare_wasm(machine)?;
    machine.browser().map(drop)
}

fn wasm_browser(machine: &Machine) -> Result<Outcome> {
    let browser = machine.browser()?;
    let cargo = wasm_test(machine)?
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", webdriver_settings(machine)?)
        .env("CHROMEDRIVER", &browser.driver);
    let finished = cargo.run(&machine.repo.log("test-wasm-browser"))?;
    Ok(Outcome::judged(&finished, of_cargo_test(&finished.text())))
}

/// What Chromium needs to start as root, without a display and without calling home.
fn webdriver_settings(machine: &Machine) -> Result<PathBuf> {
    let path = machine.repo.path(".seikyu/webdriver.json");
    let settings = json!({
        "goog:chromeOptions": {
            "binary": machine.browser()?.chromium,
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-dev-shm-usage", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        }
    });
    fs::create_dir_all(machine.repo.path(".seikyu"))?;
    fs::write(&path, settings.to_string())?;
    Ok(path)
}

fn web_script(machine: &Machine, script: &str) -> Program {
    Program::new("npm")
        .args(["--workspace", "web", "run", script])
        .path_first(machine.repo.path("node_modules/.bin"))
        .within(machine.repo.root())
}

fn web_check(machine: &Machine) -> Result<Outcome> {
    let npm = web_script(machine, "check");
    Ok(Outcome::single(&npm.run(&machine.repo.log("test-web-check"))?))
}

fn web_lint(machine: &Machine) -> Result<Outcome> {
    let npm = web_script(machine, "lint");
    Ok(Outcome::single(&npm.run(&machine.repo.log("test-web-lint"))?))
}

fn web_unit(machine: &Machine) -> Result<Outcome> {
    let report = machine.repo.path(".seikyu/vitest.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let vitest = setup::npm_program(&machine.repo, "vitest")
        .args(["run", "--reporter=default", "--reporter=json", "--outputFile"])
        .arg(&report)
        .within(machine.repo.path("web"));
    let finished = vitest.run(&machine.repo.log("test-web-unit"))?;
    let report = fs::read_to_string(&report).unwrap_or_default();
    Ok(Outcome::judged(&finished, of_vitest(&report)))
}

fn prepare_bundle(machine: &Machine) -> Result<()> {
    machine.web()?;
    machine.worker()
}

fn api(machine: &Machine) -> Result<Outcome> {
    let server = machine.server()?;
    let cargo = Program::new("cargo")
        .args(["test", "--package", "seikyu-tests", "--test", "api", "--no-fail-fast"])
        // The same table on the native router is among the native tests.
        .args(["--", "workerd::"])
        .env("SEIKYU_API_URL", server.url())
        .env("SEIKYU_API_KEY", &server.keys.seller)
        .env("SEIKYU_OTHER_API_KEY", &server.keys.other)
        .within(machine.repo.root());
    let finished = cargo.run(&machine.repo.log("test-api"))?;
    Ok(Outcome::judged(&finished, of_cargo_test(&finished.text())))
}

/// Runs a script that is one test and says at its end, after its name, what it did.
fn told(machine: &Machine, name: &str, script: &Program) -> Result<Outcome> {
    let finished = script.run(&machine.repo.log(&format!("test-{name}")))?;
    let (text, mark) = (finished.text(), format!("{name}: "));
    let said = text.lines().rev().find_map(|line| line.strip_prefix(&mark));
    Ok(Outcome::single(&finished).remarking(said.unwrap_or_default().to_owned()))
}

fn prepare_contract(machine: &Machine) -> Result<()> {
    machine.schemathesis()?;
    machine.server().map(drop)
}

/// The running API against its description, by tens of thousands of requests.
fn contract(machine: &Machine) -> Result<Outcome> {
    let server = machine.own_server(".seikyu/test-contract")?;
    let node = setup::npm_program(&machine.repo, "node")
        .arg("tests/contract/run.mjs")
        .arg(machine.repo.path(".seikyu/contract"))
        .env("SEIKYU_API_URL", server.url())
        .env("SEIKYU_API_KEY", &server.keys.seller)
        .env("SEIKYU_SCHEMATHESIS", machine.schemathesis()?);
    told(machine, "contract", &node)
}

/// workerd killed at random moments, and what its database then holds.
fn kills(machine: &Machine) -> Result<Outcome> {
    const STATE: &str = ".seikyu/test-kills";
    let server = machine.own_server(STATE)?;
    let key = server.keys.seller.clone();
    // From here on the script starts and kills a worker of its own.
    drop(server);
    let node = setup::npm_program(&machine.repo, "node")
        .arg("tests/kills/kills.mjs")
        .arg(machine.repo.path(STATE))
        .env("SEIKYU_API_KEY", key);
    told(machine, "kills", &node)
}

fn prepare_browser(machine: &Machine) -> Result<()> {
    machine.browser()?;
    machine.cli()?;
    machine.server().map(drop)
}

fn browser(machine: &Machine) -> Result<Outcome> {
    let server = machine.server()?;
    let node = setup::npm_program(&machine.repo, "node")
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .arg("tests/browser/**/*.test.mjs")
        .env("SEIKYU_API_URL", server.url())
        .env("SEIKYU_API_KEY", &server.keys.seller)
        .env("SEIKYU_COMMAND", machine.cli()?)
        .env("CHROME_BIN", &machine.browser()?.chromium);
    let finished = node.run(&machine.repo.log("test-browser"))?;
    Ok(Outcome::judged(&finished, of_node_test(&finished.text())))
}
