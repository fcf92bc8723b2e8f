//! Fifty years of periods, from any anchor, in any zone, tile the time line.

use chrono::{Days, Months, NaiveDate};
use proptest::prelude::*;
use seikyu_calendar::{
    Alignment, CalendarError, Date, Fraction, Interval, IntervalUnit, Period, ProrationUnit,
    Recurrence, ZoneName, Zones,
};

use crate::{date, zone};

fn zone_name() -> impl Strategy<Value = ZoneName> {
    prop::sample::select(&chrono_tz::TZ_VARIANTS).prop_map(|table| zone(table.name()))
}

fn day(from: &'static str, days: i64) -> impl Strategy<Value = Date> {
    (0..days).prop_map(move |days| date(from).plus_days(days).unwrap())
}

fn interval() -> impl Strategy<Value = Interval> {
    let unit = prop::sample::select(vec![
        IntervalUnit::Day,
        IntervalUnit::Week,
        IntervalUnit::Month,
        IntervalUnit::Quarter,
        IntervalUnit::HalfYear,
        IntervalUnit::Year,
    ]);
    (unit, 1_u32..5).prop_map(|(unit, count)| Interval::new(unit, count).unwrap())
}

fn alignment() -> impl Strategy<Value = Alignment> {
    prop::sample::select(vec![Alignment::Anniversary, Alignment::Calendar])
}

/// The first day of period `index` in chrono's own arithmetic.
fn start_by_chrono(anchor: Date, interval: Interval, index: u32) -> String {
    let (year, month, day) = anchor.ymd();
    let anchor = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let steps = interval.count() * index;
    let date = match interval.unit() {
        IntervalUnit::Day => anchor + Days::new(steps.into()),
        IntervalUnit::Week => anchor + Days::new(u64::from(steps) * 7),
        IntervalUnit::Month => anchor + Months::new(steps),
        IntervalUnit::Quarter => anchor + Months::new(steps * 3),
        IntervalUnit::HalfYear => anchor + Months::new(steps * 6),
        IntervalUnit::Year => anchor + Months::new(steps * 12),
    };
    date.to_string()
}

fn fifty_years_tile(recurrence: &Recurrence, zones: &Zones) -> Result<(), TestCaseError> {
    let first_day = recurrence.start_date(0).unwrap();
    let horizon = zones.start_of(recurrence.zone(), first_day.plus_months(600).unwrap()).unwrap();
    let mut end = zones.start_of(recurrence.zone(), first_day).unwrap();
    let mut days = 0;
    for found in recurrence.periods(0, zones) {
        let (index, period) = found.unwrap();
        prop_assert_eq!(period.start(), end, "period {} leaves a gap or overlaps", index);
        prop_assert_eq!(recurrence.index_of(period.start(), zones), Ok(index));
        prop_assert_eq!(
            recurrence.index_of(period.end().plus_seconds(-1).unwrap(), zones),
            Ok(index)
        );
        let full = recurrence.full_period(index, zones).unwrap();
        prop_assert!(full == period || index == 0 && full.covers(&period));
        days += ProrationUnit::Day.count(&period, (recurrence.zone(), zones)).unwrap();
        end = period.end();
        if end >= horizon {
            break;
        }
    }
    prop_assert!(end >= horizon);
    let last_day = zones.date_of(recurrence.zone(), end).unwrap();
    let from =
        zones.date_of(recurrence.zone(), zones.start_of(recurrence.zone(), first_day).unwrap());
    prop_assert_eq!(i64::try_from(days).unwrap(), from.unwrap().days_to(last_day));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn periods_tile_the_time_line(
        anchor in day("1950-01-01", 40_000), interval in interval(), zone in zone_name(),
        alignment in alignment(),
    ) {
        let recurrence = Recurrence::new(anchor, interval, zone, alignment).unwrap();
        fifty_years_tile(&recurrence, &Zones::iana())?;
    }

    #[test]
    fn periods_entered_on_another_day_tile_the_time_line(
        anchor in day("1950-01-01", 40_000), interval in interval(), zone in zone_name(),
        first_day in day("1970-01-01", 30_000),
    ) {
        let recurrence = Recurrence::anniversary(anchor, interval, zone);
        fifty_years_tile(&recurrence.entered_on(first_day).unwrap(), &Zones::iana())?;
    }
}

proptest! {
    #[test]
    fn every_period_is_computed_from_the_anchor(
        anchor in day("1900-01-01", 40_000), interval in interval(), index in 0_u32..120,
    ) {
        let recurrence = Recurrence::anniversary(anchor, interval, ZoneName::utc());
        let expect = start_by_chrono(anchor, interval, index);
        prop_assert_eq!(recurrence.start_date(index).unwrap().to_string(), expect);
    }

    #[test]
    fn parts_add_up_to_their_whole(
        anchor in day("1970-01-01", 40_000), interval in interval(), zone in zone_name(),
        index in 0_u32..40, cut in any::<prop::sample::Index>(),
        unit in prop::sample::select(
            vec![ProrationUnit::Day, ProrationUnit::Second, ProrationUnit::Thirty360],
        ),
    ) {
        let zones = Zones::iana();
        let recurrence = Recurrence::anniversary(anchor, interval, zone);
        let whole = match recurrence.period(index, &zones) {
            Err(CalendarError::SkippedPeriod { .. }) => return Ok(()),
            whole => whole.unwrap(),
        };
        let seconds = usize::try_from(whole.seconds()).unwrap();
        let at = whole.start().plus_seconds(i64::try_from(cut.index(seconds - 1)).unwrap() + 1);
        let parts = [(whole.start(), at.clone().unwrap()), (at.unwrap(), whole.end())]
            .map(|(start, end)| Period::new(start, end).unwrap());
        let fraction = |part| Fraction::of(part, &whole, unit, (recurrence.zone(), &zones));
        match (fraction(&parts[0]), fraction(&parts[1])) {
            (Ok(kept), Ok(credited)) => {
                prop_assert_eq!(kept.denominator(), credited.denominator());
                prop_assert_eq!(kept.numerator() + credited.numerator(), kept.denominator());
            }
            // A 31st alone counts nothing in 30/360, and neither do a few days by daylight saving.
            (Err(CalendarError::NothingToCount { .. }), Err(CalendarError::NothingToCount { .. })) => {
                prop_assert_eq!(unit, ProrationUnit::Thirty360);
            }
            (kept, credited) => prop_assert!(false, "{kept:?} and {credited:?}"),
        }
    }
}
