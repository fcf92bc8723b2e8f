//! Exact numbers: the intermediate results of a price, before the one rounding.

use std::{cmp::Ordering, fmt};

use ethnum::{I256, U256};
use serde::{Serialize, Serializer};

use crate::{Amount, Currency, MoneyError, RoundingMode};

/// An exact number: `digits / (10^scale × divisor)`.
///
/// Sums, products and fractions of exact numbers are exact. Digits live in 128 bits and move to 256
/// bits (76 digits) when they must; beyond that the operation returns [`MoneyError::Overflow`].
/// The largest quantity (27 digits) times the finest price (24 digits) times a fraction of a year in
/// seconds fits with room to spare.
///
/// It prints as a decimal (`12.345`) when it is one, and as a fraction in lowest terms (`382695/31`) when
/// it is not: equal numbers print alike, however they were computed.
#[derive(Clone, Copy)]
pub struct Exact {
    digits: Digits,
    scale: u8,
    divisor: u64,
}

#[derive(Clone, Copy)]
enum Digits {
    Narrow(i128),
    Wide(I256),
}

impl Digits {
    fn wide(self) -> I256 {
        match self {
            Self::Narrow(digits) => I256::from(digits),
            Self::Wide(digits) => digits,
        }
    }

    fn narrowed(digits: I256) -> Self {
        match i128::try_from(digits) {
            Ok(narrow) => Self::Narrow(narrow),
            Err(_) => Self::Wide(digits),
        }
    }
}

