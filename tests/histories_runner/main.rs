//! The histories of `tests/histories/`: contracts through time, worked by hand and run through the
//! engine's door. Each indented block is one history; `tests/histories/README.md` says how to read one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod history;
mod item;
mod run;

use std::{fs, path::PathBuf};

use history::History;
use libtest_mimic::{Arguments, Trial};

/// The fewest histories that the table must have.
const HISTORIES_MIN: usize = 40;

fn histories() -> Vec<History> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("histories");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let pages = paths.iter().filter(|path| path.file_name().unwrap() != "README.md");
    pages.flat_map(|path| History::all(&fs::read_to_string(path).unwrap())).collect()
}

fn main() {
    let histories = histories();
    let count = histories.len();
    let mut trials: Vec<Trial> = histories
        .into_iter()
        .map(|history| {
            let title = history.title.clone();
            Trial::test(title, move || run::run(&history).map_err(Into::into))
        })
        .collect();
    trials.push(Trial::test("the table is as long as it should be", move || {
        assert!(count >= HISTORIES_MIN, "there are {count} histories");
        Ok(())
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
