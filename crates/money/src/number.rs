//! Numbers as people write them in price lists: decimal text, checked on entry.

use std::{cmp::Ordering, fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Amount, Exact, MoneyError, form};

/// A decimal number of at most 28 digits, written as plain digits with an optional sign and point.
///
/// Exponents, spaces, group separators, `NaN` and JSON numbers are refused. It keeps the decimals it
/// was written with: `"1.50"` prints as `1.50`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(Decimal);

impl From<Amount> for Number {
    /// The number of major units, with the currency's decimals: 1205 cents are 12.05.
    fn from(amount: Amount) -> Self {
        Self(Decimal::new(amount.minor(), u32::from(amount.currency().exponent())))
    }
}

impl Number {
    /// Decimals after the point, trailing zeros not counted.
    #[must_use]
    pub fn decimals(self) -> u32 {
        self.0.normalize().scale()
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// Whether the number is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        // Most are compared with numbers of as many decimals: digits say it then.
        if self.0.scale() == other.0.scale() {
            self.0.mantissa().cmp(&other.0.mantissa())
        } else {
            self.0.cmp(&other.0)
        }
    }
}

impl FromStr for Number {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let refuse = || MoneyError::NotANumber { found: text.chars().take(60).collect() };
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain =
            |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        if !plain(whole) || !plain(part) {
            return Err(refuse());
        }
        if text.len() > 60 {
            return Err(Self::too_long(text));
        }
        Decimal::from_str_exact(text).map(Self).map_err(|_| Self::too_long(text))
    }
}

impl Number {
    fn too_long(text: &str) -> MoneyError {
        MoneyError::OutOfRange {
            kind: "number",
            found: text.chars().take(60).collect(),
            accepted: "a decimal number of at most 28 digits",
        }
    }
}

impl From<Number> for Exact {
    fn from(number: Number) -> Self {
        // The scale of a Decimal is at most 28.
        Self::from_digits(number.0.mantissa(), u8::try_from(number.0.scale()).unwrap_or(28))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::text(deserializer, EXPECTED)
    }
}

/// What is said when something other than a string is found.
const EXPECTED: &str = "a decimal number as a string such as \"1234.50\"";

