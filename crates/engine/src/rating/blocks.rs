//! Blocks: tiers that differ in block size; begun blocks are charged in full.
//!
//! Under `each_tier` a tier takes up to `max_blocks` of its blocks and the rest goes on to the next.
//! Example: 5,325 units, ten blocks of 100 at 1, then blocks of 1,000 at 1: 10 + 5 = 15 (vector
//! usage_blocks-002). Under `reached_tier` the tier that the whole quantity reaches prices all of it, in
//! blocks of its own size: 2,000 units, ten blocks of 100 at 10, then blocks of 100 at 1: 20 × 1 = 20
//! (vector usage_blocks-007).

use seikyu_money::{Exact, MoneyError, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    rating::{Record, Step, package::check_size},
    wire::{Check, Pointer},
};

/// Tiers that differ in block size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Blocks {
    /// The tiers, in order.
    pub blocks: Vec<BlockTier>,
    /// Which tier prices a unit.
    pub priced_by: PricedBy,
}

/// Which tier prices a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum PricedBy {
    /// The tier the unit falls into.
    EachTier,
    /// The tier the whole quantity reaches.
    ReachedTier,
}

/// A tier of blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct BlockTier {
    /// Units in a block, above zero.
    pub size: Quantity,
    /// How many blocks the tier holds; `null` in the last tier and only there.
    pub max_blocks: Option<u32>,
    /// Price of a block, in major units.
    pub price: UnitPrice,
}

impl BlockTier {
    /// Units the tier holds; `None` without end.
    fn capacity(&self) -> Result<Option<Quantity>, MoneyError> {
        self.max_blocks.map(|blocks| self.size.repeated(blocks)).transpose()
    }

    fn charge(&self, units: Quantity, steps: &mut impl Record) -> Result<Exact, MoneyError> {
        let blocks = units.packages_of(self.size)?;
        steps.record(|| Step::units(blocks, self.price));
        Exact::from(blocks).times(self.price.into())
    }
}

impl Blocks {
    pub(crate) fn rate(
        &self,
        quantity: Quantity,
        steps: &mut impl Record,
    ) -> Result<Exact, MoneyError> {
        let mut sum = Exact::ZERO;
        let mut rest = quantity;
        for tier in &self.blocks {
            if rest.is_zero() {
                break;
            }
            let capacity = tier.capacity()?;
            let last = capacity.is_none_or(|capacity| rest <= capacity);
            match self.priced_by {
                PricedBy::ReachedTier if last => return tier.charge(quantity, steps),
                PricedBy::ReachedTier => {}
                PricedBy::EachTier => {
                    let units = capacity.map_or(rest, |capacity| capacity.min(rest));
                    sum = sum.plus(tier.charge(units, steps)?)?;
                }
            }
            rest = capacity.map_or(Quantity::ZERO, |capacity| rest.saturating_subtract(capacity));
        }
        Ok(sum)
    }

    pub(crate) fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        let blocks = pointer.field("blocks");
        if self.blocks.is_empty() || self.blocks.len() > super::tiers::TIERS_MAX {
            let count = self.blocks.len();
            let detail = format!("There are {count} tiers; accepted are 1 to 1000.");
            check.fault("tiers_count", &blocks, detail);
        }
        let last = self.blocks.len().saturating_sub(1);
        for (index, tier) in self.blocks.iter().enumerate() {
            let place = blocks.index(index);
            check_size(tier.size, &place.field("size"), check);
            let bound = place.field("max_blocks");
            match tier.max_blocks {
                Some(blocks) if index == last => {
                    let detail = format!(
                        "The last tier ends after {blocks} blocks; accepted is null, for no end."
                    );
                    check.fault("last_tier_closed", &bound, detail);
                }
                Some(0) => {
                    let detail = "The tier holds no block; accepted is 1 or more.";
                    check.fault("out_of_range", &bound, detail);
                }
                None if index != last => {
                    let detail = "Only the last tier has no end; accepted is a number of blocks.";
                    check.fault("tier_after_open", &bound, detail);
                }
                Some(_) | None => {}
            }
        }
    }
}
