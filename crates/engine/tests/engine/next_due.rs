//! When a contract has to be looked at again.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    billing::{BillRequest, BilledLine, bill, next_due},
    quote::price,
};

use crate::price_list::{draft, list};

/// What an invoice leaves behind.
fn billed(request: &BillRequest) -> Vec<BilledLine> {
    let bill = bill(request, &Zones::iana()).unwrap();
    let number = |amount: seikyu_money::Amount| amount.to_string().parse().unwrap();
    let lines = bill.lines.iter().map(|line| BilledLine {
        line: line.key.clone(),
        period: line.period,
        amount: number(line.amount),
        discount: Some(number(line.discount)),
        taxes: None,
    });
    request.billed.iter().cloned().chain(lines).collect()
}

/// Twelve steps through a contract: a second before each, nothing is due; within two steps, something
/// always is.
#[test]
fn nothing_is_due_before_it() {
    let priced = price(&list(), &draft(), &Zones::iana()).unwrap();
    let mut request = priced.request;
    let mut idle = 0;
    for _ in 0..12 {
        request.billed = billed(&request);
        let next = next_due(&request.contract, request.through, &Zones::iana()).unwrap().unwrap();
        assert!(next > request.through);
        request.through = next.plus_seconds(-1).unwrap();
        assert_eq!(bill(&request, &Zones::iana()).unwrap().lines, Vec::new(), "{next}");
        request.through = next;
        let due = !bill(&request, &Zones::iana()).unwrap().lines.is_empty();
        idle = if due { 0 } else { idle + 1 };
        assert!(idle < 2, "nothing was due at {next} and before");
    }
}

/// A contract that begins later is looked at when it begins.
#[test]
fn before_the_start_it_is_the_start() {
    let request = price(&list(), &draft(), &Zones::iana()).unwrap().request;
    let start = request.contract.events[0].at();
    let next = next_due(&request.contract, Instant::EPOCH, &Zones::iana()).unwrap();
    assert_eq!(next, Some(start));
}
