//! The rounding of the payable amount: what the smallest coin, or an agreement, adds or takes off.

use seikyu_money::{Amount, Currency, Exact, MoneyError, Number, RoundingMode};
use serde::{Deserialize, Serialize};

use crate::wire::{Check, Pointer};

/// The rounding of the payable amount (BT-114). Exactly one of `multiple` and `amount` is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PayableRounding {
    /// To a multiple of this many major units, above 0: 0.05 where the smallest coin is five centimes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multiple: Option<Number>,
    /// How a multiple is chosen; nearest, ties up, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "RoundingMode"))]
    pub mode: Option<RoundingMode>,
    /// What is added, less than one major unit; below zero, what is taken off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
}

impl PayableRounding {
    /// Records what is wrong with it.
    pub(crate) fn check(&self, currency: Currency, pointer: &Pointer<'_>, check: &mut Check) {
        match (self.multiple, self.amount) {
            (Some(multiple), None) => {
                let place = pointer.field("multiple");
                if multiple.is_negative() || multiple.is_zero() {
                    let detail = format!("{multiple} has no multiples; accepted is above 0.");
                    check.fault("out_of_range", &place, detail);
                }
                check.money(&place, Amount::from_number(multiple, currency));
            }
            (None, Some(amount)) => {
                let place = pointer.field("amount");
                let found = check.money(&place, Amount::from_number(amount, currency));
                let unit = 10_u64.checked_pow(u32::from(currency.exponent())).unwrap_or_default();
                if found.is_some_and(|found| found.minor().unsigned_abs() >= unit) {
                    let detail = format!("{amount} is no rounding; accepted is less than one unit.");
                    check.fault("out_of_range", &place, detail);
                }
                if self.mode.is_some() {
                    let detail = "A mode chooses a multiple; accepted is none beside an amount.";
                    check.fault("one_of", &pointer.field("mode"), detail);
                }
            }
            (None, None) | (Some(_), Some(_)) => check.fault(
                "one_of",
                pointer,
                "The payable amount is rounded to a multiple or by an amount; exactly one is accepted.",
            ),
        }
    }

    /// What is added to an amount to pay. An amount of zero or below is not rounded to a multiple:
    /// nothing is paid in coins.
    ///
    /// 12.37 to a multiple of 0.05 is 12.35: −0.02 is added. 12.38 is 12.40: 0.02.
    pub(crate) fn of(&self, payable: Amount) -> Result<i64, MoneyError> {
        let currency = payable.currency();
        if let Some(amount) = self.amount {
            return Ok(Amount::from_number(amount, currency)?.minor());
        }
        let Some(multiple) = self.multiple.filter(|_| payable.minor() > 0) else { return Ok(0) };
        let multiple = Amount::from_number(multiple, currency)?.minor();
        let whole = u64::try_from(multiple).map_err(|_| MoneyError::Overflow)?;
        let count = Exact::from(payable).fraction(1, whole)?;
        let count = count.round(currency, self.mode.unwrap_or_default())?.minor();
        let rounded = count.checked_mul(multiple).ok_or(MoneyError::Overflow)?;
        rounded.checked_sub(payable.minor()).ok_or(MoneyError::Overflow)
    }
}
