//! The golden quote: the same bytes natively, in Node and in the browser (see crates/wasm/tests).

use std::{env, fs, path::Path};

use seikyu_calendar::{ZoneData, Zones};
use seikyu_engine::{
    quote::price,
    wire::{canonical, read},
};

use crate::price_list::{draft, list};

/// Compares with a file of `tests/golden`, or writes it when `UPDATE` is set.
#[track_caller]
fn check(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, found).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == found, "{name} differs; run with UPDATE=1 and look at the difference");
}

#[test]
fn the_golden_quote() {
    let zones = Zones::iana();
    let data = [zones.export(&draft().zone).unwrap()];
    check("zones.json", &canonical(&data));
    let priced = canonical(&price(&list(), &draft(), &zones).unwrap());
    check("priced.json", &priced);

    let data: Vec<ZoneData> = read(include_str!("../golden/zones.json")).unwrap();
    let passed = Zones::from_data(&data).unwrap();
    assert_eq!(canonical(&price(&list(), &draft(), &passed).unwrap()), priced);
}
