//! `cargo xtask test`: every test there is, in parts, added up to one line.
//!
//! A part that fails does not stop the others. Counts come from the runners' own output; a part
//! that says it passed without having run a test has failed.

mod counts;
mod machine;
mod parts;
mod summary;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::arguments::{Arguments, Flag};
use crate::progress::Step;
use crate::repo::Repo;
use counts::Outcome;
use machine::Machine;
use parts::{PARTS, Part};
use summary::Summary;

pub const FLAGS: &[Flag] = &[Flag {
    name: "--only",
    value: Some("PART"),
    about: "Runs these parts alone, separated by commas; `web` means every `web-…`. There are fmt, \
            clippy, doc, native, faults, clippy-wasm, wasm-node, wasm-browser, web-check, web-lint, web-unit, \
            bundle, api, contract, restore, kills and browser.",
}];

/// Parts that look at form only; `cargo xtask lint` runs these.
const LINTS: &[&str] = &["fmt", "clippy", "clippy-wasm", "web-check", "web-lint"];

/// Runs all parts, or those that `--only` names.
pub fn run(repo: &Repo, arguments: &Arguments) -> Result<ExitCode> {
    let wanted: Vec<&str> =
        arguments.values("--only").flat_map(|value| value.split(',')).map(str::trim).collect();
    run_parts(repo, &chosen(&wanted)?)
}

/// `cargo xtask lint`.
pub fn lint_only(repo: &Repo, _: &Arguments) -> Result<ExitCode> {
    run_parts(repo, &chosen(LINTS)?)
}

fn chosen(wanted: &[&str]) -> Result<Vec<&'static Part>> {
    let means = |part: &Part, word: &str| {
        part.name == word || part.name.strip_prefix(word).is_some_and(|rest| rest.starts_with('-'))
    };
    for word in wanted {
        if !PARTS.iter().any(|part| means(part, word)) {
            let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
            bail!("there is no part '{word}'; there are {}", names.join(", "));
        }
    }
    let all = wanted.is_empty();
    // `clippy` alone also means `clippy-wasm`: they are one lint on two targets.
    Ok(PARTS.iter().filter(|part| all || wanted.iter().any(|word| means(part, word))).collect())
}

fn run_parts(repo: &Repo, parts: &[&Part]) -> Result<ExitCode> {
    let machine = Machine::new(repo);
    let mut summary = Summary::default();
    for part in parts {
        let started = Instant::now();
        let prepared = (part.prepare)(&machine);
        summary.prepared(started.elapsed());
        let started = Instant::now();
        let outcome = match prepared {
            Ok(()) => run_part(&machine, part),
            Err(error) => Outcome::broken(format!("{error:#}")),
        };
        if let Some(failure) = &outcome.failure {
            println!("\n{} failed:\n{failure}\n", part.name);
        }
        summary.add(part.name, &outcome, started.elapsed());
    }
    drop(machine);
    print!("{summary}");
    Ok(if summary.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run_part(machine: &Machine, part: &Part) -> Outcome {
    let step = Step::start(&format!("test {}", part.name));
    let outcome = (part.run)(machine).unwrap_or_else(|error| Outcome::broken(format!("{error:#}")));
    let mark = if outcome.failure.is_none() { '✓' } else { '✗' };
    step.end(mark, &outcome.note());
    outcome
}
