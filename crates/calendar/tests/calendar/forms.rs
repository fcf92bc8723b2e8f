//! JSON: what is written is read again, and what is refused is refused with its sentence.

use std::fmt::Debug;

use seikyu_calendar::{
    Alignment, BusinessDays, Date, DueTerm, Fraction, Instant, Interval, Period, ProrationUnit,
    Weekday, ZoneData, ZoneName, Zones,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::zone;

#[track_caller]
fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) {
    let value: T = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
}

#[track_caller]
fn refused<T: DeserializeOwned + Debug>(text: &str, expect: &str) {
    let error = serde_json::from_str::<T>(text).unwrap_err();
    assert!(error.is_data(), "{error}");
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    assert_eq!(message, expect);
}

#[test]
fn what_is_written_is_read_again() {
    check::<Instant>(r#""2026-11-30T15:00:00Z""#);
    check::<Instant>(r#""1900-01-01T00:00:00Z""#);
    check::<Instant>(r#""2500-12-31T23:59:59Z""#);
    check::<Date>(r#""2028-02-29""#);
    check::<ZoneName>(r#""America/Port-au-Prince""#);
    check::<Interval>(r#"{"unit":"half_year","count":2}"#);
    check::<Period>(r#"{"start":"2026-11-30T15:00:00Z","end":"2026-12-31T15:00:00Z"}"#);
    check::<Fraction>(r#"{"numerator":16,"denominator":31}"#);
    check::<Vec<ProrationUnit>>(r#"["day","second","30/360"]"#);
    check::<Vec<Alignment>>(r#"["anniversary","calendar"]"#);
    check::<Vec<DueTerm>>(r#"[{"net_days":30},"end_of_month","end_of_next_month"]"#);
    check::<BusinessDays>(r#"{"weekend":["saturday","sunday"],"holidays":["2026-12-31"]}"#);
    check::<Vec<Weekday>>(r#"["monday","tuesday","wednesday","thursday","friday"]"#);
    check::<ZoneData>(
        r#"{"name":"Asia/Singapore","offsets":[{"from":"-infinity","seconds":27000},{"from":"1981-12-31T16:00:00Z","seconds":28800}]}"#,
    );
}

#[test]
fn every_zone_survives_the_journey() {
    for table in chrono_tz::TZ_VARIANTS.iter().step_by(20) {
        let data = Zones::iana().export(&zone(table.name())).unwrap();
        check::<ZoneData>(&serde_json::to_string(&data).unwrap());
    }
}

#[test]
fn instants_are_rfc_3339() {
    let read = |text: &str| text.parse::<Instant>().map(|instant| instant.to_string());
    for (text, expect) in [
        ("2026-12-01T09:00:00+09:00", "2026-12-01T00:00:00Z"),
        ("2026-12-01t00:00:00z", "2026-12-01T00:00:00Z"),
        ("2026-12-01T00:00:00.999999999Z", "2026-12-01T00:00:00Z"),
        ("2026-01-01T00:15:00-09:30", "2026-01-01T09:45:00Z"),
        ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z"),
        ("2026-12-01T00:00:00-00:00", "2026-12-01T00:00:00Z"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(expect), "{text}");
    }
    for text in [
        "",
        "now",
        "2026-12-01",
        "2026-12-01T00:00Z",
        "2026-12-01T00:00:00",
        "2026-12-01 00:00:00Z",
        "2026-12-01T24:00:00Z",
        "2026-12-01T00:60:00Z",
        "2026-12-01T00:00:61Z",
        "2026-02-30T00:00:00Z",
        "2026-12-01T00:00:00.Z",
        "2026-12-01T00:00:00.1.2Z",
        "2026-12-01T00:00:00+9:00",
        "2026-12-01T00:00:00+09:60",
        "2026-12-01T00:00:00+24:00",
        "2026-12-01T00:00:00Z ",
        "2026-12-01T00:00:00ZZ",
        "2026-12-01T00:00:00+09:00Z",
        "+2026-12-01T00:00:00Z",
        "２０２６-12-01T00:00:00Z",
        "1764547200",
    ] {
        let expect = format!(
            "“{text}” is not an instant; accepted is RFC 3339 such as 2026-12-01T00:00:00Z",
        );
        assert_eq!(text.parse::<Instant>().unwrap_err().to_string(), expect);
    }
    for text in ["1900-01-01T00:00:00+00:01", "2500-12-31T23:59:59-00:01"] {
        let expect = format!(
            "{text} lies outside the calendar; accepted is a time in the years 1900 to 2500",
        );
        assert_eq!(text.parse::<Instant>().unwrap_err().to_string(), expect);
    }
}

#[test]
fn a_refusal_says_what_was_found_and_what_is_accepted() {
    refused::<Instant>(
        r#""tomorrow""#,
        "“tomorrow” is not an instant; accepted is RFC 3339 such as 2026-12-01T00:00:00Z",
    );
    refused::<Instant>(
        "1764547200",
        "invalid type: integer `1764547200`, expected an instant such as 2026-12-01T00:00:00Z",
    );
    for text in ["2026-02-30", "2026-2-3", "26-12-01", "2026-12-01T00:00:00Z", "2026-12-0１"] {
        refused::<Date>(
            &format!("\"{text}\""),
            &format!(
                "“{text}” is not a date; accepted is a day written YYYY-MM-DD such as 2026-12-01",
            ),
        );
    }
    refused::<Date>(
        r#""1899-12-31""#,
        "1899-12-31 lies outside the calendar; accepted is a time in the years 1900 to 2500",
    );
    for text in ["", "Tokyo time", "/Asia", "Asia//Tokyo", "Asia/", "+09:00", "../etc/passwd"] {
        refused::<ZoneName>(
            &format!("\"{text}\""),
            &format!(
                "“{text}” is not the name of a time zone; accepted is an IANA name such as \
                 Asia/Tokyo",
            ),
        );
    }
    refused::<Period>(
        r#"{"start":"2026-12-01T00:00:00Z","end":"2026-12-01T00:00:00Z"}"#,
        "the period ends at 2026-12-01T00:00:00Z, not after its start 2026-12-01T00:00:00Z; accepted \
         is a later end",
    );
    refused::<Fraction>(
        r#"{"numerator":32,"denominator":31}"#,
        "32/31 is not a part of a whole; accepted is a numerator up to the denominator, which is at \
         least 1",
    );
}

#[test]
fn counts_are_whole_and_small() {
    for count in ["0", "1001", "65536", "4294967296", "18446744073709551615", "-1"] {
        refused::<Interval>(
            &format!(r#"{{"unit":"month","count":{count}}}"#),
            &format!(
                "an interval of {count} units was given; accepted is a whole number from 1 to 1000"
            ),
        );
    }
    refused::<Interval>(
        r#"{"unit":"month","count":1.5}"#,
        "invalid type: floating point `1.5`, expected a whole number from 1 to 1000",
    );
    refused::<Interval>(
        r#"{"unit":"month","count":"1"}"#,
        "invalid type: string \"1\", expected a whole number from 1 to 1000",
    );
    refused::<DueTerm>(
        r#"{"net_days":-1}"#,
        "a term of -1 days was given; accepted is a whole number from 0 to 1000",
    );
}

#[test]
fn unknown_words_and_fields_are_refused() {
    refused::<Interval>(
        r#"{"unit":"fortnight","count":1}"#,
        "unknown variant `fortnight`, expected one of `day`, `week`, `month`, `quarter`, \
         `half_year`, `year`",
    );
    refused::<Interval>(
        r#"{"unit":"month","count":1,"day":3}"#,
        "unknown field `day`, expected `unit` or `count`",
    );
    refused::<Period>(r#"{"start":"2026-12-01T00:00:00Z"}"#, "missing field `end`");
}
