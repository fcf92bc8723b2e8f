//! The public vectors of `tests/vectors/`, run through the engine.
//!
//! Each category has one adapter that turns a case's input into a request to the engine and compares
//! the answer; no adapter computes an answer itself. `tests/conformance.md` is the committed result;
//! `UPDATE=1 cargo test -p seikyu-tests --test vectors` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod adapters;
mod agreement;
mod case;
mod conformance;
mod cycle;

use std::{fs, io::Write as _, path::PathBuf};

use adapters::adapter;
use case::Case;
use conformance::{Conformance, Outcome, Verdict};

fn conformance() -> Conformance {
    let verdicts = case::all().into_iter().map(|case| {
        let result = adapter(&case.category)(&case);
        Verdict { case, result }
    });
    Conformance::new(verdicts.collect())
}

#[test]
fn no_case_differs() {
    let conformance = conformance();
    // Straight to the terminal: the counts are wanted when the test passes, too.
    let _ = writeln!(std::io::stdout(), "\n{}", conformance.table());
    let different = conformance.different();
    assert!(different.is_empty(), "\n{}", different.join("\n"));
}

#[test]
fn every_declined_case_says_why() {
    for verdict in conformance().verdicts() {
        if let Ok(Outcome::Declined(why)) = &verdict.result {
            assert!(why.len() > 10, "{} says only “{why}”", verdict.case.id);
        }
    }
}

/// Every expected number of a reproduced case is really compared: with another one the case fails.
#[test]
fn a_changed_number_is_noticed() {
    let conformance = conformance();
    let mut unnoticed = Vec::new();
    for Verdict { case, result } in conformance.verdicts() {
        if !matches!(result, Ok(Outcome::Reproduced)) {
            continue;
        }
        let run = adapter(&case.category);
        for (pointer, expected) in case.with_changed_numbers() {
            let changed = Case { expected, ..case.clone() };
            if !NOT_COMPARED.iter().any(|name| pointer.contains(name)) && run(&changed).is_ok() {
                unnoticed.push(format!("{}{pointer}", case.id));
            }
        }
    }
    assert!(unnoticed.is_empty(), "changed without effect: {unnoticed:?}");
}

/// What the files state beside the numbers of an invoice: its tax in a second currency (BT-111), which
/// the engine does not compute.
const NOT_COMPARED: &[&str] = &["tax_total_accounting"];

#[test]
fn the_committed_result_is_up_to_date() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("conformance.md");
    let found = conformance().document();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        committed, found,
        "run `UPDATE=1 cargo test -p seikyu-tests --test vectors` and review the difference"
    );
}
