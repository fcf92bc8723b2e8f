//! The rounding modes a seller may choose.

use ethnum::U256;
use serde::{Deserialize, Serialize};

/// How an exact number becomes a whole number of minor units. All modes treat a negative number as
/// the mirror image of the positive one, so an invoice and its credit note cancel.
///
/// | mode | 2.5 | 2.4 | -2.5 | used |
/// | --- | --- | --- | --- | --- |
/// | half away from zero | 3 | 2 | -3 | default; EN 16931 BR-CO-17 |
/// | half even | 2 | 2 | -2 | bankers' rounding |
/// | up | 3 | 3 | -3 | 切上げ |
/// | down | 2 | 2 | -2 | 切捨て |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum RoundingMode {
    /// To the nearest, ties away from zero (四捨五入).
    #[default]
    HalfAwayFromZero,
    /// To the nearest, ties to the even neighbour.
    HalfEven,
    /// Away from zero (切上げ).
    Up,
    /// Towards zero (切捨て).
    Down,
}

impl RoundingMode {
    /// Whether the magnitude `quotient + remainder / divisor` becomes `quotient + 1`.
    /// `twice` compares twice the remainder with the divisor.
    pub(crate) const fn rounds_up(
        self,
        odd: bool,
        remains: bool,
        twice: core::cmp::Ordering,
    ) -> bool {
        use core::cmp::Ordering::{Equal, Greater, Less};
        match (self, twice) {
            (Self::Down, _) | (Self::HalfAwayFromZero | Self::HalfEven, Less) => false,
            (Self::Up, _) => remains,
            (Self::HalfAwayFromZero, Equal | Greater) | (Self::HalfEven, Greater) => true,
            (Self::HalfEven, Equal) => odd,
        }
    }

    /// Divides magnitudes and rounds; `None` on overflow or division by zero.
    pub(crate) fn divide_narrow(self, numerator: u64, denominator: u64) -> Option<u64> {
        let quotient = numerator.checked_div(denominator)?;
        let remainder = numerator.checked_rem(denominator)?;
        if remainder == 0 {
            return Some(quotient);
        }
        let twice = remainder.cmp(&denominator.checked_sub(remainder)?);
        if self.rounds_up(quotient & 1 == 1, true, twice) {
            quotient.checked_add(1)
        } else {
            Some(quotient)
        }
    }

    /// [`Self::divide_narrow`] for wide numbers.
    pub(crate) fn divide_wide(self, numerator: U256, denominator: U256) -> Option<U256> {
        let quotient = numerator.checked_div(denominator)?;
        let remainder = numerator.checked_rem(denominator)?;
        if remainder == U256::ZERO {
            return Some(quotient);
        }
        let twice = remainder.cmp(&denominator.checked_sub(remainder)?);
        let odd = quotient.as_u64() & 1 == 1;
        if self.rounds_up(odd, true, twice) {
            quotient.checked_add(U256::ONE)
        } else {
            Some(quotient)
        }
    }
}
