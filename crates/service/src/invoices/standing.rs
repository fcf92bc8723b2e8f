//! How an invoice stands: derived from the books and a day, never a part of the document.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use crate::{refusal::Refusal, store::Row};

/// How an invoice stands by the end of a day. Of an invoice below zero the amounts are below zero, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Standing {
    /// The state.
    pub state: PaymentState,
    /// What was paid or set against it: the gross, less what is open and what was written off.
    pub paid: Amount,
    /// What was given up.
    pub written_off: Amount,
    /// What is open.
    pub open: Amount,
}

/// The state of an invoice's payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// Nothing of it was paid, and it is not due yet.
    Open,
    /// Part of it was paid, and the rest is not due yet.
    PartlyPaid,
    /// Nothing is open.
    Paid,
    /// Something is open, and the day it was due has passed.
    Overdue,
    /// Nothing is open, for what was not paid was written off.
    Uncollectible,
}

impl Standing {
    /// The standing on a day, from a row with the sums of the books until then.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(super) fn read(row: &Row, on: Date) -> Result<Self, Refusal> {
        let currency: Currency = row.read("currency")?;
        let amount = |column| Ok::<_, Refusal>(Amount::from_minor(row.read(column)?, currency));
        let (gross, open) = (amount("gross_minor")?, amount("open_minor")?);
        let written_off = amount("written_off_minor")?;
        Self::of(gross, open, written_off, row.read::<Date>("due_on")? < on)
    }

    fn of(
        gross: Amount,
        open: Amount,
        written_off: Amount,
        past_due: bool,
    ) -> Result<Self, Refusal> {
        let paid = gross.minus(open).and_then(|rest| rest.minus(written_off));
        let state = if open.is_zero() {
            if written_off.is_zero() { PaymentState::Paid } else { PaymentState::Uncollectible }
        } else if open.minor() > 0 && past_due {
            PaymentState::Overdue
        } else if open == gross {
            PaymentState::Open
        } else {
            PaymentState::PartlyPaid
        };
        Ok(Self { state, paid: paid.map_err(Refusal::internal)?, written_off, open })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(gross: i64, open: i64, written_off: i64, past_due: bool, expect: PaymentState) {
        let amount = |minor| Amount::from_minor(minor, Currency::parse("EUR").unwrap());
        let standing = Standing::of(amount(gross), amount(open), amount(written_off), past_due);
        let standing = standing.unwrap();
        assert_eq!(standing.state, expect);
        assert_eq!(standing.paid, amount(gross - open - written_off));
    }

    #[test]
    fn a_state_follows_from_what_is_open() {
        check(100, 100, 0, false, PaymentState::Open);
        check(100, 100, 0, true, PaymentState::Overdue);
        check(100, 40, 0, false, PaymentState::PartlyPaid);
        check(100, 40, 0, true, PaymentState::Overdue);
        check(100, 0, 0, true, PaymentState::Paid);
        check(100, 0, 40, true, PaymentState::Uncollectible);
        check(100, 60, 40, false, PaymentState::PartlyPaid);
        check(0, 0, 0, true, PaymentState::Paid);
        check(-100, -100, 0, true, PaymentState::Open);
        check(-100, -30, 0, true, PaymentState::PartlyPaid);
        check(-100, 0, 0, true, PaymentState::Paid);
    }
}
