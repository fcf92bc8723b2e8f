//! The JSON form of a charge: one flat object, so that a fault deep inside keeps its path.

use seikyu_money::{Percent, Quantity, UnitPrice, form};
use serde::{Deserialize, Deserializer};

use crate::rating::{
    BlockTier, Blocks, Cell, Charge, Dynamic, Flat, Graduated, GraduatedPercentage, Matrix,
    Package, PerUnit, Percentage, PricedBy, ShareTier, Stair, Stairstep, Tier, Volume,
};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Model {
    Flat,
    PerUnit,
    Graduated,
    GraduatedPercentage,
    Volume,
    Stairstep,
    Package,
    Blocks,
    Percentage,
    Dynamic,
    Matrix,
}

/// Every field of every model; which ones are given must fit the model.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChargeForm {
    model: Model,
    amount: Option<UnitPrice>,
    unit_price: Option<UnitPrice>,
    base_quantity: Option<Quantity>,
    tiers: Option<Vec<Tier>>,
    flat_at_zero: Option<bool>,
    shares: Option<Vec<ShareTier>>,
    stairs: Option<Vec<Stair>>,
    size: Option<Quantity>,
    price: Option<UnitPrice>,
    blocks: Option<Vec<BlockTier>>,
    priced_by: Option<PricedBy>,
    rate_percent: Option<Percent>,
    fixed: Option<UnitPrice>,
    free_events: Option<u32>,
    free_amount: Option<Quantity>,
    minimum_per_event: Option<UnitPrice>,
    maximum_per_event: Option<UnitPrice>,
    multiplier: Option<UnitPrice>,
    dimensions: Option<Vec<String>>,
    cells: Option<Vec<Cell>>,
    default: Option<UnitPrice>,
}

fn required<T>(field: &mut Option<T>, name: &str) -> Result<T, String> {
    field.take().ok_or_else(|| format!("missing field `{name}` of this charge model"))
}

impl<'de> Deserialize<'de> for Charge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::object::<ChargeForm, Self, D>(deserializer)
    }
}

impl TryFrom<ChargeForm> for Charge {
    type Error = String;

    fn try_from(mut form: ChargeForm) -> Result<Self, String> {
        let charge = match form.model {
            Model::Flat => Self::Flat(Flat { amount: required(&mut form.amount, "amount")? }),
            Model::PerUnit => Self::PerUnit(PerUnit {
                unit_price: required(&mut form.unit_price, "unit_price")?,
                base_quantity: form.base_quantity.take(),
            }),
            Model::Graduated => Self::Graduated(Graduated {
                tiers: required(&mut form.tiers, "tiers")?,
                flat_at_zero: form.flat_at_zero.take().unwrap_or_default(),
            }),
            Model::GraduatedPercentage => Self::GraduatedPercentage(GraduatedPercentage {
                shares: required(&mut form.shares, "shares")?,
                flat_at_zero: form.flat_at_zero.take().unwrap_or_default(),
            }),
            Model::Volume => Self::Volume(Volume {
                tiers: required(&mut form.tiers, "tiers")?,
                flat_at_zero: form.flat_at_zero.take().unwrap_or_default(),
            }),
            Model::Stairstep => Self::Stairstep(Stairstep {
                stairs: required(&mut form.stairs, "stairs")?,
                flat_at_zero: form.flat_at_zero.take().unwrap_or_default(),
            }),
            Model::Package => Self::Package(Package {
                size: required(&mut form.size, "size")?,
                price: required(&mut form.price, "price")?,
            }),
            Model::Blocks => Self::Blocks(Blocks {
                blocks: required(&mut form.blocks, "blocks")?,
                priced_by: required(&mut form.priced_by, "priced_by")?,
            }),
            Model::Percentage => Self::Percentage(Percentage {
                rate_percent: required(&mut form.rate_percent, "rate_percent")?,
                fixed: form.fixed.take().unwrap_or_default(),
                free_events: form.free_events.take(),
                free_amount: form.free_amount.take(),
                minimum_per_event: form.minimum_per_event.take(),
                maximum_per_event: form.maximum_per_event.take(),
            }),
            Model::Dynamic => Self::Dynamic(Dynamic { multiplier: form.multiplier.take() }),
            Model::Matrix => Self::Matrix(Matrix {
                dimensions: required(&mut form.dimensions, "dimensions")?,
                cells: required(&mut form.cells, "cells")?,
                default: form.default.take(),
            }),
        };
        match form.left_over() {
            None => Ok(charge),
            Some(name) => Err(format!("unknown field `{name}` for this charge model")),
        }
    }
}

impl ChargeForm {
    fn left_over(&self) -> Option<&'static str> {
        [
            ("amount", self.amount.is_some()),
            ("unit_price", self.unit_price.is_some()),
            ("base_quantity", self.base_quantity.is_some()),
            ("tiers", self.tiers.is_some()),
            ("flat_at_zero", self.flat_at_zero.is_some()),
            ("shares", self.shares.is_some()),
            ("stairs", self.stairs.is_some()),
            ("size", self.size.is_some()),
            ("price", self.price.is_some()),
            ("blocks", self.blocks.is_some()),
            ("priced_by", self.priced_by.is_some()),
            ("rate_percent", self.rate_percent.is_some()),
            ("fixed", self.fixed.is_some()),
            ("free_events", self.free_events.is_some()),
            ("free_amount", self.free_amount.is_some()),
            ("minimum_per_event", self.minimum_per_event.is_some()),
            ("maximum_per_event", self.maximum_per_event.is_some()),
            ("multiplier", self.multiplier.is_some()),
            ("dimensions", self.dimensions.is_some()),
            ("cells", self.cells.is_some()),
            ("default", self.default.is_some()),
        ]
        .into_iter()
        .find_map(|(name, given)| given.then_some(name))
    }
}
