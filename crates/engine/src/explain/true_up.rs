//! Why a commitment's true-up is what it is.

use seikyu_calendar::Fraction;
use seikyu_money::{Amount, Exact, MoneyError, Number, Percent, RoundingMode};
use serde::Serialize;

use crate::catalog::Commitment;

/// What a commitment adds to or takes off what was spent in its period.
///
/// With a minimum of 1,000 a spending of 800 is trued up by 200. With 1,500 and an overage of 80 %, the
/// 500 beyond cost 400: the line is −100. A maximum of 1,200 then takes off another 200.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TrueUp {
    /// The least of a full period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Number>,
    /// The most of a full period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Number>,
    /// What spending beyond the minimum costs, in per cent of its amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overage_percent: Option<Percent>,
    /// The part of the period that the limits are taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraction: Option<Fraction>,
    /// What the measured lines of this bill come to in the period, after discounts.
    pub spent: Amount,
    /// What those of earlier bills came to.
    pub spent_before: Amount,
    /// What is added, or, below zero, taken off.
    pub change: Amount,
}

impl TrueUp {
    /// The true-up of a commitment in a period or a part of it.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub(crate) fn new(
        commitment: &Commitment,
        fraction: Option<Fraction>,
        (spent, spent_before): (Amount, Amount),
        mode: RoundingMode,
    ) -> Result<Self, MoneyError> {
        let mut true_up = Self {
            minimum: commitment.minimum,
            maximum: commitment.maximum,
            overage_percent: commitment.overage_percent,
            fraction,
            spent,
            spent_before,
            change: Amount::zero(spent.currency()),
        };
        true_up.change = true_up.computed(mode)?;
        Ok(true_up)
    }

    /// Computes the change from the leaves. The limits of a part of a period are **rounded once**, and so
    /// is what the overage changes.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn computed(&self, mode: RoundingMode) -> Result<Amount, MoneyError> {
        let spent = self.spent.plus(self.spent_before)?;
        let mut charged = spent;
        if let Some(minimum) = self.limit(self.minimum, mode)? {
            if spent.minor() < minimum.minor() {
                charged = minimum;
            } else if let Some(percent) = self.overage_percent {
                let beyond = Exact::from(spent.minus(minimum)?).percent(percent)?;
                charged = minimum.plus(beyond.round(spent.currency(), mode)?)?;
            }
        }
        if let Some(maximum) = self.limit(self.maximum, mode)?
            && charged.minor() > maximum.minor()
        {
            charged = maximum;
        }
        charged.minus(spent)
    }

    fn limit(
        &self,
        limit: Option<Number>,
        mode: RoundingMode,
    ) -> Result<Option<Amount>, MoneyError> {
        let Some(limit) = limit else { return Ok(None) };
        let limit = match &self.fraction {
            None => Exact::from(limit),
            Some(part) => Exact::from(limit).fraction(part.numerator(), part.denominator())?,
        };
        limit.round(self.spent.currency(), mode).map(Some)
    }
}
