//! Fractions worked by hand; the ids are those of the public vectors (tests/vectors/pricing.json).

use seikyu_calendar::{
    CalendarError, Fraction, Interval, IntervalUnit, Period,
    ProrationUnit::{self, Day, Second, Thirty360},
    Recurrence, Zones,
};

use crate::{date, zone};

fn period(name: &str, text: &str) -> Period {
    let zones = Zones::iana();
    let (start, end) = text.split_once("..").unwrap();
    let at = |day: &str| zones.start_of(&zone(name), date(day)).unwrap();
    Period::new(at(start), at(end)).unwrap()
}

fn fraction(
    name: &str,
    part: &str,
    whole: &str,
    unit: ProrationUnit,
) -> Result<Fraction, CalendarError> {
    let (part, whole) = (period(name, part), period(name, whole));
    Fraction::of(&part, &whole, unit, (&zone(name), &Zones::iana()))
}

#[track_caller]
fn check(id: &str, part: &str, whole: &str, unit: ProrationUnit, expect: &str) {
    // Where nothing is said of a zone, the answer is the same in all.
    for name in ["UTC", "Asia/Tokyo", "America/Phoenix"] {
        let found = fraction(name, part, whole, unit).unwrap().to_string();
        assert_eq!(found, expect, "{id} in {name}");
    }
}

#[test]
fn days_are_counted_and_not_reduced() {
    check("", "2026-03-16..2026-04-01", "2026-03-01..2026-04-01", Day, "16/31");
    check("", "2026-04-16..2026-05-01", "2026-04-01..2026-05-01", Day, "15/30");
    check("", "2026-03-01..2026-04-01", "2026-03-01..2026-04-01", Day, "31/31");
    check("", "2028-02-29..2028-03-01", "2028-02-01..2028-03-01", Day, "1/29");
    check("", "2028-01-01..2028-12-31", "2028-01-01..2029-01-01", Day, "365/366");
}

#[test]
fn public_vectors_of_days() {
    let (monthly, quarterly) = ("2023-02-15..2023-03-15", "2024-04-15..2024-07-15");
    check("proration_day-008", "2022-03-15..2023-01-01", "2022-01-01..2023-01-01", Day, "292/365");
    check("proration_day-014", "2024-05-20..2024-06-21", quarterly, Day, "32/91");
    check("proration_day-016", "2023-05-23..2023-06-15", "2023-05-15..2023-06-15", Day, "23/31");
    check("proration_day-018", "2023-02-23..2023-03-15", monthly, Day, "20/28");
    check("proration_day-019", "2024-02-23..2024-03-15", "2024-02-15..2024-03-15", Day, "21/29");
    check(
        "proration_day-020",
        "2023-05-23..2023-06-15",
        "2023-05-15..2023-06-15",
        Thirty360,
        "22/30",
    );
    check("proration_day-022", "2023-02-23..2023-03-15", monthly, Thirty360, "22/30");
    check("proration_day-072", "2023-02-15..2023-03-01", "2023-02-01..2023-03-01", Day, "14/28");
    check("proration_day-073", "2023-01-15..2023-02-01", "2023-01-01..2023-02-01", Day, "17/31");
}

/// A cycle day, the first day of a contract and its last: the fraction of every period in between.
#[track_caller]
fn cycles(id: &str, (anchor, unit): (&str, IntervalUnit), contract: &str, expect: &str) {
    let zones = Zones::iana();
    let (first, end) = contract.split_once("..").unwrap();
    let interval = Interval::new(unit, 1).unwrap();
    let recurrence = Recurrence::anniversary(date(anchor), interval, zone("UTC"))
        .entered_on(date(first))
        .unwrap();
    let contract = period("UTC", &format!("{first}..{end}"));
    let fractions: Vec<String> = recurrence
        .periods(0, &zones)
        .map(|found| found.unwrap())
        .map_while(|(index, period)| Some((index, period.overlap(&contract)?)))
        .map(|(index, part)| {
            let full = recurrence.full_period(index, &zones).unwrap();
            let fraction = Fraction::of(&part, &full, Day, (recurrence.zone(), &zones)).unwrap();
            if fraction.is_whole() { "1".to_owned() } else { fraction.to_string() }
        })
        .collect();
    assert_eq!(fractions.join(" + "), expect, "{id}");
}

#[test]
fn public_vectors_of_partial_first_and_last_periods() {
    use IntervalUnit::{Month, Quarter, Year};
    cycles(
        "proration_day-026",
        ("2011-02-13", Month),
        "2011-02-01..2011-05-13",
        "12/31 + 1 + 1 + 1",
    );
    cycles("proration_day-028", ("2011-02-10", Month), "2011-02-10..2011-02-24", "14/28");
    cycles("proration_day-029", ("2011-02-10", Month), "2011-02-24..2011-03-10", "14/28");
    cycles("proration_day-030", ("2011-02-03", Month), "2011-02-17..2011-04-03", "14/28 + 1");
    cycles("proration_day-031", ("2011-02-01", Month), "2011-02-01..2011-02-14", "13/28");
    // proration_day-032 is 14/31 in the source, which goes back from 28 February to 28 January; the
    // period of an anchor on the 31st has 28 days.
    cycles("proration_day-032", ("2011-01-31", Month), "2011-02-14..2011-03-31", "14/28 + 1");
    cycles("proration_day-033", ("2011-01-27", Month), "2011-02-14..2011-03-27", "13/31 + 1");
    cycles("proration_day-034", ("2012-02-01", Month), "2012-02-01..2012-02-15", "14/29");
    cycles("proration_day-035", ("2011-02-07", Month), "2011-02-07..2011-02-15", "8/28");
    cycles("proration_day-036", ("2011-03-15", Month), "2011-03-07..2011-05-15", "8/28 + 1 + 1");
    cycles(
        "proration_day-038",
        ("2010-12-15", Month),
        "2010-12-15..2011-03-17",
        "1 + 1 + 1 + 2/31",
    );
    cycles("proration_day-040", ("2012-02-15", Month), "2012-02-15..2012-04-15", "1 + 1");
    cycles("proration_day-042", ("2010-06-17", Month), "2010-06-17..2010-07-25", "1 + 8/31");
    cycles("proration_day-047", ("2011-02-10", Quarter), "2011-02-24..2011-05-10", "75/89");
    cycles("proration_day-048", ("2011-02-13", Quarter), "2011-02-01..2011-02-13", "12/92");
    cycles("proration_day-049", ("2011-01-15", Year), "2011-01-31..2012-01-15", "349/365");
    cycles(
        "proration_day-051",
        ("2011-01-17", Year),
        "2011-01-10..2012-03-04",
        "7/365 + 1 + 47/366",
    );
    cycles("billing_anchor-035", ("2025-04-01", Year), "2025-04-15..2026-04-01", "351/365");
}

