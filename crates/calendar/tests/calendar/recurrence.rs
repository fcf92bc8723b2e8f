//! Periods worked by hand; the ids are those of the public vectors (tests/vectors/pricing.json).

use seikyu_calendar::{
    Alignment, CalendarError, Interval,
    IntervalUnit::{self, Day, HalfYear, Month, Quarter, Week, Year},
    Recurrence, Zones,
};

use crate::{date, zone};

fn every(count: u32, unit: IntervalUnit) -> Interval {
    Interval::new(unit, count).unwrap()
}

fn from(anchor: &str, interval: Interval) -> Recurrence {
    Recurrence::anniversary(date(anchor), interval, zone("Europe/Paris"))
}

fn aligned(first_day: &str, interval: Interval) -> Recurrence {
    Recurrence::calendar(date(first_day), interval, zone("Europe/Paris")).unwrap()
}

#[track_caller]
fn check(id: &str, recurrence: &Recurrence, expect: &str) {
    let expect: Vec<&str> = expect.split(' ').collect();
    let found: Vec<String> = (0..)
        .take(expect.len())
        .map(|index| recurrence.start_date(index).unwrap().to_string())
        .collect();
    assert_eq!(found, expect, "{id}");
}

#[test]
fn the_anchor_day_is_kept_and_clamped() {
    let month = every(1, Month);
    check("", &from("2026-01-31", month), "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31");
    check("", &from("2026-08-30", month), "2026-08-30 2026-09-30 2026-10-30");
    check("", &from("2027-12-29", month), "2027-12-29 2028-01-29 2028-02-29 2028-03-29");
    check("", &from("2026-11-30", every(1, Quarter)), "2026-11-30 2027-02-28 2027-05-30");
    check("", &from("2026-08-31", every(1, HalfYear)), "2026-08-31 2027-02-28 2027-08-31");
    check(
        "",
        &from("2096-02-29", every(1, Year)),
        "2096-02-29 2097-02-28 2098-02-28 2099-02-28 2100-02-28 2101-02-28",
    );
    check("", &from("2026-12-30", every(1, Week)), "2026-12-30 2027-01-06 2027-01-13");
    check("", &from("2026-12-30", every(3, Day)), "2026-12-30 2027-01-02 2027-01-05");
    check("", &from("2024-02-29", every(18, Month)), "2024-02-29 2025-08-29 2027-02-28 2028-08-29");
}

#[test]
fn public_vectors_of_anchors() {
    let month = every(1, Month);
    check("billing_anchor-006", &from("2021-03-31", month), "2021-03-31 2021-04-30");
    check("billing_anchor-008", &from("2022-01-31", month), "2022-01-31 2022-02-28");
    // The source's period ends on the 29th inclusively.
    check("billing_anchor-012", &from("2024-01-30", month), "2024-01-30 2024-02-29 2024-03-30");
    check("billing_anchor-013", &from("2024-01-31", month), "2024-01-31 2024-02-29");
    check("billing_anchor-014", &from("2023-12-31", every(2, Month)), "2023-12-31 2024-02-29");
    check("billing_anchor-016", &from("2024-02-29", month), "2024-02-29 2024-03-29");
    check("billing_anchor-019", &from("2024-01-31", every(2, Month)), "2024-01-31 2024-03-31");
    check("billing_anchor-020", &from("2024-02-29", every(12, Month)), "2024-02-29 2025-02-28");
    check("billing_anchor-021", &from("2024-02-29", every(48, Month)), "2024-02-29 2028-02-29");
    check("billing_anchor-024", &from("2024-03-31", every(5, Day)), "2024-03-31 2024-04-05");
    check("billing_anchor-026", &from("2023-02-27", every(3, Day)), "2023-02-27 2023-03-02");
    check("billing_anchor-047", &from("2022-01-31", month), "2022-01-31 2022-02-28");
    check("billing_anchor-048", &from("2022-07-17", month), "2022-07-17 2022-08-17");
    check(
        "billing_anchor-050",
        &from("2022-02-02", every(2, Week)),
        "2022-02-02 2022-02-16 2022-03-02",
    );
    check(
        "billing_anchor-051",
        &from("2023-01-31", month),
        "2023-01-31 2023-02-28 2023-03-31 2023-04-30",
    );
}

