//! Meters: what is counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    billing::UsageRecord,
    catalog::{Code, Text},
    wire::{Check, Pointer},
};

/// A counter of usage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The property whose different values are counted; for `unique_count` and only there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub property: Option<String>,
    /// Which usage is counted: for each of these properties, the values that it may have. Usage that
    /// lacks one of them is not counted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, string[]>", optional))]
    pub filter: BTreeMap<String, Vec<String>>,
}

/// How the usage of a period becomes one quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Aggregation {
    /// The sum of all quantities.
    Sum,
    /// The largest quantity.
    Max,
    /// How many records there are, whatever their quantities.
    Count,
    /// The quantity of the last record of the period; 0 without one.
    Latest,
    /// How many different values the meter's property has. Records without it are not counted.
    UniqueCount,
    /// The level over time: a record's quantity holds from its instant until the next record's, over the
    /// ends of periods, too. The quantity is the sum of level × seconds ÷ the seconds of the period,
    /// rounded once, half away from zero, to 12 decimals: it stands on the invoice.
    WeightedSum,
}

impl Meter {
    /// Whether it counts a record.
    pub(crate) fn counts(&self, record: &UsageRecord) -> bool {
        self.filter.iter().all(|(property, accepted)| {
            record.properties.get(property).is_some_and(|value| accepted.contains(value))
        })
    }

    /// Records what is wrong with it.
    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        let unique = self.aggregation == Aggregation::UniqueCount;
        match (&self.property, unique) {
            (None, true) => check.fault(
                "missing_field",
                &pointer.field("property"),
                "A unique count has no property; accepted is the one whose values are counted.",
            ),
            (Some(property), false) => {
                let detail = format!(
                    "“{property}” is counted by no such aggregation; accepted is none, or unique_count."
                );
                check.fault("not_accepted", &pointer.field("property"), detail);
            }
            _ => {}
        }
        for (property, accepted) in &self.filter {
            if accepted.is_empty() {
                let place = pointer.field("filter");
                let detail =
                    "No value is accepted, so that nothing is counted; accepted is at least one.";
                check.fault("empty", &place.field(property), detail);
            }
        }
    }
}
