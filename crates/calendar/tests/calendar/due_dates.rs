//! Due dates worked by hand.

use seikyu_calendar::{BusinessDays, DueTerm, Weekday};

use crate::date;

#[track_caller]
fn check(term: DueTerm, issued_on: &str, expect: &str) {
    assert_eq!(term.due_on(date(issued_on)).unwrap().to_string(), expect);
}

#[test]
fn net_days_count_from_the_date_of_the_invoice() {
    let net = |days| DueTerm::net_days(days).unwrap();
    check(net(0), "2026-11-30", "2026-11-30");
    check(net(14), "2026-11-30", "2026-12-14");
    check(net(30), "2026-01-31", "2026-03-02");
    check(net(30), "2028-01-31", "2028-03-01");
    check(net(1000), "2026-01-01", "2028-09-27");
    assert_eq!(
        DueTerm::net_days(1001).unwrap_err().to_string(),
        "a term of 1001 days was given; accepted is a whole number from 0 to 1000",
    );
}

#[test]
fn the_end_of_a_month_is_its_last_day() {
    check(DueTerm::EndOfMonth, "2026-11-01", "2026-11-30");
    check(DueTerm::EndOfMonth, "2026-11-30", "2026-11-30");
    check(DueTerm::EndOfMonth, "2028-02-03", "2028-02-29");
    check(DueTerm::EndOfNextMonth, "2026-01-31", "2026-02-28");
    check(DueTerm::EndOfNextMonth, "2026-02-28", "2026-03-31");
    check(DueTerm::EndOfNextMonth, "2026-12-31", "2027-01-31");
    assert!(DueTerm::EndOfNextMonth.due_on(date("2500-12-01")).is_err());
}

#[test]
fn a_due_date_moves_to_the_next_business_day() {
    // Golden Week 2026: 29 April is a Wednesday; 3, 4, 5 May are holidays, and 6 May in lieu.
    let holidays = ["2026-04-29", "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06"];
    let japan = BusinessDays::new(holidays.map(date));
    let next = |days: &BusinessDays, day| days.on_or_after(date(day)).unwrap().to_string();
    assert_eq!(next(&japan, "2026-04-28"), "2026-04-28");
    assert_eq!(next(&japan, "2026-04-29"), "2026-04-30");
    assert_eq!(next(&japan, "2026-05-02"), "2026-05-07");
    assert_eq!(next(&BusinessDays::new([]), "2026-05-02"), "2026-05-04");

    let gulf = BusinessDays::new([]).with_weekend([Weekday::Friday, Weekday::Saturday]).unwrap();
    assert_eq!(next(&gulf, "2026-05-01"), "2026-05-03");
    let always = BusinessDays::new([]).with_weekend([]).unwrap();
    assert_eq!(next(&always, "2026-05-02"), "2026-05-02");
}

#[test]
fn a_week_has_a_business_day() {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let week = [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];
    assert_eq!(
        BusinessDays::new([]).with_weekend(week).unwrap_err().to_string(),
        "a weekend of all seven days was given; accepted is at most six of them",
    );
    let last = date("2500-12-31");
    assert!(BusinessDays::new([last]).on_or_after(last).is_err());
}
