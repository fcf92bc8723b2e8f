//! When days begin, and which day it is: by hand, against chrono's own answer, and by definition.

use chrono::{DateTime, Days, MappedLocalTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use seikyu_calendar::{Date, Instant, Since, ZoneName, Zones};

use crate::{date, zone};

#[track_caller]
fn check(name: &str, day: &str, expect: &str) {
    let start = Zones::iana().start_of(&zone(name), date(day)).unwrap();
    assert_eq!(start.to_string(), expect, "{name} {day}");
}

#[test]
fn a_day_begins_at_its_midnight() {
    check("UTC", "2026-12-01", "2026-12-01T00:00:00Z");
    check("Asia/Tokyo", "2026-12-01", "2026-11-30T15:00:00Z");
    check("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z");
    check("Europe/Paris", "2026-03-29", "2026-03-28T23:00:00Z");
    check("Europe/Paris", "2026-03-30", "2026-03-29T22:00:00Z");
    check("Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00Z");
    check("Etc/GMT+12", "2026-01-01", "2026-01-01T12:00:00Z");
}

#[test]
fn a_midnight_that_is_left_out_is_the_first_instant_after_it() {
    check("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z");
    check("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z");
    check("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z");
    // From 23:30 to 0:00 and from 0:00 to 0:20: changes of other lengths than an hour.
    check("Africa/Monrovia", "1972-01-07", "1972-01-07T00:44:30Z");
}

#[test]
fn a_midnight_that_comes_twice_is_the_earlier() {
    check("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z");
    check("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z");
    // Back from 0:01 to 23:01.
    check("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z");
    // Back from 24:00 to 23:00: midnight comes once, an hour later.
    check("America/Asuncion", "2024-03-24", "2024-03-24T04:00:00Z");
}

#[test]
fn a_day_that_is_left_out_begins_with_the_next() {
    for (name, day, next, expect) in [
        ("Pacific/Apia", "2011-12-30", "2011-12-31", "2011-12-30T10:00:00Z"),
        ("Pacific/Fakaofo", "2011-12-30", "2011-12-31", "2011-12-30T11:00:00Z"),
        ("Pacific/Kwajalein", "1993-08-21", "1993-08-22", "1993-08-21T12:00:00Z"),
        ("Pacific/Kiritimati", "1994-12-31", "1995-01-01", "1994-12-31T10:00:00Z"),
    ] {
        check(name, day, expect);
        check(name, next, expect);
    }
}

#[test]
fn the_day_of_an_instant_is_that_of_its_zone() {
    let day = |name: &str, at: &str| {
        Zones::iana().date_of(&zone(name), at.parse().unwrap()).unwrap().to_string()
    };
    // time_zone-002, time_zone-003, and Tokyo, where it is the next day.
    assert_eq!(day("HST", "2012-07-16T21:17:03Z"), "2012-07-16");
    assert_eq!(day("Europe/Paris", "2012-07-16T21:17:03Z"), "2012-07-16");
    assert_eq!(day("Asia/Tokyo", "2012-07-16T21:17:03Z"), "2012-07-17");
    // A day that has begun stays, though the clock on the wall goes back to 23:01 of the 6th.
    assert_eq!(day("America/St_Johns", "2010-11-07T02:29:59Z"), "2010-11-06");
    assert_eq!(day("America/St_Johns", "2010-11-07T02:30:00Z"), "2010-11-07");
    assert_eq!(day("America/St_Johns", "2010-11-07T02:31:00Z"), "2010-11-07");
}

#[test]
fn the_calendar_has_a_first_and_a_last_year() {
    let (zones, tokyo) = (Zones::iana(), zone("Asia/Tokyo"));
    check("UTC", "1900-01-01", "1900-01-01T00:00:00Z");
    check("Asia/Tokyo", "2500-12-31", "2500-12-30T15:00:00Z");
    assert_eq!(
        zones.start_of(&tokyo, date("1900-01-01")).unwrap_err().to_string(),
        "1900-01-01 in Asia/Tokyo lies outside the calendar; accepted is a time in the years 1900 \
         to 2500",
    );
    let last: Instant = "2500-12-31T23:59:59Z".parse().unwrap();
    assert!(zones.date_of(&tokyo, last).is_err());
    assert_eq!(zones.date_of(&zone("UTC"), last), Ok(date("2500-12-31")));
}

#[test]
fn a_zone_must_be_known() {
    let lutetia = zone("Europe/Lutetia");
    let at = Instant::EPOCH;
    let refusal = "“Europe/Lutetia” is not a known time zone; accepted is an IANA name such as \
                   Asia/Tokyo, or UTC";
    assert_eq!(Zones::iana().offset_at(&lutetia, at).unwrap_err().to_string(), refusal);
    let none = Zones::from_data(&[]).unwrap();
    assert!(none.date_of(&zone("Asia/Tokyo"), at).is_err());
    assert_eq!(none.offset_at(&ZoneName::utc(), at), Ok(0));
    assert_eq!(none.export(&ZoneName::utc()), Zones::iana().export(&ZoneName::utc()));
    assert_eq!(Zones::iana().offset_at(&zone("Asia/Tokyo"), at), Ok(32_400));
}

/// The first instant of a day, asked of chrono: the midnight, the earlier one, or else the first
/// second of local time after it that exists.
fn start_by_chrono(table: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    match table.from_local_datetime(&midnight) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
        MappedLocalTime::None => (1..)
            .map(|seconds| midnight + chrono::TimeDelta::seconds(seconds))
            .find_map(|local| table.from_local_datetime(&local).earliest())
            .unwrap()
            .to_utc(),
    }
}

