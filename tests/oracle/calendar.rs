//! Days, zones and periods, counted plainly. Three zones without clock changes and one with the rule of
//! the European Union.

use serde_json::Value;

/// A day, counted from 1970-01-01.
pub type Day = i64;
/// Seconds since 1970-01-01T00:00:00Z.
pub type Second = i64;

const DAY: i64 = 86_400;

fn leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A date as a day.
pub fn day(year: i64, month: i64, of_month: i64) -> Day {
    let leap_years = |before: i64| (before - 1) / 4 - (before - 1) / 100 + (before - 1) / 400;
    let years = 365 * (year - 1970) + leap_years(year) - leap_years(1970);
    let months: i64 = (1..month).map(|month| days_in(year, month)).sum();
    years + months + of_month - 1
}

/// A day as a date.
pub fn date(mut left: Day) -> (i64, i64, i64) {
    let mut year = 1970 + left / 366;
    left -= day(year, 1, 1);
    while left >= day(year + 1, 1, 1) - day(year, 1, 1) {
        left -= day(year + 1, 1, 1) - day(year, 1, 1);
        year += 1;
    }
    let mut month = 1;
    while left >= days_in(year, month) {
        left -= days_in(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

/// `2026-12-01T00:00:00Z` as seconds.
pub fn second(text: &str) -> Second {
    let part = |from: usize, to: usize| text[from..to].parse::<i64>().expect("a number");
    assert!(text.len() == 20 && text.ends_with('Z'), "{text}");
    day(part(0, 4), part(5, 7), part(8, 10)) * DAY
        + part(11, 13) * 3600
        + part(14, 16) * 60
        + part(17, 19)
}

/// Seconds as `2026-12-01T00:00:00Z`.
pub fn text(second: Second) -> String {
    let ((year, month, of_month), of_day) = (date(second / DAY), second % DAY);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{of_month:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The last Sunday of a month; 1970-01-04 was one.
fn last_sunday(year: i64, month: i64) -> Day {
    let last = day(year, month, days_in(year, month));
    last - (last - 3).rem_euclid(7)
}

/// Seconds that a zone is ahead of UTC at a second of UTC.
fn ahead(zone: &str, second: Second) -> i64 {
    match zone {
        "UTC" => 0,
        "Asia/Tokyo" => 9 * 3600,
        "Asia/Kolkata" => 5 * 3600 + 1800,
        "Europe/Paris" => {
            let (year, ..) = date(second / DAY);
            let from = last_sunday(year, 3) * DAY + 3600;
            let to = last_sunday(year, 10) * DAY + 3600;
            if (from..to).contains(&second) { 7200 } else { 3600 }
        }
        other => panic!("no zone {other}"),
    }
}

/// The day it is in a zone.
pub fn day_of(zone: &str, second: Second) -> Day {
    (second + ahead(zone, second)).div_euclid(DAY)
}

/// When a day begins in a zone: no clock changes at midnight here.
pub fn start_of(zone: &str, day: Day) -> Second {
    let guess = day * DAY - ahead(zone, day * DAY);
    day * DAY - ahead(zone, guess)
}

/// The day a number of intervals after an anchor; a day that the month does not have is its last.
pub fn after(anchor: Day, interval: &Value, times: i64) -> Day {
    let count = interval["count"].as_i64().expect("a count") * times;
    let months = match interval["unit"].as_str().expect("a unit") {
        "day" => return anchor + count,
        "week" => return anchor + 7 * count,
        "month" => count,
        "quarter" => 3 * count,
        "half_year" => 6 * count,
        "year" => 12 * count,
        other => panic!("no unit {other}"),
    };
    let (year, month, of_month) = date(anchor);
    let index = year * 12 + (month - 1) + months;
    let (year, month) = (index / 12, index % 12 + 1);
    day(year, month, of_month.min(days_in(year, month)))
}
