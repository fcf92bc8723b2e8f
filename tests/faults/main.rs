//! The store under faults: what a seed decides crashes before a commit, after it, and without anyone
//! learning of it, while clients repeat, double and reorder their requests to the real router. Whatever
//! happens, in the end each period is billed once, numbers have no gap, the books balance and every event
//! has arrived.
//!
//! `FAULT_SEEDS` is how many seeds are played, `FAULT_SEED` plays one and tells what happened.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::print_stderr,
    clippy::print_stdout
)]

mod chance;
mod checks;
mod clients;
mod schedule;
mod world;

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use crate::{chance::Chance, clients::Client, schedule::run_all, world::World};

/// How many seeds are played where nothing is said.
const SEEDS: u64 = 10_000;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// Plays a seed; a panic is a failure.
fn play(seed: u64, world: &World) {
    let mut order = Chance::new(seed, 3);
    let mut known = None;
    run_all(vec![Box::pin(async { known = Some(clients::prepare(world).await) })], &mut order);
    let known = known.unwrap();
    let client = Client { world, known: &known };
    world.set_faulty(true);
    run_all(clients::at_work(client), &mut order);
    world.set_faulty(false);
    run_all(vec![Box::pin(checks::finish(client))], &mut order);
    run_all(vec![Box::pin(checks::check(client))], &mut order);
}

fn main() -> ExitCode {
    if let Some(seed) = number("FAULT_SEED") {
        let world = World::new(seed, true);
        let played = catch_unwind(AssertUnwindSafe(|| play(seed, &world)));
        eprintln!("{}", world.trace());
        eprintln!("seed {seed}: {}", if played.is_ok() { "holds" } else { "FAILED" });
        return ExitCode::from(u8::from(played.is_err()));
    }
    let seeds = number("FAULT_SEEDS").unwrap_or(SEEDS);
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while !failed.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        return;
                    }
                    let world = World::new(seed, false);
                    if catch_unwind(AssertUnwindSafe(|| play(seed, &world))).is_err() {
                        failed.store(true, Ordering::Relaxed);
                        eprintln!(
                            "seed {seed} failed; FAULT_SEED={seed} cargo test -p seikyu-tests \
                             --test faults"
                        );
                    }
                }
            });
        }
    });
    let (passed, count) = if failed.into_inner() { ("FAILED", (0, 1)) } else { ("ok", (1, 0)) };
    // As the test runners of Rust say it, so that it is counted with them.
    eprintln!("{seeds} seeds");
    println!("test result: {passed}. {} passed; {} failed; 0 ignored", count.0, count.1);
    ExitCode::from(count.1)
}
