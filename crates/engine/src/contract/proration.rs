//! How a contract's periods are laid out, and how parts of them are charged.

use seikyu_calendar::{Alignment, Date, ProrationUnit};
use serde::{Deserialize, Serialize};

/// How a part of a period is charged. Kept with the contract, so that a change has the same price for
/// whoever computes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Proration {
    /// What a part is counted in. With `second` the contract's periods begin at its instant; else at
    /// the midnight of its day.
    #[serde(default)]
    #[cfg_attr(
        feature = "typescript",
        tsify(optional, type = "\"day\" | \"second\" | \"30/360\"")
    )]
    pub unit: ProrationUnit,
    /// What a change within a period does to that period.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub on_change: OnChange,
}

/// What a change of items within a period does to that period's charges. Usage is charged at the price
/// in force when it was used, save under `next_period`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum OnChange {
    /// Before and after are each charged for their part.
    #[default]
    Prorate,
    /// The period is charged as if it had begun with the change: the full difference is due at once.
    FullDifference,
    /// The period stays charged as it began; the new charges begin with the next one.
    None,
    /// The change as a whole takes effect with the next period, for usage, too.
    NextPeriod,
    /// A plan change ends the running periods and begins new ones; other changes are prorated.
    ResetPeriod,
}

/// Where a contract's periods begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Periods {
    /// On the contract's day, or with the calendar's weeks, months and years; then the first period
    /// is partial.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "\"anniversary\" | \"calendar\""))]
    pub alignment: Alignment,
    /// A day from which periods are counted instead of the contract's first: a customer's billing
    /// day. The first period is then the rest of the one in which the contract begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Date>,
}

impl Proration {
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Periods {
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
