//! Derivations: why an amount is what it is, as typed data. The reader's language is the caller's.

mod totals;
mod true_up;

use seikyu_calendar::{Fraction, Period};
use seikyu_money::{Amount, Exact, MoneyError, Quantity, RoundingMode, UnitPrice};
use serde::Serialize;

pub use true_up::TrueUp;

use crate::{
    catalog::Code,
    rating::{Limits, Step, prorated},
};

/// Why a line's amount is what it is: parts are added up exactly, rounded once, and what was billed
/// before is taken off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct LineDerivation {
    /// The charges of the line.
    pub parts: Vec<Part>,
    /// What a commitment adds, where the line is its true-up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "TrueUp", optional))]
    pub true_up: Option<Box<TrueUp>>,
    /// Their exact sum.
    pub exact: Exact,
    /// How the sum was rounded.
    #[cfg_attr(feature = "typescript", tsify(type = "RoundingMode"))]
    pub rounding: RoundingMode,
    /// The rounded sum.
    pub amount: Amount,
    /// What was billed before and is taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub already_billed: Option<Amount>,
}

/// One charge of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Part {
    /// Key of the item.
    pub item: Code,
    /// The quantity.
    pub quantity: Quantity,
    /// Units free of charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<Quantity>,
    /// What of them coupons made free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_units: Option<Quantity>,
    /// Units charged.
    pub billable: Quantity,
    /// The steps of the charge model; their amounts add up.
    #[cfg_attr(feature = "typescript", tsify(type = "Step[]"))]
    pub steps: Vec<Step>,
    /// The usage of the period before the item was as it is here; it is charged as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "EarlierUsage", optional))]
    pub earlier: Option<Box<EarlierUsage>>,
    /// When the charge holds, where that is less than the line's period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The part of the period that is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraction: Option<Fraction>,
    /// What the item's minimum and maximum did, when it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(type = "Limited", optional))]
    pub limited: Option<Box<Limited>>,
    /// The exact amount: the sum of the steps, times the fraction, less the charge of earlier usage,
    /// kept within the limits.
    pub exact: Exact,
}

/// Usage of a period before a change of its price: the new price is charged for all usage of the period
/// less what it makes of this, so that tiers and allowances go on where they were and no unit is counted
/// twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EarlierUsage {
    /// The quantity before the change.
    pub quantity: Quantity,
    /// Units of it that are charged.
    pub billable: Quantity,
    /// The steps of the charge model.
    #[cfg_attr(feature = "typescript", tsify(type = "Step[]"))]
    pub steps: Vec<Step>,
    /// What the price makes of it.
    pub exact: Exact,
}

/// What the minimum and maximum of a charge did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Limited {
    /// The least that a full period comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<UnitPrice>,
    /// The most that a full period comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<UnitPrice>,
    /// The part of the period the limits are taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraction: Option<Fraction>,
    /// The exact amount before the limits.
    pub before: Exact,
    /// What the limits added; below zero, what they took off.
    pub change: Exact,
}

impl Limited {
    fn limits(&self) -> Limits {
        Limits { minimum: self.minimum, maximum: self.maximum }
    }
}

impl LineDerivation {
    /// What the line adds to the bill: the rounded sum less what was billed before.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn due(&self) -> Result<Amount, MoneyError> {
        match self.already_billed {
            None => Ok(self.amount),
            Some(billed) => self.amount.minus(billed),
        }
    }

    /// Recomputes the amount from the leaves: quantities, prices, fractions. A derivation is complete
    /// when this gives [`LineDerivation::due`].
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn recompute(&self) -> Result<Amount, MoneyError> {
        let mut sum = Exact::ZERO;
        for part in &self.parts {
            let mut exact = Exact::ZERO;
            for step in &part.steps {
                exact = exact.plus(step.amount()?)?;
            }
            exact = prorated(exact, part.fraction.as_ref())?;
            for step in part.earlier.iter().flat_map(|earlier| &earlier.steps) {
                exact = exact.minus(step.amount()?)?;
            }
            if let Some(limited) = &part.limited {
                exact = limited.limits().keep(exact, limited.fraction.as_ref())?;
            }
            sum = sum.plus(exact)?;
        }
        if let Some(true_up) = &self.true_up {
            sum = sum.plus(true_up.computed(self.rounding)?.into())?;
        }
        let amount = sum.round(self.amount.currency(), self.rounding)?;
        self.already_billed.map_or(Ok(amount), |billed| amount.minus(billed))
    }
}