/// The highest scale an exact number may reach.
const SCALE_MAX: u8 = 72;

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self { digits: Digits::Narrow(0), scale: 0, divisor: 1 };

    pub(crate) const fn from_digits(digits: i128, scale: u8) -> Self {
        Self { digits: Digits::Narrow(digits), scale, divisor: 1 }
    }

    pub(crate) const fn from_minor(minor: i64, exponent: u8) -> Self {
        // Lossless: every i64 is an i128.
        Self { digits: Digits::Narrow(minor as i128), scale: exponent, divisor: 1 }
    }

    /// Whether the number is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        match self.digits {
            Digits::Narrow(digits) => digits == 0,
            Digits::Wide(digits) => digits == I256::ZERO,
        }
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        match self.digits {
            Digits::Narrow(digits) => digits < 0,
            Digits::Wide(digits) => digits < I256::ZERO,
        }
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 76 digits.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.is_zero() {
            return Ok(other);
        }
        if let Some(sum) = self.plus_narrow(other) {
            return Ok(sum);
        }
        let (left, right) = (self.reduced(), other.reduced());
        let aligned = left.aligned(right)?;
        let sum = aligned.left.checked_add(aligned.right).ok_or(MoneyError::Overflow)?;
        Ok(Self { digits: Digits::narrowed(sum), scale: aligned.scale, divisor: aligned.divisor })
    }

    /// The sum in 128 bits, of numbers with one divisor between them.
    fn plus_narrow(self, other: Self) -> Option<Self> {
        let (Digits::Narrow(left), Digits::Narrow(right)) = (self.digits, other.digits) else {
            return None;
        };
        let (left, right) = match (self.divisor, other.divisor) {
            (one, same) if one == same => (left, right),
            (divisor, 1) => (left, product(right, i128::from(divisor))?),
            (1, divisor) => (product(left, i128::from(divisor))?, right),
            _ => return None,
        };
        let scale = self.scale.max(other.scale);
        let (left, right) = (raised(left, scale, self.scale)?, raised(right, scale, other.scale)?);
        let digits = Digits::Narrow(left.checked_add(right)?);
        Some(Self { digits, scale, divisor: self.divisor.max(other.divisor) })
    }

    /// The difference.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 76 digits.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(other.negated()?)
    }

    /// The number with the other sign.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] at the very edge of 256 bits.
    pub fn negated(self) -> Result<Self, MoneyError> {
        let digits = match self.digits {
            Digits::Narrow(digits) if digits != i128::MIN => {
                Digits::Narrow(digits.checked_neg().ok_or(MoneyError::Overflow)?)
            }
            digits => Digits::narrowed(digits.wide().checked_neg().ok_or(MoneyError::Overflow)?),
        };
        Ok(Self { digits, ..self })
    }

    /// The product.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 76 digits.
    pub fn times(self, other: Self) -> Result<Self, MoneyError> {
        if let (Digits::Narrow(left), Digits::Narrow(right)) = (self.digits, other.digits)
            && let Some(product) = product(left, right)
            && let Some(divisor) = product_of(self.divisor, other.divisor)
        {
            let scale = self.scale.checked_add(other.scale).ok_or(MoneyError::Overflow)?;
            if scale <= SCALE_MAX {
                return Ok(Self { digits: Digits::Narrow(product), scale, divisor });
            }
        }
        let (left, right) = (self.reduced(), other.reduced());
        let scale = left.scale.checked_add(right.scale).ok_or(MoneyError::Overflow)?;
        if scale > SCALE_MAX {
            return Err(MoneyError::Overflow);
        }
        let digits = left.digits.wide().checked_mul(right.digits.wide());
        let divisor = left.divisor.checked_mul(right.divisor);
        Ok(Self {
            digits: Digits::narrowed(digits.ok_or(MoneyError::Overflow)?),
            scale,
            divisor: divisor.ok_or(MoneyError::Overflow)?,
        })
    }

    /// `numerator / denominator` of the number, for proration and shares.
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`] for a denominator of zero, [`MoneyError::Overflow`].
    pub fn fraction(self, numerator: u64, denominator: u64) -> Result<Self, MoneyError> {
        if denominator == 0 {
            return Err(MoneyError::DivisionByZero);
        }
        if numerator == denominator {
            return Ok(self);
        }
        let common = greatest_common_divisor(numerator, denominator).max(1);
        let share = Self {
            digits: Digits::Narrow(i128::from(numerator.checked_div(common).unwrap_or(numerator))),
            scale: 0,
            divisor: denominator.checked_div(common).unwrap_or(denominator),
        };
        self.times(share)
    }

    /// The number divided by a quantity, for prices of several units.
    ///
    /// ```
    /// use seikyu_money::{Exact, Quantity};
    ///
    /// let per_hundred = Exact::from("10504".parse::<Quantity>()?).per("100".parse()?)?;
    /// assert_eq!(per_hundred.to_string(), "105.04");
    /// # Ok::<(), seikyu_money::MoneyError>(())
    /// ```
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`] for a quantity of zero, [`MoneyError::Overflow`] for one of more
    /// than 19 digits.
    pub fn per(self, units: crate::Quantity) -> Result<Self, MoneyError> {
        let (units, parts) = units.ratio()?;
        self.fraction(parts, units)
    }

    /// `percent` hundredths of the number.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 76 digits.
    pub fn percent(self, percent: crate::Percent) -> Result<Self, MoneyError> {
        let product = self.times(percent.into())?;
        let scale = product.scale.checked_add(2).ok_or(MoneyError::Overflow)?;
        if scale > SCALE_MAX {
            return Err(MoneyError::Overflow);
        }
        Ok(Self { scale, ..product })
    }

    /// The tax contained in a gross amount: `self × percent / (100 + total)`, where `total` is the sum
    /// of all rates contained in the amount (Japan: 10/110, 8/108).
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 76 digits.
    pub fn contained_percent(
        self,
        percent: crate::Percent,
        total: crate::Percent,
    ) -> Result<Self, MoneyError> {
        // (self × percent) / (100 + total), both scaled to whole numbers of 10^-6 per cent.
        let part = Self::from(percent).to_scaled(6)?;
        let whole =
            Self::from(total).to_scaled(6)?.checked_add(100_000_000).ok_or(MoneyError::Overflow)?;
        self.fraction(part, whole)
    }

    /// As [`Exact::contained_percent`] for rates that are products of others, with at most 15 decimals.
    ///
    /// ```
    /// use seikyu_money::{Exact, Percent};
    ///
    /// let of = |percent: &str| Ok::<_, seikyu_money::MoneyError>(Exact::from(percent.parse::<Percent>()?));
    /// let tax = of("114.975")?.contained_part(of("9.975")?, of("14.975")?)?;
    /// assert_eq!(tax.to_string(), "9.975");
    /// # Ok::<(), seikyu_money::MoneyError>(())
    /// ```
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 76 digits, 15 decimals of a rate or rates of 18,000 %.
    pub fn contained_part(self, percent: Self, total: Self) -> Result<Self, MoneyError> {
        const HUNDRED: u64 = 100_000_000_000_000_000;
        let part = percent.to_scaled(15)?;
        let whole = total.to_scaled(15)?.checked_add(HUNDRED).ok_or(MoneyError::Overflow)?;
        self.fraction(part, whole)
    }

    /// The number times 10^scale when that is a whole number of 64 bits and not negative.
    fn to_scaled(self, scale: u8) -> Result<u64, MoneyError> {
        let minor = self.whole_minor(scale).ok_or(MoneyError::Overflow)?;
        u64::try_from(minor).map_err(|_| MoneyError::Overflow)
    }

    /// Rounds to whole minor units of a currency: the one place where an exact number is rounded.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 9.2 × 10^18 minor units.
    pub fn round(self, currency: Currency, mode: RoundingMode) -> Result<Amount, MoneyError> {
        let minor = self.rounded(currency.exponent(), mode).ok_or(MoneyError::Overflow)?;
        Ok(Amount::from_minor(minor, currency))
    }

    /// `digits × 10^exponent`, rounded to a whole number of 64 bits.
    fn rounded(self, exponent: u8, mode: RoundingMode) -> Option<i64> {
        if let Digits::Narrow(digits) = self.digits
            && let Ok(small) = i64::try_from(digits)
            && let Some(ratio) = self.small_ratio(small.unsigned_abs(), exponent)
        {
            let magnitude = mode.divide_narrow(ratio.0, ratio.1)?;
            return signed(magnitude, small < 0);
        }
        let digits = self.digits.wide();
        let mut numerator = digits.unsigned_abs();
        let mut denominator = U256::from(self.divisor);
        if exponent >= self.scale {
            let power = power_of_ten(exponent.checked_sub(self.scale)?)?;
            numerator = numerator.checked_mul(power.as_u256())?;
        } else {
            let power = power_of_ten(self.scale.checked_sub(exponent)?)?;
            denominator = denominator.checked_mul(power.as_u256())?;
        }
        let magnitude = mode.divide_wide(numerator, denominator)?;
        signed(u64::try_from(magnitude).ok()?, digits < I256::ZERO)
    }

    /// Numerator and denominator of the magnitude in units of 10^-exponent, when both fit 64 bits.
    fn small_ratio(self, magnitude: u64, exponent: u8) -> Option<(u64, u64)> {
        if exponent >= self.scale {
            let power = small_power(exponent.checked_sub(self.scale)?)?;
            Some((product_of(magnitude, power)?, self.divisor))
        } else {
            let power = small_power(self.scale.checked_sub(exponent)?)?;
            Some((magnitude, product_of(self.divisor, power)?))
        }
    }

    /// The number as a quantity, rounded half away from zero to 12 decimals: what a meter makes of usage
    /// over time, and what then stands on the invoice.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] for what is no quantity, [`MoneyError::Overflow`].
    pub fn to_quantity(self) -> Result<crate::Quantity, MoneyError> {
        let digits = self.digits.wide();
        let rounded = || {
            let steps = i16::from(12_u8).checked_sub(i16::from(self.scale))?;
            let power = power_of_ten(u8::try_from(steps.unsigned_abs()).ok()?)?.as_u256();
            let (mut numerator, mut denominator) =
                (digits.unsigned_abs(), U256::from(self.divisor));
            if steps >= 0 {
                numerator = numerator.checked_mul(power)?;
            } else {
                denominator = denominator.checked_mul(power)?;
            }
            let magnitude = RoundingMode::HalfAwayFromZero.divide_wide(numerator, denominator)?;
            i128::try_from(magnitude).ok()
        };
        let magnitude = rounded().ok_or(MoneyError::Overflow)?;
        let digits = if digits < I256::ZERO { magnitude.checked_neg() } else { Some(magnitude) };
        crate::Quantity::from_fine(digits.ok_or(MoneyError::Overflow)?)
    }

    /// The number in units of 10^-exponent, when it is whole and fits 64 bits.
    pub(crate) fn whole_minor(self, exponent: u8) -> Option<i64> {
        let up = self.rounded(exponent, RoundingMode::Up)?;
        let down = self.rounded(exponent, RoundingMode::Down)?;
        (up == down).then_some(down)
    }

    /// The same number without common factors of the digits with ten and with the divisor.
    fn reduced(self) -> Self {
        if self.is_zero() {
            return Self::ZERO;
        }
        if let (Digits::Narrow(digits), 1) = (self.digits, self.divisor)
            && let Ok(small) = i64::try_from(digits)
        {
            let (digits, scale) = without_zeros(small, self.scale);
            return Self::from_digits(i128::from(digits), scale);
        }
        let mut digits = self.digits.wide();
        let mut divisor = self.divisor;
        if divisor != 1 {
            let rest = digits.unsigned_abs().checked_rem(U256::from(divisor)).unwrap_or(U256::ZERO);
            let common = greatest_common_divisor(rest.as_u64(), divisor).max(1);
            digits = digits.checked_div(I256::from(common)).unwrap_or(digits);
            divisor = divisor.checked_div(common).unwrap_or(divisor);
        }
        let mut scale = self.scale;
        let ten = I256::from(10_u8);
        while scale > 0 && digits.checked_rem(ten) == Some(I256::ZERO) {
            digits = digits.checked_div(ten).unwrap_or(digits);
            scale = scale.saturating_sub(1);
        }
        Self { digits: Digits::narrowed(digits), scale, divisor }
    }

    /// Digits of two numbers over one common scale and divisor.
    fn aligned(self, other: Self) -> Result<Aligned, MoneyError> {
        let scale = self.scale.max(other.scale);
        let common = greatest_common_divisor(self.divisor, other.divisor).max(1);
        let left_factor = other.divisor.checked_div(common).ok_or(MoneyError::Overflow)?;
        let right_factor = self.divisor.checked_div(common).ok_or(MoneyError::Overflow)?;
        let divisor = self.divisor.checked_mul(left_factor).ok_or(MoneyError::Overflow)?;
        let raise = |number: Self, factor: u64| {
            power_of_ten(scale.checked_sub(number.scale)?)?
                .checked_mul(I256::from(factor))?
                .checked_mul(number.digits.wide())
        };
        Ok(Aligned {
            left: raise(self, left_factor).ok_or(MoneyError::Overflow)?,
            right: raise(other, right_factor).ok_or(MoneyError::Overflow)?,
            scale,
            divisor,
        })
    }

    /// Compares two exact numbers.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when they cannot be brought to one scale within 76 digits.
    pub fn compare(self, other: Self) -> Result<Ordering, MoneyError> {
        let aligned = self.reduced().aligned(other.reduced())?;
        Ok(aligned.left.cmp(&aligned.right))
    }

    /// The larger of two exact numbers.
    ///
    /// # Errors
    /// As [`Exact::compare`].
    pub fn larger(self, other: Self) -> Result<Self, MoneyError> {
        Ok(if self.compare(other)? == Ordering::Less { other } else { self })
    }

    /// The smaller of two exact numbers.
    ///
    /// # Errors
    /// As [`Exact::compare`].
    pub fn smaller(self, other: Self) -> Result<Self, MoneyError> {
        Ok(if self.compare(other)? == Ordering::Greater { other } else { self })
    }
}