#[test]
fn public_vectors_of_cycles_that_are_entered_later() {
    let (month, year) = (every(1, Month), every(1, Year));
    let check = |id: &str, cycle: &str, interval, first_day: &str, expect: &str| {
        check(id, &from(cycle, interval).entered_on(date(first_day)).unwrap(), expect);
    };
    check("billing_anchor-035", "2025-04-01", year, "2025-04-15", "2025-04-15 2026-04-01");
    check(
        "billing_anchor-036",
        "2025-01-10",
        month,
        "2025-01-01",
        "2025-01-01 2025-01-10 2025-02-10",
    );
    check("billing_anchor-039 monthly", "2012-01-30", month, "2012-01-31", "2012-01-31 2012-02-29");
    check("billing_anchor-039 annual", "2012-01-30", year, "2012-01-31", "2012-01-31 2013-01-30");
    check("billing_anchor-040 monthly", "2012-02-14", month, "2012-02-16", "2012-02-16 2012-03-14");
    check("billing_anchor-040 annual", "2012-02-14", year, "2012-02-16", "2012-02-16 2013-02-14");
    check("billing_anchor-043", "2012-03-03", month, "2012-03-03", "2012-03-03 2012-04-03");
    check("billing_anchor-044", "2012-03-03", month, "2012-03-04", "2012-03-04 2012-04-03");
}

#[test]
fn a_cycle_is_entered_before_or_after_its_anchor() {
    let month = every(1, Month);
    let check = |anchor: &str, first_day: &str, expect: &str| {
        check("", &from(anchor, month).entered_on(date(first_day)).unwrap(), expect);
    };
    check("2026-05-31", "2026-02-27", "2026-02-27 2026-02-28 2026-03-31 2026-04-30 2026-05-31");
    check("2026-05-31", "2026-02-28", "2026-02-28 2026-03-31 2026-04-30");
    check("2020-01-31", "2026-02-28", "2026-02-28 2026-03-31");
    check("2020-01-31", "2026-03-30", "2026-03-30 2026-03-31");
}

#[test]
fn calendar_periods_begin_with_the_calendars_units() {
    check("", &aligned("2026-03-16", every(1, Month)), "2026-03-16 2026-04-01 2026-05-01");
    check("", &aligned("2026-03-01", every(1, Month)), "2026-03-01 2026-04-01");
    check("", &aligned("2026-01-31", every(1, Month)), "2026-01-31 2026-02-01 2026-03-01");
    check("", &aligned("2026-01-15", every(2, Month)), "2026-01-15 2026-03-01 2026-05-01");
    check("", &aligned("2026-05-10", every(1, Quarter)), "2026-05-10 2026-07-01 2026-10-01");
    check("", &aligned("2026-12-31", every(1, HalfYear)), "2026-12-31 2027-01-01 2027-07-01");
    check("", &aligned("2026-06-30", every(1, HalfYear)), "2026-06-30 2026-07-01 2027-01-01");
    check("", &aligned("2022-03-15", every(1, Year)), "2022-03-15 2023-01-01 2024-01-01");
    // A Wednesday (the week of proration_day-004).
    check("", &aligned("2022-06-22", every(1, Week)), "2022-06-22 2022-06-27 2022-07-04");
    check("", &aligned("2026-11-29", every(1, Week)), "2026-11-29 2026-11-30 2026-12-07");
    check("", &aligned("2026-11-30", every(2, Week)), "2026-11-30 2026-12-14");
    check("", &aligned("1901-01-06", every(1, Week)), "1901-01-06 1901-01-07");
    check("", &aligned("2026-11-29", every(1, Day)), "2026-11-29 2026-11-30");
}

#[test]
fn alignment_is_a_choice() {
    let new = |alignment| {
        Recurrence::new(date("2026-03-16"), every(1, Month), zone("Europe/Paris"), alignment)
    };
    assert_eq!(new(Alignment::Anniversary), Ok(from("2026-03-16", every(1, Month))));
    assert_eq!(new(Alignment::Calendar), Ok(aligned("2026-03-16", every(1, Month))));
}

