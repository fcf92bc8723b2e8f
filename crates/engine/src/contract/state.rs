//! The state of a contract: a fold over its events.

use seikyu_calendar::Instant;

use crate::{
    catalog::Coupon,
    contract::{Contract, Event, Item},
};

/// What a contract's events come to.
#[derive(Clone, Copy, Debug)]
pub struct State<'c> {
    /// When it began.
    pub start: Instant,
    /// When it ended, if it did.
    pub end: Option<Instant>,
    /// What is charged.
    pub items: &'c [Item],
    /// Coupons, in the order in which they are taken.
    pub coupons: &'c [Coupon],
}

impl Contract {
    /// Folds the events; `None` when the contract was never created.
    #[must_use]
    pub fn state(&self) -> Option<State<'_>> {
        self.events.iter().fold(None, |state, event| match (event, state) {
            (Event::Created { at, items, coupons, .. }, None) => {
                Some(State { start: *at, end: None, items, coupons })
            }
            (Event::Cancelled { at }, Some(state)) => Some(State { end: Some(*at), ..state }),
            (_, state) => state,
        })
    }
}
