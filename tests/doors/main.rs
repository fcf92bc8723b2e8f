//! The corpus of the fuzzer through the engine's JSON doors: what once made the engine fail
//! (`found-…`) does so no more, and the doors of `fuzz/` compile. `UPDATE=1` writes the seeds anew, from
//! the golden quote and the examples.

#![allow(clippy::expect_used, clippy::panic, clippy::arithmetic_side_effects)]

#[path = "../../fuzz/src/doors.rs"]
mod doors;

use std::{env, fs, path::PathBuf};

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, BilledLine},
    catalog::PriceList,
    quote::{Draft, Priced, price},
    wire::canonical,
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn priced(list: &str, draft: &str) -> (PriceList, Draft, Priced) {
    let read =
        |path: &str| fs::read_to_string(root().join(path)).expect("a file of the repository");
    let list = PriceList::read(&read(list)).expect("a price list");
    let draft = Draft::read(&read(draft)).expect("a draft");
    let priced = price(&list, &draft, &Zones::iana()).expect("a quote");
    (list, draft, priced)
}

const EDITS: &str = "cell 0 quantity 40\ncell 1 quantity 1,200\nadd\ncell 3 name Extra\n\
    cell 3 unit_price -3.456\ncell 3 quantity 7\npaste 2 name A\\t1\\t2\\nB\\t3\\t4\n\
    interval 2 month 3\nremove 2\ncoupons ten\nbehavior inclusive\ntaxes standard,reduced\n\
    start 2027-01-31\ncell 0 quantity x\ncell 0 quantity 0\n";

/// The seeds: door, name, text.
fn seeds() -> Vec<(&'static str, &'static str, String)> {
    let golden = "crates/engine/tests/golden";
    let quotes = [
        ("golden", format!("{golden}/price-list.json"), format!("{golden}/draft.json")),
        (
            "electricity",
            "examples/electricity.json".into(),
            "examples/electricity.quote.json".into(),
        ),
        (
            "code-hosting",
            "examples/code-hosting.json".into(),
            "examples/code-hosting.quote.json".into(),
        ),
    ];
    let mut seeds = vec![("session", "edits", EDITS.to_owned())];
    for (name, list, draft) in quotes {
        let (list, draft, priced) = priced(&list, &draft);
        let request = |credit: &str| {
            format!(
                r#"{{"version":"seikyu.credit-note-request.v1","bill":{},"credited":[],"credit":{credit},"reason":{{"en":"Returned"}}}}"#,
                canonical(&priced.period)
            )
        };
        seeds.push(("quote", name, format!("{}\n---\n{}", canonical(&list), canonical(&draft))));
        seeds.push(("price_list", name, canonical(&list)));
        seeds.push(("bill", name, canonical(&priced.request)));
        seeds.push(("credit_note", name, request(r#""invoice""#)));
        let billed: Vec<BilledLine> = priced.first.lines.iter().map(BilledLine::of).collect();
        let current = BillRequest { billed, ..priced.request };
        let at = current.through.plus_seconds(1_000_000).expect("an instant");
        seeds.push((
            "change",
            name,
            format!(
                r#"{{"version":"seikyu.change-request.v1","current":{},"change":[{{"type":"cancelled","at":"{at}"}}]}}"#,
                canonical(&current)
            ),
        ));
        seeds.push((
            "forecast",
            name,
            format!(
                r#"{{"version":"seikyu.forecast-request.v1","current":{},"bills":3,"usage":"seasonal"}}"#,
                canonical(&current)
            ),
        ));
    }
    seeds
}

/// Says whether it took the text.
type Door = fn(&str) -> bool;

#[test]
fn the_corpus_passes_through_the_doors() {
    let corpus = root().join("fuzz/corpus");
    if env::var_os("UPDATE").is_some() {
        for (door, name, text) in seeds() {
            fs::create_dir_all(corpus.join(door)).expect("the corpus");
            fs::write(corpus.join(door).join(format!("seed-{name}")), text).expect("a seed");
        }
    }
    let all: [(&str, Door); 7] = [
        ("price_list", doors::price_list),
        ("quote", doors::quote),
        ("bill", doors::bill),
        ("session", doors::session),
        ("credit_note", doors::credit_note),
        ("change", doors::change),
        ("forecast", doors::forecast),
    ];
    for (name, door) in all {
        let mut count = 0;
        for file in fs::read_dir(corpus.join(name)).expect("a corpus") {
            let path = file.expect("a file").path();
            let file_name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let seed = file_name.starts_with("seed-");
            if seed || file_name.starts_with("found-") {
                let taken = door(&fs::read_to_string(&path).expect("text"));
                // A seed that is refused at the door would try nothing.
                assert!(
                    taken || !seed,
                    "{name}/{file_name} is refused: UPDATE=1 writes seeds anew"
                );
                count += 1;
            }
        }
        assert!(count > 0, "no seed for {name}");
    }
}
