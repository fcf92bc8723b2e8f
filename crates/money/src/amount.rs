//! Rounded amounts: whole minor units of a currency.

use std::{cmp::Ordering, fmt};

use serde::{Serialize, Serializer};

use crate::{Currency, Exact, MoneyError, Number};

/// An amount of money in whole minor units of its currency (cents, yen, fils).
///
/// An `Amount` has been rounded: it comes from [`Exact::round`], from decimal text that fits the
/// currency, or from minor units. It prints as a decimal string in major units with exactly the
/// currency's decimals.
///
/// ```
/// use seikyu_money::{Amount, Currency};
/// let euro = Currency::parse("EUR")?;
/// let sum = Amount::parse("12.3", euro)?.plus(Amount::from_minor(5, euro))?;
/// assert_eq!(sum.to_string(), "12.35");
/// assert!(sum.plus(Amount::from_minor(5, Currency::parse("JPY")?)).is_err());
/// # Ok::<(), seikyu_money::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    minor: i64,
    currency: Currency,
}

impl Amount {
    /// An amount of `minor` minor units.
    #[must_use]
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads a decimal string in major units.
    ///
    /// # Errors
    /// [`MoneyError::NotANumber`], [`MoneyError::TooPrecise`] when it has more decimals than the
    /// currency, [`MoneyError::Overflow`] beyond 9.2 × 10^18 minor units.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        Self::from_number(text.parse::<Number>()?, currency)
    }

    /// Takes a number in major units, without rounding.
    ///
    /// # Errors
    /// As [`Amount::parse`].
    pub fn from_number(number: Number, currency: Currency) -> Result<Self, MoneyError> {
        let exact = Exact::from(number);
        match exact.whole_minor(currency.exponent()) {
            Some(minor) => Ok(Self { minor, currency }),
            None if number.decimals() > u32::from(currency.exponent()) => {
                Err(MoneyError::TooPrecise {
                    found: number.to_string(),
                    currency: currency.code(),
                    exponent: currency.exponent(),
                })
            }
            None => Err(MoneyError::Overflow),
        }
    }

    /// The minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.currency.require(other.currency)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// The difference.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`], [`MoneyError::Overflow`].
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.currency.require(other.currency)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// The same amount with the other sign.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] for the smallest representable amount.
    pub fn negated(self) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_neg().ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }
}

impl From<Amount> for Exact {
    fn from(amount: Amount) -> Self {
        Self::from_minor(amount.minor, amount.currency.exponent())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.minor.unsigned_abs();
        let sign = if self.minor < 0 { "-" } else { "" };
        let exponent = u32::from(self.currency.exponent());
        let unit = 10_u64.checked_pow(exponent).unwrap_or(1);
        let whole = magnitude.checked_div(unit).unwrap_or_default();
        let part = magnitude.checked_rem(unit).unwrap_or_default();
        if exponent == 0 {
            write!(formatter, "{sign}{whole}")
        } else {
            write!(formatter, "{sign}{whole}.{part:0width$}", width = exponent as usize)
        }
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self} {}", self.currency)
    }
}

impl PartialOrd for Amount {
    /// Amounts of different currencies have no order.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, text: &str, expect: &str) {
        let currency = Currency::parse(code).unwrap();
        let found = match Amount::parse(text, currency) {
            Ok(amount) => format!("{} = {amount}", amount.minor()),
            Err(error) => error.code().to_owned(),
        };
        assert_eq!(found, expect);
    }

    #[test]
    fn text_becomes_minor_units_and_back() {
        check("EUR", "12.30", "1230 = 12.30");
        check("EUR", "-0.05", "-5 = -0.05");
        check("EUR", "12.300", "1230 = 12.30");
        check("EUR", "12.301", "too_precise");
        check("JPY", "1200", "1200 = 1200");
        check("JPY", "0.5", "too_precise");
        check("KWD", "1", "1000 = 1.000");
        check("EUR", "92233720368547758.07", "9223372036854775807 = 92233720368547758.07");
        check("EUR", "92233720368547758.08", "overflow");
        check("EUR", "1e3", "not_a_number");
    }
}
