//! The API as one table: each scenario runs natively, in this process over SQLite, and again over HTTP
//! against a running server when `SEIKYU_API_URL`, `SEIKYU_API_KEY` and `SEIKYU_OTHER_API_KEY` name
//! one (workerd, in `cargo xtask test`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

mod answer;
mod catalog;
mod door;
mod receiver;
mod scenarios;
mod step;

use std::{
    env,
    process::ExitCode,
    sync::{Mutex, PoisonError},
};

use libtest_mimic::{Arguments, Trial};

use crate::{door::Door, scenarios::Scenario};

/// Where scenarios are played.
const NATIVE: &str = "native";
const WORKERD: &str = "workerd";

fn main() -> ExitCode {
    let mut trials: Vec<Trial> = [scenarios::ALL, scenarios::NATIVE]
        .into_iter()
        .flatten()
        .map(|scenario| trial(NATIVE, *scenario, Door::native))
        .collect();
    trials.extend(
        scenarios::SLOW
            .iter()
            .map(|scenario| trial(NATIVE, *scenario, Door::native).with_ignored_flag(true)),
    );
    // Only where `cargo xtask` has installed Beancount.
    let absent = env::var_os(scenarios::BEAN_CHECK).is_none();
    trials.extend(
        scenarios::BEANCOUNT
            .iter()
            .map(|scenario| trial(NATIVE, *scenario, Door::native).with_ignored_flag(absent)),
    );
    if let Ok(url) = env::var("SEIKYU_API_URL") {
        trials.extend(scenarios::ALL.iter().map(|scenario| {
            let url = url.clone();
            trial(WORKERD, *scenario, move || Door::http(&url))
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(
    place: &str,
    (name, scenario): (&str, Scenario),
    door: impl FnOnce() -> Door + Send + 'static,
) -> Trial {
    // Scenarios at a server share its sellers, so they take turns.
    static TURN: Mutex<()> = Mutex::new(());
    let shared = place != NATIVE;
    Trial::test(format!("{place}::{name}"), move || {
        let _turn = shared.then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner));
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(scenario(door()));
        Ok(())
    })
}
