//! Printing exact numbers: as a decimal where there is one, else as a fraction.

use std::fmt;

use ethnum::{I256, U256};

use super::{Digits, Exact, greatest_common_divisor, power_of_ten};

impl fmt::Display for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reduced = self.reduced();
        if reduced.divisor == 1 {
            return reduced.write_decimal(formatter);
        }
        if let Some(decimal) = reduced.as_decimal() {
            return decimal.reduced().write_decimal(formatter);
        }
        let power = power_of_ten(reduced.scale).map_or(U256::ONE, I256::as_u256);
        let digits = reduced.digits.wide();
        let sign = if digits < I256::ZERO { "-" } else { "" };
        let magnitude = digits.unsigned_abs();
        let Some(denominator) = power.checked_mul(U256::from(reduced.divisor)) else {
            return write!(formatter, "{sign}{magnitude}/{power}/{}", reduced.divisor);
        };
        let common = common_divisor(magnitude, denominator);
        let numerator = magnitude.checked_div(common).unwrap_or(magnitude);
        let denominator = denominator.checked_div(common).unwrap_or(denominator);
        write!(formatter, "{sign}{numerator}/{denominator}")
    }
}

fn common_divisor(mut left: U256, mut right: U256) -> U256 {
    while right != U256::ZERO {
        (left, right) = (right, left.checked_rem(right).unwrap_or(U256::ZERO));
    }
    left.max(U256::ONE)
}

impl Exact {
    /// The same number without a divisor, where the divisor has no factors but twos and fives.
    fn as_decimal(self) -> Option<Self> {
        let mut rest = self.divisor;
        let mut steps = 0_u8;
        while rest != 1 {
            let common = greatest_common_divisor(rest, 10);
            if common == 1 {
                return None;
            }
            rest = rest.checked_div(common)?;
            steps = steps.checked_add(1)?;
        }
        let digits = self.digits.wide().checked_mul(power_of_ten(steps)?)?;
        Some(Self {
            digits: Digits::narrowed(digits.checked_div(I256::from(self.divisor))?),
            scale: self.scale.checked_add(steps)?,
            divisor: 1,
        })
    }

    /// Writes a number that is in lowest terms and has no divisor.
    fn write_decimal(self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Digits::Narrow(digits) = self.digits
            && let Ok(small) = i64::try_from(digits)
            && let Some(power) = 10_u64.checked_pow(u32::from(self.scale))
        {
            let sign = if small < 0 { "-" } else { "" };
            let magnitude = small.unsigned_abs();
            let whole = magnitude.checked_div(power).unwrap_or_default();
            if self.scale == 0 {
                return write!(formatter, "{sign}{whole}");
            }
            let part = magnitude.checked_rem(power).unwrap_or_default();
            return write!(
                formatter,
                "{sign}{whole}.{part:0>width$}",
                width = usize::from(self.scale)
            );
        }
        let digits = self.digits.wide();
        let sign = if digits < I256::ZERO { "-" } else { "" };
        let power = power_of_ten(self.scale).map_or(U256::ONE, I256::as_u256);
        let magnitude = digits.unsigned_abs();
        let whole = magnitude.checked_div(power).unwrap_or(U256::ZERO);
        if self.scale == 0 {
            return write!(formatter, "{sign}{whole}");
        }
        let part = magnitude.checked_rem(power).unwrap_or(U256::ZERO).to_string();
        write!(formatter, "{sign}{whole}.{part:0>width$}", width = usize::from(self.scale))
    }
}
