//! The store under faults: what a seed decides crashes before a commit, after it, and without anyone
//! learning of it, while clients repeat, double and reorder their requests to the real router. Whatever
//! happens, in the end each period is billed once, numbers have no gap, the books balance and every event
//! has arrived.
//!
//! `FAULT_SEEDS` is how many seeds are played, `FAULT_SEED` plays one and tells what happened.
//! With `--profile simulation` it plays thousands a minute.

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
    process::{Child, Command, ExitCode},
    thread,
};

use seikyu_cli::sqlite::SqliteStore;

use crate::{chance::Chance, clients::Client, schedule::run_all, world::World};

/// How many seeds are played where nothing is said; `cargo xtask test` plays 10,000, optimised.
const SEEDS: u64 = 200;

/// How many seeds share a database, each with a seller of its own.
const SEEDS_OF_A_DATABASE: usize = 100;

/// Which part of the seeds a process plays, and how many parts there are.
const PART: &str = "FAULT_PART";
const PARTS: &str = "FAULT_PARTS";

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

/// Plays every so-many-eth seed; says whether all held.
fn play_part(seeds: u64, part: u64, parts: u64) -> bool {
    let mut store = SqliteStore::open(None).unwrap();
    for (played, seed) in (part..seeds).step_by(usize::try_from(parts).unwrap()).enumerate() {
        if played % SEEDS_OF_A_DATABASE == SEEDS_OF_A_DATABASE - 1 {
            store = SqliteStore::open(None).unwrap();
        }
        let world = World::new(seed, store.clone(), false);
        if catch_unwind(AssertUnwindSafe(|| play(seed, &world))).is_err() {
            eprintln!(
                "seed {seed} failed; FAULT_SEED={seed} cargo test -p seikyu-tests --test faults"
            );
            return false;
        }
    }
    true
}

/// Plays all seeds, in as many processes as there are processors: SQLite and the allocator have locks that
/// threads would share.
fn play_all(seeds: u64) -> bool {
    let parts = thread::available_parallelism().map_or(1, usize::from);
    let begin = |part: usize| {
        let mut process = Command::new(env::current_exe().unwrap());
        process.env("FAULT_SEEDS", seeds.to_string()).env(PART, part.to_string());
        process.env(PARTS, parts.to_string()).spawn().unwrap()
    };
    let running: Vec<Child> = (0..parts).map(begin).collect();
    running.into_iter().all(|mut process| process.wait().unwrap().success())
}

fn main() -> ExitCode {
    if let Some(seed) = number("FAULT_SEED") {
        let world = World::new(seed, SqliteStore::open(None).unwrap(), true);
        let played = catch_unwind(AssertUnwindSafe(|| play(seed, &world)));
        eprintln!("{}", world.trace());
        eprintln!("seed {seed}: {}", if played.is_ok() { "holds" } else { "FAILED" });
        return ExitCode::from(u8::from(played.is_err()));
    }
    let seeds = number("FAULT_SEEDS").unwrap_or(SEEDS);
    if let (Some(part), Some(parts)) = (number(PART), number(PARTS)) {
        return ExitCode::from(u8::from(!play_part(seeds, part, parts)));
    }
    let all = play_all(seeds);
    eprintln!("{seeds} seeds");
    // As the test runners of Rust say it, so that it is counted with them.
    let (word, passed, failed) = if all { ("ok", 1, 0) } else { ("FAILED", 0, 1) };
    println!("test result: {word}. {passed} passed; {failed} failed; 0 ignored");
    ExitCode::from(failed)
}
