//! Months: the parts of a time that reports go by.

use seikyu_calendar::Date;

use crate::refusal::Refusal;

/// The most months of a report.
const MONTHS_MAX: usize = 120;

/// A month, or what of it lies within a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    /// The first day.
    pub(super) from: Date,
    /// The last day.
    pub(super) to: Date,
}

/// The months from a day to a day, with both; the first and the last may be cut.
///
/// # Errors
/// [`Refusal::Input`] for days in the wrong order, or more than ten years.
pub(super) fn months(from: Date, to: Date) -> Result<Vec<Month>, Refusal> {
    if to < from {
        let detail = format!("{to} lies before {from}; accepted is a day from then on.");
        return Err(Refusal::field("out_of_range", "/to", detail));
    }
    let mut months = Vec::new();
    let mut first = from;
    while first <= to {
        if months.len() == MONTHS_MAX {
            let detail = format!("The time is too long; accepted are {MONTHS_MAX} months.");
            return Err(Refusal::field("out_of_range", "/to", detail));
        }
        let last = first.end_of_month().map_err(|_| outside("/to"))?.min(to);
        months.push(Month { from: first, to: last });
        first = last.plus_days(1).map_err(|_| outside("/to"))?;
    }
    Ok(months)
}

/// The day before the first one of a time.
///
/// # Errors
/// [`Refusal::Input`] on the calendar's first day.
pub(super) fn day_before(from: Date) -> Result<Date, Refusal> {
    from.plus_days(-1).map_err(|_| outside("/from"))
}

fn outside(pointer: &str) -> Refusal {
    let detail = "The time reaches to an end of the calendar; accepted is a day within it.";
    Refusal::field("out_of_range", pointer, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str, expect: &[&str]) {
        let months = months(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        let months = months.iter().map(|month| format!("{} {}", month.from, month.to));
        assert_eq!(months.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn a_time_is_cut_at_the_ends_of_months() {
        check("2027-02-03", "2027-02-03", &["2027-02-03 2027-02-03"]);
        check(
            "2026-12-15",
            "2027-02-01",
            &["2026-12-15 2026-12-31", "2027-01-01 2027-01-31", "2027-02-01 2027-02-01"],
        );
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let refused = |from: &str, to: &str| {
            let refusal = months(from.parse().unwrap(), to.parse().unwrap()).unwrap_err();
            assert!(matches!(refusal, Refusal::Input { .. }));
        };
        refused("2027-01-02", "2027-01-01");
        refused("2017-01-01", "2027-01-01");
        refused("2500-12-01", "2500-12-31");
    }
}