#[test]
fn periods_run_from_local_midnight_to_local_midnight() {
    let zones = Zones::iana();
    let period = |name: &str, anchor: &str, index| {
        let recurrence = Recurrence::anniversary(date(anchor), every(1, Month), zone(name));
        recurrence.period(index, &zones).unwrap().to_string()
    };
    assert_eq!(
        period("Asia/Tokyo", "2026-12-01", 0),
        "2026-11-30T15:00:00Z to 2026-12-31T15:00:00Z",
    );
    // Winter time to summer time.
    assert_eq!(
        period("Europe/Paris", "2026-03-01", 0),
        "2026-02-28T23:00:00Z to 2026-03-31T22:00:00Z",
    );
    // billing_anchor-028 and -029: boundaries at 15:00 UTC are midnights in Tokyo.
    let tokyo = Recurrence::anniversary(date("2025-02-01"), every(1, Month), zone("Asia/Tokyo"));
    let containing = |at: &str| {
        let index = tokyo.index_of(at.parse().unwrap(), &zones).unwrap();
        tokyo.period(index, &zones).unwrap().to_string()
    };
    assert_eq!(containing("2025-08-13T00:00:00Z"), "2025-07-31T15:00:00Z to 2025-08-31T15:00:00Z",);
    assert_eq!(containing("2025-09-30T15:00:00Z"), "2025-09-30T15:00:00Z to 2025-10-31T15:00:00Z",);
}

#[test]
fn an_instant_lies_in_one_period() {
    let zones = Zones::iana();
    let index = |recurrence: &Recurrence, at: &str| {
        recurrence.index_of(at.parse().unwrap(), &zones).unwrap()
    };
    let utc = |anchor: &str| Recurrence::anniversary(date(anchor), every(1, Month), zone("UTC"));
    // billing_anchor-030, -031.
    assert_eq!(index(&utc("2025-01-30"), "2025-02-13T00:00:00Z"), 0);
    assert_eq!(index(&utc("2025-01-30"), "2025-02-28T00:00:00Z"), 1);
    assert_eq!(index(&utc("2024-01-31"), "2024-02-15T00:00:00Z"), 0);
    assert_eq!(index(&utc("2024-01-31"), "2024-02-28T23:59:59Z"), 0);
    assert_eq!(index(&utc("2024-01-31"), "2024-02-29T00:00:00Z"), 1);
    assert_eq!(index(&utc("2024-01-31"), "2124-01-31T00:00:00Z"), 1200);

    let entered = utc("2025-01-10").entered_on(date("2025-01-01")).unwrap();
    assert_eq!(index(&entered, "2025-01-09T23:59:59Z"), 0);
    assert_eq!(index(&entered, "2025-01-10T00:00:00Z"), 1);
    assert_eq!(
        entered.index_of("2024-12-31T23:59:59Z".parse().unwrap(), &zones).unwrap_err().to_string(),
        "2024-12-31T23:59:59Z lies before the first period, which starts at 2025-01-01T00:00:00Z; \
         accepted is a later time",
    );
}

#[test]
fn a_period_without_a_day_is_passed_over() {
    let zones = Zones::iana();
    let daily = Recurrence::anniversary(date("2011-12-29"), Interval::DAY, zone("Pacific/Apia"));
    assert_eq!(
        daily.period(1, &zones).unwrap_err().to_string(),
        "period 1 begins on 2011-12-30, which Pacific/Apia left out of its calendar, and has no \
         other day; accepted is another period",
    );
    let indexes: Vec<u32> =
        daily.periods(0, &zones).take(3).map(|period| period.unwrap().0).collect();
    assert_eq!(indexes, [0, 2, 3]);
    assert_eq!(daily.index_of("2011-12-30T10:00:00Z".parse().unwrap(), &zones), Ok(2));
    // A month that begins on the day that is not there begins with the next.
    let monthly =
        Recurrence::anniversary(date("2011-11-30"), every(1, Month), zone("Pacific/Apia"));
    assert_eq!(
        monthly.period(1, &zones).unwrap().to_string(),
        "2011-12-30T10:00:00Z to 2012-01-29T10:00:00Z",
    );
}

#[test]
fn periods_end_with_the_calendar() {
    let zones = Zones::iana();
    let yearly = from("2490-06-01", every(1, Year));
    assert_eq!(yearly.periods(0, &zones).count(), 10);
    assert_eq!(
        yearly.period(u32::MAX, &zones),
        Err(CalendarError::OutsideCalendar { found: "period 4294967295".to_owned() }),
    );
    assert!(from("2026-01-31", every(1000, Year)).period(0, &zones).is_err());

    let lost = Recurrence::anniversary(date("2026-01-31"), Interval::MONTH, zone("Moon/Sea"));
    let found: Vec<_> = lost.periods(0, &zones).collect();
    assert_eq!(found, [Err(CalendarError::UnknownZone { found: "Moon/Sea".to_owned() })]);
}
