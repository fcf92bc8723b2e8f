//! Tiers: one rising list of inclusive bounds over continuous decimals, the last one open, so that no
//! gap can be written (design.md section 5).

use seikyu_money::{Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::wire::{Check, Pointer};

/// One tier: the units above the tier before it, up to and including `up_to`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Tier {
    /// Inclusive upper bound; `null` in the last tier and only there.
    pub up_to: Option<Quantity>,
    /// Price of one unit, in major units.
    pub unit_price: UnitPrice,
    /// Amount for entering the tier, in major units.
    #[serde(default, skip_serializing_if = "UnitPrice::is_zero")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub flat: UnitPrice,
}

/// The most tiers a price may have.
pub(super) const TIERS_MAX: usize = 1000;

/// Records where bounds do not rise, or where the last tier is not the open one.
pub(super) fn check_tiers(tiers: &[Tier], pointer: &Pointer<'_>, check: &mut Check) {
    check_bounds(tiers.iter().map(|tier| tier.up_to), pointer, check);
}

/// [`check_tiers`] for bounds alone.
pub(super) fn check_bounds(
    bounds: impl ExactSizeIterator<Item = Option<Quantity>>,
    pointer: &Pointer<'_>,
    check: &mut Check,
) {
    let count = bounds.len();
    if count == 0 || count > TIERS_MAX {
        let detail = format!("There are {count} tiers; accepted are 1 to {TIERS_MAX}.");
        check.fault("tiers_count", pointer, detail);
    }
    let mut below = Quantity::ZERO;
    let last = count.saturating_sub(1);
    for (index, bound) in bounds.enumerate() {
        let place = pointer.index(index);
        let place = place.field("up_to");
        match bound {
            Some(bound) if index == last => check.fault(
                "last_tier_closed",
                &place,
                format!("The last tier ends at {bound}; accepted is null, for no bound."),
            ),
            Some(bound) if bound <= below => check.fault(
                "tiers_not_rising",
                &place,
                format!("{bound} does not lie above {below}; accepted are rising bounds."),
            ),
            Some(bound) => below = bound,
            None if index != last => check.fault(
                "tier_after_open",
                &place,
                "Only the last tier has no bound; accepted is a quantity.",
            ),
            None => {}
        }
    }
}
