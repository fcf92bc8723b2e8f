//! Meters: what is counted.

use serde::{Deserialize, Serialize};

use crate::catalog::{Code, Text};

/// A counter of usage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Meter {
    /// Unique within the price list; usage names it.
    pub code: Code,
    /// Name shown to people.
    pub name: Text,
    /// What one unit is called: call, GB, kWh.
    pub unit: Text,
    /// How the usage of a period becomes one quantity.
    pub aggregation: Aggregation,
}

/// How the usage of a period becomes one quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Aggregation {
    /// The sum of all quantities.
    Sum,
    /// The largest quantity.
    Max,
}
