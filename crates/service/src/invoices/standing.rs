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
    /// What was paid or set against it: the gross, less what is open, what was credited and what was
    /// written off.
    pub paid: Amount,
    /// What credit notes took back.
    pub credited: Amount,
    /// What was given up.
    pub written_off: Amount,
    /// What is open.
    pub open: Amount,
}

/// The state of an invoice's payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "InvoicePaymentState")
)]
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
    /// Nothing is open, for all of it was credited.
    Credited,
    /// It counts no longer: a credit note took all of it back, and what it billed is due again.
    Void,
}

impl Standing {
    /// The standing on a day, from a row with the sums of the books until then.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(crate) fn read(row: &Row, on: Date) -> Result<Self, Refusal> {
        let currency: Currency = row.read("currency")?;
        let amount = |column| Ok::<_, Refusal>(Amount::from_minor(row.read(column)?, currency));
        let (gross, open) = (amount("gross_minor")?, amount("open_minor")?);
        let sums = Sums {
            gross,
            open,
            credited: amount("credited_minor")?,
            written_off: amount("written_off_minor")?,
        };
        let past_due = row.read::<Date>("due_on")? < on;
        let standing = sums.standing(past_due)?;
        let void = row.text("void")? == "yes";
        Ok(if void { Self { state: PaymentState::Void, ..standing } } else { standing })
    }
}

/// The sums that a standing is derived from.
#[derive(Clone, Copy, Debug)]
struct Sums {
    gross: Amount,
    /// Below zero where more was paid than is owed after its credit notes.
    open: Amount,
    credited: Amount,
    written_off: Amount,
}

impl Sums {
    fn standing(self, past_due: bool) -> Result<Standing, Refusal> {
        let Self { gross, open, credited, written_off } = self;
        let paid = gross.minus(open).and_then(|rest| rest.minus(credited));
        let paid = paid.and_then(|rest| rest.minus(written_off)).map_err(Refusal::internal)?;
        // What is left to the customer of an invoice above zero does not leave that open.
        let settled = open.is_zero() || (gross.minor() > 0 && open.minor() < 0);
        let state = if settled {
            if !written_off.is_zero() {
                PaymentState::Uncollectible
            } else if paid.is_zero() && !credited.is_zero() {
                PaymentState::Credited
            } else {
                PaymentState::Paid
            }
        } else if open.minor() > 0 && past_due {
            PaymentState::Overdue
        } else if open == gross {
            PaymentState::Open
        } else {
            PaymentState::PartlyPaid
        };
        Ok(Standing { state, paid, credited, written_off, open })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(minor: i64) -> Amount {
        Amount::from_minor(minor, Currency::parse("EUR").unwrap())
    }

    #[track_caller]
    fn check(
        (gross, open, credited, written_off): (i64, i64, i64, i64),
        past_due: bool,
        expect: PaymentState,
    ) {
        let sums = Sums {
            gross: amount(gross),
            open: amount(open),
            credited: amount(credited),
            written_off: amount(written_off),
        };
        let standing = sums.standing(past_due).unwrap();
        assert_eq!(standing.state, expect);
        assert_eq!(standing.paid, amount(gross - open - credited - written_off));
    }

    #[test]
    fn a_state_follows_from_what_is_open() {
        check((100, 100, 0, 0), false, PaymentState::Open);
        check((100, 100, 0, 0), true, PaymentState::Overdue);
        check((100, 40, 0, 0), false, PaymentState::PartlyPaid);
        check((100, 40, 0, 0), true, PaymentState::Overdue);
        check((100, 0, 0, 0), true, PaymentState::Paid);
        check((100, 0, 0, 40), true, PaymentState::Uncollectible);
        check((100, 60, 0, 40), false, PaymentState::PartlyPaid);
        check((0, 0, 0, 0), true, PaymentState::Paid);
        check((-100, -100, 0, 0), true, PaymentState::Open);
        check((-100, -30, 0, 0), true, PaymentState::PartlyPaid);
        check((-100, 0, 0, 0), true, PaymentState::Paid);
    }

    #[test]
    fn what_was_credited_is_not_paid() {
        check((100, 0, 100, 0), true, PaymentState::Credited);
        check((100, 70, 30, 0), false, PaymentState::PartlyPaid);
        check((100, 0, 30, 0), true, PaymentState::Paid);
        // Paid in full, then 30 were credited: they are the customer's.
        check((100, -30, 30, 0), true, PaymentState::Paid);
        check((100, 0, 60, 40), true, PaymentState::Uncollectible);
    }
}
