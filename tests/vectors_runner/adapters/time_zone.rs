//! `time_zone`: the day of an instant in a zone, and whole days between two dates of a zone.

use seikyu_calendar::{Date, Fraction, Instant, Period, ProrationUnit, ZoneName, Zones};

use crate::{
    case::{Case, same},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let zones = Zones::iana();
    let zone: ZoneName = case.input("time_zone").parse().expect("a zone");
    if case.given("instant").is_some() {
        let instant: Instant = case.input("instant").parse().expect("an instant");
        let date = zones.date_of(&zone, instant).map_err(|error| error.to_string())?;
        let day = date.ymd().2;
        same("day of the month", day, case.expected("bill_cycle_day"))?;
    } else {
        let start_of = |name| {
            let date: Date = case.input(name).parse().expect("a date");
            zones.start_of(&zone, date).map_err(|error| error.to_string())
        };
        let period =
            Period::new(start_of("from")?, start_of("to")?).map_err(|error| error.to_string())?;
        let days = Fraction::of(&period, &period, ProrationUnit::Day, (&zone, &zones))
            .map_err(|error| error.to_string())?
            .numerator();
        same("days", days, case.expected("days"))?;
    }
    Ok(Outcome::Reproduced)
}
