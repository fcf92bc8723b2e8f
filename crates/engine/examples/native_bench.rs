//! The native side of `cargo xtask bench`: one round over a price list, a draft, a prorated bill
//! request, a change and a forecast, in nanoseconds.

// A benchmark keeps time, prints, and stops at the first thing that is wrong.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::{
    env, fs,
    hint::black_box,
    time::{Duration, Instant},
};

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, compute},
    catalog::PriceList,
    forecast::{ForecastRequest, forecast},
    preview::{ChangeRequest, preview_change},
    quote::{Column, Draft, Session, price},
};

const ROUND: Duration = Duration::from_millis(60);

/// Nanoseconds a call, over one round after a warm-up of as many calls as fit a third of it.
fn timed(mut work: impl FnMut(u64)) -> u128 {
    let mut calls = 0;
    let warm = Instant::now();
    while warm.elapsed() < ROUND / 3 {
        work(calls);
        calls += 1;
    }
    calls = 0;
    let start = Instant::now();
    while start.elapsed() < ROUND {
        work(calls);
        calls += 1;
    }
    start.elapsed().as_nanos() / u128::from(calls.max(1))
}

fn main() {
    let paths: Vec<String> = env::args().skip(1).collect();
    let list = PriceList::read(&fs::read_to_string(&paths[0]).unwrap()).unwrap();
    let draft = Draft::read(&fs::read_to_string(&paths[1]).unwrap()).unwrap();
    let zones = Zones::iana();
    let request = price(&list, &draft, &zones).unwrap().request;
    let bill = timed(|_| {
        black_box(compute(&request, &zones).unwrap());
    });
    let part = BillRequest::read(&fs::read_to_string(&paths[2]).unwrap()).unwrap();
    let prorated = timed(|_| {
        black_box(compute(&part, &zones).unwrap());
    });
    let change = ChangeRequest::read(&fs::read_to_string(&paths[3]).unwrap()).unwrap();
    let preview = timed(|_| {
        black_box(preview_change(&change, &zones).unwrap());
    });
    let ahead = ForecastRequest::read(&fs::read_to_string(&paths[4]).unwrap()).unwrap();
    let year = timed(|_| {
        black_box(forecast(&ahead, &zones).unwrap());
    });
    let mut session = Session::open(list, draft, zones).unwrap();
    let recalculate = timed(|_| session.recalculate().unwrap());
    let rows = u64::try_from(session.row_count()).unwrap();
    let edit = timed(|turn| {
        let row = usize::try_from(turn % rows).unwrap();
        let text = if turn % 2 == 0 { "123" } else { "77" };
        black_box(session.set_cell(row, Column::Quantity, text).unwrap());
    });
    println!(
        "{{\"recalculate_ns\":{recalculate},\"edit_ns\":{edit},\"bill_ns\":{bill},\"prorated_ns\":{prorated},\"preview_ns\":{preview},\"forecast_ns\":{year}}}"
    );
}