#[test]
fn public_vectors_of_seconds() {
    let check = |id: &str, part: &str, whole: &str, expect: &str| {
        assert_eq!(fraction("UTC", part, whole, Second).unwrap().to_string(), expect, "{id}");
    };
    let year = "2024-08-01..2025-08-01";
    let days = |part: u64, whole: u64| format!("{}/{}", part * 86_400, whole * 86_400);
    check(
        "proration_second-001",
        "2025-06-16..2025-07-01",
        "2025-06-01..2025-07-01",
        &days(15, 30),
    );
    check("proration_second-004", "2024-10-01..2025-08-01", year, &days(304, 365));
    check(
        "proration_second-008",
        "2025-06-11..2025-07-01",
        "2025-06-01..2025-07-01",
        &days(20, 30),
    );
    check(
        "proration_second-009",
        "2024-02-25..2024-03-18",
        "2024-02-18..2024-03-18",
        &days(22, 29),
    );
    check(
        "proration_second-011",
        "2024-04-19..2025-02-18",
        "2024-02-18..2025-02-18",
        &days(305, 366),
    );
    check(
        "proration_second-013",
        "2026-01-01..2026-01-16",
        "2026-01-01..2026-02-01",
        &days(15, 31),
    );
    check(
        "proration_second-014",
        "2026-01-01..2026-01-11",
        "2026-01-01..2026-02-01",
        &days(10, 31),
    );
}

#[test]
fn a_day_with_a_clock_change_is_one_day() {
    let days = |name: &str, part: &str| {
        Day.count(&period(name, part), (&zone(name), &Zones::iana())).unwrap()
    };
    // time_zone-007, time_zone-008.
    assert_eq!(days("America/New_York", "2024-11-02..2024-11-04"), 2);
    assert_eq!(days("Europe/London", "2024-07-30..2024-08-02"), 3);
    assert_eq!(period("America/New_York", "2024-11-02..2024-11-04").seconds(), 2 * 86_400 + 3600);
    let march = "2026-03-01..2026-04-01";
    let paris = |unit| fraction("Europe/Paris", "2026-03-28..2026-03-30", march, unit).unwrap();
    assert_eq!(paris(Day).to_string(), "2/31");
    assert_eq!(paris(Second).to_string(), "169200/2674800");
}

#[test]
fn the_day_of_a_change_belongs_to_what_comes_after() {
    let (zones, utc) = (Zones::iana(), zone("UTC"));
    let march = period("UTC", "2026-03-01..2026-04-01");
    let change = "2026-03-16T15:30:00Z".parse().unwrap();
    let before = Period::new(march.start(), change).unwrap();
    let after = Period::new(change, march.end()).unwrap();
    let days = |part| Fraction::of(part, &march, Day, (&utc, &zones)).unwrap().to_string();
    assert_eq!(days(&before), "15/31");
    assert_eq!(days(&after), "16/31");
}

#[test]
fn months_of_thirty_days() {
    check("", "2026-02-15..2026-03-01", "2026-02-01..2026-03-01", Thirty360, "16/30");
    check("", "2026-01-31..2026-02-01", "2026-01-01..2026-02-01", Thirty360, "1/30");
    check("", "2026-01-30..2026-01-31", "2026-01-01..2026-02-01", Thirty360, "0/30");
    check("", "2026-04-01..2026-07-01", "2026-01-01..2027-01-01", Thirty360, "90/360");
    check("", "2026-03-31..2026-04-30", "2026-01-31..2026-04-30", Thirty360, "30/90");
}

#[test]
fn a_part_lies_within_its_whole_and_the_whole_counts_something() {
    let march = "2026-03-01..2026-04-01";
    assert_eq!(
        fraction("UTC", "2026-03-16..2026-04-02", march, Day).unwrap_err().to_string(),
        "the part 2026-03-16T00:00:00Z to 2026-04-02T00:00:00Z does not lie within \
         2026-03-01T00:00:00Z to 2026-04-01T00:00:00Z; accepted is a part of that period",
    );
    let day = "2026-03-30..2026-03-31";
    assert_eq!(
        fraction("UTC", day, day, Thirty360).unwrap_err().to_string(),
        "the period 2026-03-30T00:00:00Z to 2026-03-31T00:00:00Z counts no day of 30/360; accepted \
         is a longer period, or unit second",
    );
    assert_eq!(fraction("UTC", day, day, Second).unwrap().to_string(), "86400/86400");
}