struct Aligned {
    left: I256,
    right: I256,
    scale: u8,
    divisor: u64,
}

/// Takes trailing zeros of the decimals away.
fn without_zeros(mut digits: i64, mut scale: u8) -> (i64, u8) {
    while scale > 0 && digits.checked_rem(10) == Some(0) {
        digits = digits.checked_div(10).unwrap_or(digits);
        scale = scale.saturating_sub(1);
    }
    (digits, scale)
}

fn signed(magnitude: u64, negative: bool) -> Option<i64> {
    if negative { 0_i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// Multiplies in as few bits as the factors fit: in WebAssembly a 128-bit multiplication is several times
/// slower, and a checked one of 64 bits is one of 128.
fn product(left: i128, right: i128) -> Option<i128> {
    if let (Ok(left), Ok(right)) = (i32::try_from(left), i32::try_from(right)) {
        // Two factors of 32 bits fit 64.
        return Some(i128::from(i64::from(left).wrapping_mul(i64::from(right))));
    }
    if let (Ok(left), Ok(right)) = (i64::try_from(left), i64::try_from(right))
        && let Some(product) = left.checked_mul(right)
    {
        return Some(i128::from(product));
    }
    left.checked_mul(right)
}

/// [`product`] of magnitudes.
fn product_of(left: u64, right: u64) -> Option<u64> {
    if let (Ok(left), Ok(right)) = (u32::try_from(left), u32::try_from(right)) {
        return Some(u64::from(left).wrapping_mul(u64::from(right)));
    }
    left.checked_mul(right)
}

fn raised(digits: i128, scale: u8, from: u8) -> Option<i128> {
    match scale.checked_sub(from)? {
        0 => Some(digits),
        steps if steps <= 19 => product(digits, i128::from(small_power(steps)?)),
        steps => digits.checked_mul(10_i128.checked_pow(u32::from(steps))?),
    }
}

/// The powers of ten that 64 bits hold, from 10^0 on.
const POWERS: [u64; 20] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
    1_000_000_000,
    10_000_000_000,
    100_000_000_000,
    1_000_000_000_000,
    10_000_000_000_000,
    100_000_000_000_000,
    1_000_000_000_000_000,
    10_000_000_000_000_000,
    100_000_000_000_000_000,
    1_000_000_000_000_000_000,
    10_000_000_000_000_000_000,
];

fn small_power(exponent: u8) -> Option<u64> {
    POWERS.get(usize::from(exponent)).copied()
}

fn power_of_ten(exponent: u8) -> Option<I256> {
    I256::from(10_u8).checked_pow(u32::from(exponent))
}

fn greatest_common_divisor(mut left: u64, mut right: u64) -> u64 {
    while right != 0 {
        (left, right) = (right, left.checked_rem(right).unwrap_or_default());
    }
    left
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.reduced(), other.reduced());
        match left.aligned(right) {
            Ok(aligned) => aligned.left == aligned.right,
            // Lowest terms that cannot be aligned are not the same number.
            Err(_) => false,
        }
    }
}

impl Eq for Exact {}

impl fmt::Debug for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

mod print;

#[cfg(test)]
mod tests;