/// For every zone of the table: the days around each of its clock changes, and a grid from 1970 to
/// 2100, asked of the table, of the zone as data, and of chrono.
#[test]
fn every_zone_answers_alike_as_table_as_data_and_in_chrono() {
    let (first, last) = (date("1970-01-02"), date("2100-12-30"));
    let grid: Vec<Date> =
        (0..).map_while(|k| first.plus_days(k * 211).ok()).take_while(|day| *day <= last).collect();
    let (mut days, mut changes) = (0, 0);
    let iana = Zones::iana();
    for table in TZ_VARIANTS {
        let name = zone(table.name());
        let exported = iana.export(&name).unwrap();
        let data = Zones::from_data(std::slice::from_ref(&exported)).unwrap();
        assert_eq!(data.export(&name).as_ref(), Ok(&exported));
        let mut check = |day: Date| {
            let start = iana.start_of(&name, day).unwrap();
            assert_eq!(data.start_of(&name, day), Ok(start), "{name} {day}");
            let (year, month, of_month) = day.ymd();
            let naive = NaiveDate::from_ymd_opt(year, month, of_month).unwrap();
            assert_eq!(start.unix(), start_by_chrono(table, naive).timestamp(), "{name} {day}");
            for at in [start.plus_seconds(-1).unwrap(), start] {
                let found = iana.date_of(&name, at);
                assert_eq!(data.date_of(&name, at), found, "{name} {at}");
                // A day has begun at an instant exactly if it is not later than the instant's day.
                assert_eq!(start <= at, day <= found.unwrap(), "{name} {at}");
                assert_eq!(data.offset_at(&name, at), iana.offset_at(&name, at), "{name} {at}");
            }
            days += 1;
        };
        grid.iter().for_each(|day| check(*day));
        for offset in &exported.offsets {
            if let Since::At(at) = offset.from {
                let day = iana.date_of(&name, at).unwrap();
                (-1..=1).for_each(|shift| check(day.plus_days(shift).unwrap()));
                changes += 1;
            }
        }
    }
    assert!(days > 250_000 && changes > 60_000, "{days} days and {changes} changes were looked at");
}

/// Where the day is not that on the wall, the clock has gone back over midnight within a few hours.
#[test]
fn the_day_is_that_on_the_wall_but_for_the_hours_after_a_step_back_over_midnight() {
    let iana = Zones::iana();
    let mut stayed = 0;
    for table in TZ_VARIANTS {
        let name = zone(table.name());
        for offset in iana.export(&name).unwrap().offsets {
            let Since::At(change) = offset.from else { continue };
            for hours in -3..=3_i64 {
                let at = change.plus_seconds(hours * 3600 + 1800).unwrap();
                let utc = DateTime::from_timestamp(at.unix(), 0).unwrap();
                let wall = utc.with_timezone(&table).date_naive();
                let day = iana.date_of(&name, at).unwrap().to_string();
                if day != wall.to_string() {
                    assert_eq!(day, (wall + Days::new(1)).to_string(), "{name} {at}");
                    assert!(hours >= 0, "{name} {at}");
                    stayed += 1;
                }
            }
        }
    }
    assert!(stayed > 50, "{stayed}");
}
