//! Matrix: a unit price for each combination of dimensions.
//!
//! Usage records say the values of their dimensions as properties. Records of the same cell are counted
//! together, as the meter counts (sum, largest), and cost the cell's unit price each. What no cell
//! matches costs the default; without one it is refused, naming the record, the dimension and what is
//! accepted. The allowance uses up the earliest records, whatever their cell.
//!
//! Example: eu/small at 0.10, us/small at 0.08, default 0.20: 100 of eu/small and 50 of ap/small are
//! 100 × 0.10 + 50 × 0.20 = 20.

use std::{collections::BTreeMap, sync::Arc};

use seikyu_money::{Exact, MoneyError, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    billing::UsageRecord,
    catalog::Aggregation,
    rating::{Measured, RatingError, Record, Step},
    wire::{Check, Pointer},
};

/// The most dimensions and cells of a matrix.
const DIMENSIONS_MAX: usize = 8;
const CELLS_MAX: usize = 1000;

/// A unit price for each combination of dimensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Matrix {
    /// The properties of a usage record that choose its cell.
    pub dimensions: Vec<String>,
    /// The cells.
    pub cells: Vec<Cell>,
    /// Unit price of what no cell matches, in major units; without one it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<UnitPrice>,
}

/// One combination of dimensions and its unit price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Cell {
    /// The value of each dimension.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, string>"))]
    pub when: Arc<BTreeMap<String, String>>,
    /// Price of one unit, in major units.
    pub unit_price: UnitPrice,
}

impl Cell {
    fn matches(&self, record: &UsageRecord) -> bool {
        self.when.iter().all(|(dimension, value)| record.properties.get(dimension) == Some(value))
    }
}

impl Matrix {
    /// Where the quantity of a record counts: its cell, or the place after the last one.
    fn place(&self, record: Option<&UsageRecord>) -> Option<usize> {
        let cell =
            record.and_then(|record| self.cells.iter().position(|cell| cell.matches(record)));
        cell.or_else(|| self.default.map(|_| self.cells.len()))
    }

    pub(crate) fn rate(
        &self,
        measured: &Measured<'_>,
        steps: &mut impl Record,
    ) -> Result<Exact, RatingError> {
        let mut counted = vec![Quantity::ZERO; self.cells.len().saturating_add(1)];
        for measurement in measured.measurements().filter(|one| !one.charged.is_zero()) {
            let place = self.place(measurement.record).ok_or(RatingError::NoCell)?;
            if let Some(quantity) = counted.get_mut(place) {
                *quantity = together(measured.aggregation, *quantity, measurement.charged)?;
            }
        }
        let cells = self.cells.iter().map(|cell| (Some(&cell.when), Some(cell.unit_price)));
        let mut sum = Exact::ZERO;
        for ((when, price), quantity) in cells.chain([(None, self.default)]).zip(counted) {
            let Some(unit_price) = price.filter(|_| !quantity.is_zero()) else { continue };
            sum = sum.plus(Exact::from(quantity).times(unit_price.into())?)?;
            steps.record(|| Step::Cell { when: when.cloned(), quantity, unit_price });
        }
        Ok(sum)
    }

    /// Why a record has no price: the first dimension it does not name, or whose value no cell has
    /// together with those before it.
    #[must_use]
    pub fn unpriced(&self, record: &UsageRecord) -> Option<Unpriced> {
        if record.quantity.is_zero() || self.place(Some(record)).is_some() {
            return None;
        }
        let mut cells: Vec<&Cell> = self.cells.iter().collect();
        for dimension in &self.dimensions {
            let value = record.properties.get(dimension);
            let mut accepted: Vec<&str> = Vec::new();
            for known in cells.iter().filter_map(|cell| cell.when.get(dimension)) {
                if let Err(place) = accepted.binary_search(&known.as_str()) {
                    accepted.insert(place, known);
                }
            }
            cells.retain(|cell| value.is_some() && cell.when.get(dimension) == value);
            if cells.is_empty() {
                return Some(Unpriced {
                    dimension: dimension.clone(),
                    found: value.cloned(),
                    accepted: accepted.join(", "),
                });
            }
        }
        None
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        let dimensions = pointer.field("dimensions");
        if self.dimensions.is_empty() || self.dimensions.len() > DIMENSIONS_MAX {
            let count = self.dimensions.len();
            let detail =
                format!("There are {count} dimensions; accepted are 1 to {DIMENSIONS_MAX}.");
            check.fault("out_of_range", &dimensions, detail);
        }
        for (index, dimension) in self.dimensions.iter().enumerate() {
            if self.dimensions.iter().take(index).any(|earlier| earlier == dimension) {
                let detail = format!("“{dimension}” is there already; accepted is each once.");
                check.fault("duplicate_code", &dimensions.index(index), detail);
            }
        }
        let cells = pointer.field("cells");
        let count = self.cells.len();
        if count > CELLS_MAX || (count == 0 && self.default.is_none()) {
            let detail = format!(
                "There are {count} cells; accepted are 1 to {CELLS_MAX}, or none beside a default."
            );
            check.fault("out_of_range", &cells, detail);
        }
        for (index, cell) in self.cells.iter().enumerate() {
            let place = cells.index(index);
            let when = place.field("when");
            for dimension in self.dimensions.iter().filter(|name| !cell.when.contains_key(*name)) {
                let detail = format!("The cell has no value of “{dimension}”; accepted is a text.");
                check.fault("missing_field", &when, detail);
            }
            for dimension in cell.when.keys().filter(|name| !self.dimensions.contains(name)) {
                let detail = format!(
                    "“{dimension}” is no dimension of the matrix; accepted is one of {}.",
                    self.dimensions.join(", ")
                );
                check.fault("unknown_reference", &when.field(dimension), detail);
            }
            if self.cells.iter().take(index).any(|earlier| earlier.when == cell.when) {
                let detail = "There is a cell of these values already; accepted is one for each.";
                check.fault("duplicate_code", &place, detail);
            }
        }
    }
}

/// Why a usage record has no price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpriced {
    /// The dimension.
    pub dimension: String,
    /// The record's value of it, if it has one.
    pub found: Option<String>,
    /// The values that are accepted.
    pub accepted: String,
}

fn together(
    aggregation: Aggregation,
    before: Quantity,
    more: Quantity,
) -> Result<Quantity, MoneyError> {
    match aggregation {
        Aggregation::Max => Ok(before.max(more)),
        // The other aggregations are refused beside a matrix.
        _ => before.plus(more),
    }
}
