//! Plans: prices sold together.

use serde::{Deserialize, Serialize};

use crate::catalog::{Code, Commitment, Entitlement, Price, Text};

/// A set of prices a customer subscribes to. A published version never changes (design.md section 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Plan {
    /// Unique within the price list.
    pub code: Code,
    /// Name shown to people.
    pub name: Text,
    /// Version, from 1.
    pub version: u32,
    /// Its prices, in the order of the lines on a document.
    pub prices: Vec<Price>,
    /// What it entitles to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub entitlements: Vec<Entitlement>,
    /// What its customers agree to spend.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub commitments: Vec<Commitment>,
}
