//! Limits: the least and the most that a charge comes to in a full period.
//!
//! A limit belongs to the charge of one item and is applied to its exact amount, after proration and
//! before the one rounding of the line. In a part of a period the limit is that part of it, exactly.
//!
//! Example: a minimum of 1,000 for 15 of 31 days is 15,000/31 = 483.870…; of a charge of 200 it leaves
//! 483.870…, which a line rounds to 483.87 (vector minimum_commitment-008 in hundredths of it).

use seikyu_calendar::Fraction;
use seikyu_money::{Exact, MoneyError, UnitPrice};

use crate::wire::{Check, Pointer};

/// The least and the most that a charge comes to in a full period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The least, in major units.
    pub minimum: Option<UnitPrice>,
    /// The most, in major units.
    pub maximum: Option<UnitPrice>,
}

/// The part of an amount that falls into a part of a period.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn prorated(amount: Exact, fraction: Option<&Fraction>) -> Result<Exact, MoneyError> {
    match fraction {
        None => Ok(amount),
        Some(fraction) => amount.fraction(fraction.numerator(), fraction.denominator()),
    }
}

impl Limits {
    /// Whether there is neither.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.minimum.is_none() && self.maximum.is_none()
    }

    /// The amount, kept within the limits of a part of the period.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn keep(&self, amount: Exact, fraction: Option<&Fraction>) -> Result<Exact, MoneyError> {
        let mut kept = amount;
        if let Some(minimum) = self.minimum {
            kept = kept.larger(prorated(minimum.into(), fraction)?)?;
        }
        if let Some(maximum) = self.maximum {
            kept = kept.smaller(prorated(maximum.into(), fraction)?)?;
        }
        Ok(kept)
    }

    /// Records a limit below zero, and a maximum below the minimum.
    pub fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        for (name, limit) in [("minimum", self.minimum), ("maximum", self.maximum)] {
            if let Some(limit) = limit.filter(|limit| limit.number().is_negative()) {
                let detail = format!("A {name} of {limit} was given; accepted is 0 or more.");
                check.fault("out_of_range", &pointer.field(name), detail);
            }
        }
        if let (Some(minimum), Some(maximum)) = (self.minimum, self.maximum)
            && maximum < minimum
        {
            let detail = format!(
                "The maximum of {maximum} lies below the minimum; accepted is {minimum} or more."
            );
            check.fault("out_of_range", &pointer.field("maximum"), detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(limits: [&str; 2], amount: &str, part: Option<&str>, expect: &str) {
        let limit = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        let [minimum, maximum] = limits;
        let limits = Limits { minimum: limit(minimum), maximum: limit(maximum) };
        let amount = amount.parse::<UnitPrice>().unwrap().into();
        let fraction = part.map(|part| {
            let (numerator, denominator) = part.split_once('/').unwrap();
            Fraction::new(numerator.parse().unwrap(), denominator.parse().unwrap()).unwrap()
        });
        let kept = limits.keep(amount, fraction.as_ref()).unwrap();
        assert_eq!(kept.to_string(), expect);
    }

    #[test]
    fn an_amount_is_kept_within_its_limits() {
        check(["", ""], "-5", None, "-5");
        check(["10", ""], "9.999", None, "10");
        check(["10", ""], "10.001", None, "10.001");
        check(["", "10"], "10.001", None, "10");
        check(["10", "10"], "-3", None, "10");
    }

    /// 1,000 × 15/31 = 15000/31 = 483.87…; 483.88 lies above it.
    #[test]
    fn limits_are_prorated_exactly() {
        check(["1000", ""], "200", Some("15/31"), "15000/31");
        check(["1000", ""], "483.88", Some("15/31"), "483.88");
        check(["", "1000"], "483.88", Some("15/31"), "15000/31");
        check(["0", "31"], "200", Some("15/31"), "15");
    }
}
