//! What the forms of payments, refunds and write-offs have in common.

use seikyu_calendar::Date;
use seikyu_engine::wire::{Check, Pointer};
use seikyu_money::{Amount, Currency, Number};

use crate::{host::Context, refusal::Refusal};

/// The most minor units of one amount: far beyond any payment, and far below where sums of them end.
const AMOUNT_MAX_MINOR: i64 = 1_000_000_000_000_000;

/// The most characters of a reference or reason.
const TEXT_MAX: usize = 200;

/// An amount above zero with no more decimals than its currency has; else a fault, and nothing.
pub(crate) fn amount(
    check: &mut Check,
    pointer: &Pointer<'_>,
    number: Number,
    currency: Currency,
) -> Amount {
    let nothing = Amount::zero(currency);
    let Some(amount) = check.money(pointer, Amount::from_number(number, currency)) else {
        return nothing;
    };
    if (1..=AMOUNT_MAX_MINOR).contains(&amount.minor()) {
        return amount;
    }
    let most = Amount::from_minor(AMOUNT_MAX_MINOR, currency);
    let detail = format!("{amount} was given; accepted is an amount above zero, at most {most}.");
    check.fault("out_of_range", pointer, detail);
    nothing
}

/// Checks that an amount is no more than what is there.
pub(crate) fn at_most(
    check: &mut Check,
    pointer: &Pointer<'_>,
    amount: Amount,
    there: Amount,
    of_what: &str,
) {
    if amount.minor() > there.minor() {
        let detail = format!("{amount} was given; accepted is at most {there}, {of_what}.");
        check.fault("exceeds_open", pointer, detail);
    }
}

/// Checks a reference or reason.
pub(crate) fn text(check: &mut Check, name: &str, text: Option<&String>) {
    let Some(text) = text else { return };
    let fine = (1..=TEXT_MAX).contains(&text.chars().count())
        && text.trim() == text
        && !text.contains(char::is_control);
    if !fine {
        let shown: String = text.chars().take(60).collect();
        let detail = format!(
            "“{shown}” was given; accepted are 1 to {TEXT_MAX} characters without space around them \
             or control characters."
        );
        check.fault("out_of_range", &Pointer::ROOT.field(name), detail);
    }
}

/// The day on which something is booked: the one that is given, from the earliest possible one to
/// tomorrow, for somewhere it is tomorrow already; else today, or the earliest possible one if that is
/// later.
///
/// # Errors
/// [`Refusal::Internal`] when the clock lies outside of the calendar.
pub(crate) fn day(
    check: &mut Check,
    name: &str,
    given: Option<Date>,
    earliest: Option<Date>,
    context: &Context,
) -> Result<Date, Refusal> {
    let today = context.today()?;
    let Some(day) = given else { return Ok(earliest.map_or(today, |day| day.max(today))) };
    let latest = today.plus_days(1).map_err(Refusal::internal)?;
    let latest = earliest.map_or(latest, |day| day.max(latest));
    let early = earliest.filter(|earliest| day < *earliest);
    if let Some(earliest) = early {
        let detail = format!("{day} was given; accepted is a day from {earliest} on.");
        check.fault("out_of_range", &Pointer::ROOT.field(name), detail);
    } else if day > latest {
        let detail = format!("{day} was given; accepted is a day until {latest}.");
        check.fault("out_of_range", &Pointer::ROOT.field(name), detail);
    }
    Ok(day)
}