macro_rules! number_kind {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $accepted:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(Number);

        impl $name {
            /// The plain number.
            #[must_use]
            pub const fn number(self) -> Number {
                self.0
            }

            /// Whether it is zero.
            #[must_use]
            pub fn is_zero(&self) -> bool {
                self.0.is_zero()
            }
        }

        impl TryFrom<Number> for $name {
            type Error = MoneyError;

            fn try_from(number: Number) -> Result<Self, MoneyError> {
                let valid: fn(Number) -> bool = $valid;
                if valid(number) {
                    Ok(Self(number))
                } else {
                    Err(MoneyError::OutOfRange {
                        kind: $kind,
                        found: number.to_string(),
                        accepted: $accepted,
                    })
                }
            }
        }

        impl FromStr for $name {
            type Err = MoneyError;

            fn from_str(text: &str) -> Result<Self, MoneyError> {
                Self::try_from(text.parse::<Number>()?)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                form::text(deserializer, EXPECTED)
            }
        }

        impl From<$name> for Exact {
            fn from(value: $name) -> Self {
                value.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

number_kind! {
    /// How much of a thing: seats, gigabytes, calls. From 0 to 10^15 with at most 12 decimals.
    Quantity, "quantity", "0 to 1000000000000000 with at most 12 decimals",
    |number| !number.is_negative() && number.0 <= QUANTITY_MAX && number.decimals() <= 12
}

number_kind! {
    /// A price for one unit, in major units of a currency held beside it. From -10^12 to 10^12 with
    /// at most 12 decimals; below zero it is a reduction (a fuel cost adjustment, for example).
    UnitPrice, "unit price", "-1000000000000 to 1000000000000 with at most 12 decimals",
    |number| number.0.abs() <= UNIT_PRICE_MAX && number.decimals() <= 12
}

number_kind! {
    /// A rate in per cent: 10 is 10 %. From 0 to 1000 with at most 6 decimals.
    Percent, "percent", "0 to 1000 with at most 6 decimals",
    |number| !number.is_negative() && number.0 <= PERCENT_MAX && number.decimals() <= 6
}

const QUANTITY_MAX: Decimal = Decimal::from_parts(0xA4C6_8000, 0x0003_8D7E, 0, false, 0);
const UNIT_PRICE_MAX: Decimal = Decimal::from_parts(0xD4A5_1000, 0xE8, 0, false, 0);
const PERCENT_MAX: Decimal = Decimal::ONE_THOUSAND;

impl UnitPrice {
    /// Free of charge.
    pub const ZERO: Self = Self(Number(Decimal::ZERO));
}

impl Default for UnitPrice {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Default for Percent {
    fn default() -> Self {
        Self(Number(Decimal::ZERO))
    }
}

impl Percent {
    /// The whole.
    pub const HUNDRED: Self = Self(Number(Decimal::ONE_HUNDRED));

    /// The sum of two rates.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] beyond 1000 %.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let sum = self.0.0.checked_add(other.0.0).ok_or(MoneyError::Overflow)?;
        Self::try_from(Number(sum))
    }
}

impl Quantity {
    /// No units.
    pub const ZERO: Self = Self(Number(Decimal::ZERO));
    /// One unit.
    pub const ONE: Self = Self(Number(Decimal::ONE));

    /// What is left after `taken`, never below zero.
    #[must_use]
    pub fn saturating_subtract(self, taken: Self) -> Self {
        if taken.is_zero() {
            return self;
        }
        let (left, right) = (self.0.0, taken.0.0);
        if left.scale() == right.scale()
            && let Some(rest) = left.mantissa().checked_sub(right.mantissa())
            && let Ok(rest) = Decimal::try_from_i128_with_scale(rest.max(0), left.scale())
        {
            return Self(Number(rest));
        }
        match self.0.0.checked_sub(taken.0.0) {
            Some(rest) if rest.is_sign_positive() => Self(Number(rest)),
            _ => Self::ZERO,
        }
    }

    /// How many packages of a size hold the quantity: their quotient, rounded up.
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`] for a size of zero, [`MoneyError::OutOfRange`] beyond 10^15.
    pub fn packages_of(self, size: Self) -> Result<Self, MoneyError> {
        let (units, size) = (self.fine()?, size.fine()?);
        let whole = units.checked_div(size).ok_or(MoneyError::DivisionByZero)?;
        let begun = units.checked_rem(size).is_some_and(|rest| rest > 0);
        let count = whole.checked_add(i128::from(begun)).ok_or(MoneyError::Overflow)?;
        let count =
            Decimal::try_from_i128_with_scale(count, 0).map_err(|_| MoneyError::Overflow)?;
        Self::try_from(Number(count))
    }

    /// The quantity a number of times.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] beyond 10^15.
    pub fn repeated(self, times: u32) -> Result<Self, MoneyError> {
        let product = self.0.0.checked_mul(Decimal::from(times)).ok_or(MoneyError::Overflow)?;
        Self::try_from(Number(product))
    }

    /// The quantity as a ratio of two whole numbers: 0.25 is 25 over 100.
    pub(crate) fn ratio(self) -> Result<(u64, u64), MoneyError> {
        let number = self.0.0.normalize();
        let units = u64::try_from(number.mantissa()).map_err(|_| MoneyError::Overflow)?;
        let parts = 10_u64.checked_pow(number.scale()).ok_or(MoneyError::Overflow)?;
        Ok((units, parts))
    }

    /// A quantity of so many units of 10^-12.
    pub(crate) fn from_fine(units: i128) -> Result<Self, MoneyError> {
        let number =
            Decimal::try_from_i128_with_scale(units, 12).map_err(|_| MoneyError::Overflow)?;
        Self::try_from(Number(number.normalize()))
    }

    /// The quantity in units of 10^-12, which every quantity is a whole number of.
    fn fine(self) -> Result<i128, MoneyError> {
        let number = self.0.0.normalize();
        let steps = 12_u32.checked_sub(number.scale()).ok_or(MoneyError::Overflow)?;
        let power = 10_i128.checked_pow(steps).ok_or(MoneyError::Overflow)?;
        number.mantissa().checked_mul(power).ok_or(MoneyError::Overflow)
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] beyond 10^15.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        let sum = self.0.0.checked_add(other.0.0).ok_or(MoneyError::Overflow)?;
        Self::try_from(Number(sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_the_documented_ones() {
        assert_eq!(QUANTITY_MAX.to_string(), "1000000000000000");
        assert_eq!(UNIT_PRICE_MAX.to_string(), "1000000000000");
    }

    #[track_caller]
    fn check(text: &str, expect: Result<&str, &str>) {
        let found = text.parse::<Quantity>();
        let found = found.as_ref().map(ToString::to_string).map_err(MoneyError::code);
        assert_eq!(found.as_deref(), expect.as_deref(), "{text}");
    }

    #[test]
    fn quantities_are_plain_decimals_in_range() {
        check("0", Ok("0"));
        check("12.50", Ok("12.50"));
        check("1000000000000000", Ok("1000000000000000"));
        check("1000000000000000.1", Err("out_of_range"));
        check("0.000000000001", Ok("0.000000000001"));
        check("0.0000000000001", Err("out_of_range"));
        check("-1", Err("out_of_range"));
        check("-0", Ok("0"));
        for text in [
            "", ".", "1.", ".5", "+1", "1e5", "NaN", "inf", " 1", "1_000", "1,000", "１", "0x1",
            "--1",
        ] {
            check(text, Err("not_a_number"));
        }
        check(&"9".repeat(40), Err("out_of_range"));
        check(&format!("0.{}", "1".repeat(40)), Err("out_of_range"));
    }

    #[test]
    fn a_json_number_is_refused_with_the_accepted_form() {
        let error = serde_json::from_str::<Quantity>("12").unwrap_err().to_string();
        assert!(
            error.contains("string such as \\\"1234.50\\\"") || error.contains("\"1234.50\""),
            "{error}"
        );
        assert_eq!(serde_json::from_str::<Percent>("\"7.25\"").unwrap().to_string(), "7.25");
    }
}
