//! Zones as data: what is refused, and zones that no table has, by definition.

use proptest::prelude::*;
use seikyu_calendar::{Date, Instant, Offset, Since, ZoneData, ZoneName, Zones};

use crate::zone;

#[track_caller]
fn refused(offsets: &[(&str, i32)], expect: &str) {
    let offsets = offsets
        .iter()
        .map(|(from, seconds)| Offset { from: from.parse().unwrap(), seconds: *seconds })
        .collect();
    let data = ZoneData { name: zone("Moon/Tranquility"), offsets };
    assert_eq!(Zones::from_data(&[data]).unwrap_err().to_string(), expect);
}

#[test]
fn offsets_must_be_complete_and_in_order() {
    let start = "the offsets of “Moon/Tranquility” do not begin with one from -infinity, or have a \
                 second such one; accepted is exactly one, and it comes first";
    refused(&[], start);
    refused(&[("2026-01-01T00:00:00Z", 0)], start);
    refused(&[("-infinity", 0), ("-infinity", 3600)], start);
    refused(
        &[("-infinity", 0), ("2026-01-09T00:00:00Z", 0), ("2026-01-01T00:00:00Z", 3600)],
        "the offset of “Moon/Tranquility” from 2026-01-01T00:00:00Z follows too closely on the one \
         before it; accepted is a change at least 4 days after the previous one",
    );
    refused(
        &[("-infinity", 64_801)],
        "“Moon/Tranquility” has an offset of 64801 seconds; accepted is -64800 to 64800 seconds, \
         which is 18 hours",
    );
    refused(
        &[("-infinity", i32::MIN)],
        "“Moon/Tranquility” has an offset of -2147483648 seconds; accepted is -64800 to 64800 \
         seconds, which is 18 hours",
    );
}

#[test]
fn changes_four_days_apart_are_accepted() {
    let offsets = ["-infinity", "2026-01-01T00:00:00Z", "2026-01-05T00:00:00Z"]
        .map(|from| Offset { from: from.parse().unwrap(), seconds: -64_800 });
    let data = ZoneData { name: zone("Moon/Tranquility"), offsets: offsets.into() };
    assert_eq!(Zones::from_data(std::slice::from_ref(&data)).unwrap().export(&data.name), Ok(data));
}

/// 36 hours back at once, the most there can be: the day that had begun lasts until the clock is past it.
#[test]
fn a_day_that_has_begun_stays_for_36_hours() {
    let offset = |from: &str, seconds| Offset { from: from.parse().unwrap(), seconds };
    let offsets = vec![offset("-infinity", 64_800), offset("2026-01-10T07:00:00Z", -64_800)];
    let data = ZoneData { name: zone("Moon/Tranquility"), offsets };
    let zones = Zones::from_data(std::slice::from_ref(&data)).unwrap();
    let day = |at: &str| zones.date_of(&data.name, at.parse().unwrap()).unwrap().to_string();
    assert_eq!(day("2026-01-10T05:59:59Z"), "2026-01-10");
    assert_eq!(day("2026-01-10T06:00:00Z"), "2026-01-11");
    // 13:00 on the 9th on the wall, 19:00 on the 10th, and 0:00 on the 12th.
    assert_eq!(day("2026-01-10T07:00:00Z"), "2026-01-11");
    assert_eq!(day("2026-01-11T13:00:00Z"), "2026-01-11");
    assert_eq!(day("2026-01-12T18:00:00Z"), "2026-01-12");
}

#[test]
fn a_zone_is_given_once() {
    let tokyo = Zones::iana().export(&zone("Asia/Tokyo")).unwrap();
    assert_eq!(
        Zones::from_data(&[tokyo.clone(), tokyo]).unwrap_err().to_string(),
        "the data of “Asia/Tokyo” was given twice; accepted is each zone once",
    );
}

#[test]
fn utc_cannot_be_given_another_offset() {
    let data =
        ZoneData { name: zone("UTC"), offsets: vec![Offset { from: Since::Ever, seconds: 3600 }] };
    let zones = Zones::from_data(&[data]).unwrap();
    assert_eq!(zones.offset_at(&zone("UTC"), Instant::EPOCH), Ok(0));
}

#[test]
fn an_export_is_small_enough_for_a_page() {
    for (name, bytes_max) in [("Asia/Tokyo", 500), ("Europe/Paris", 15_000)] {
        let data = Zones::iana().export(&zone(name)).unwrap();
        assert!(serde_json::to_string(&data).unwrap().len() < bytes_max, "{name}");
    }
}

/// A zone with wild changes: up to 18 hours either way, as little as four days apart.
fn wild() -> impl Strategy<Value = ZoneData> {
    let changes = prop::collection::vec((345_600_i64..700_000, -64_800..=64_800), 1..6);
    (-64_800..=64_800, 1_700_000_000_i64..1_700_100_000, changes).prop_map(
        |(first, start, changes)| {
            let mut offsets = vec![Offset { from: Since::Ever, seconds: first }];
            let mut at = start;
            for (later, seconds) in changes {
                at += later;
                let from = Since::At(Instant::from_unix(at).unwrap());
                offsets.push(Offset { from, seconds });
            }
            ZoneData { name: zone("Moon/Tranquility"), offsets }
        },
    )
}

/// The days around one of the changes of a zone, and an instant within two days of it.
fn around_a_change() -> impl Strategy<Value = (ZoneData, Vec<Date>, Instant)> {
    (wild(), any::<prop::sample::Index>(), -172_800_i64..172_800).prop_map(
        |(data, index, seconds)| {
            let offset = data.offsets[1 + index.index(data.offsets.len() - 1)];
            let at = match offset.from {
                Since::Ever => Instant::EPOCH,
                Since::At(at) => at,
            };
            let middle = Zones::iana().date_of(&ZoneName::utc(), at).unwrap();
            let days = (-3..=3).map(|shift| middle.plus_days(shift).unwrap()).collect();
            (data, days, at.plus_seconds(seconds).unwrap())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// The start of a day is by definition the first instant whose local time is not before its
    /// midnight; it lies at a midnight of an offset or at a change, so these are all looked at.
    #[test]
    fn a_day_begins_at_the_first_instant_not_before_its_midnight(
        (data, days, _) in around_a_change(),
    ) {
        let zones = Zones::from_data(std::slice::from_ref(&data)).unwrap();
        let local = |at: i64| {
            let at = Instant::from_unix(at).unwrap();
            at.unix() + zones.offset_at(&data.name, at).unwrap()
        };
        for day in days {
            let midnight = zones.start_of(&ZoneName::utc(), day).unwrap().unix();
            let candidates = data.offsets.iter().flat_map(|offset| {
                let midnight = Some(midnight - i64::from(offset.seconds));
                let change = match offset.from {
                    Since::Ever => None,
                    Since::At(at) => Some(at.unix()),
                };
                [midnight, change].into_iter().flatten()
            });
            let first = candidates.filter(|at| local(*at) >= midnight).min();
            prop_assert_eq!(Some(zones.start_of(&data.name, day).unwrap().unix()), first);
        }
    }

    /// The law of days and instants.
    #[test]
    fn a_day_has_begun_exactly_if_it_is_not_later_than_the_day_it_is(
        (data, days, at) in around_a_change(),
    ) {
        let zones = Zones::from_data(std::slice::from_ref(&data)).unwrap();
        let today = zones.date_of(&data.name, at).unwrap();
        for day in days {
            prop_assert_eq!(zones.start_of(&data.name, day).unwrap() <= at, day <= today, "{}", day);
        }
    }
}
