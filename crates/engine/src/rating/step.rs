//! The steps of a rating: what was multiplied and added, for the derivation.

use std::{collections::BTreeMap, sync::Arc};

use seikyu_money::{Exact, MoneyError, Percent, Quantity, UnitPrice};
use serde::{Serialize, Serializer, ser::Error as _};

use crate::rating::{EventLimit, per_unit::units};

/// One step of a charge model. The amounts of a charge's steps add up to its exact amount; they are
/// computed when asked for, since most derivations are kept and few are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A flat amount.
    Flat {
        /// The amount.
        amount: UnitPrice,
    },
    /// `quantity × unit_price / base_quantity`.
    Units {
        /// Units charged.
        quantity: Quantity,
        /// Price of one, or of as many as the base quantity says.
        unit_price: UnitPrice,
        /// How many units the price is for; 1 when absent.
        base_quantity: Option<Quantity>,
    },
    /// `quantity × unit_price + flat` of one tier.
    Tier {
        /// Number of the tier, from 1.
        tier: u32,
        /// Units below this tier.
        above: Quantity,
        /// The tier's inclusive bound; absent for the last tier.
        up_to: Option<Quantity>,
        /// Units in this tier.
        quantity: Quantity,
        /// Price of one unit in this tier.
        unit_price: UnitPrice,
        /// Amount for entering the tier.
        flat: UnitPrice,
    },
    /// `quantity × rate_percent % + flat` of one tier of an amount.
    Share {
        /// Number of the tier, from 1.
        tier: u32,
        /// The part of the amount below this tier.
        above: Quantity,
        /// The tier's inclusive bound; absent for the last tier.
        up_to: Option<Quantity>,
        /// The part of the amount in this tier.
        quantity: Quantity,
        /// The per cent taken of it.
        rate_percent: Percent,
        /// Amount for entering the tier.
        flat: UnitPrice,
    },
    /// `quantity × rate_percent % + events × fixed` of events that no limit touched.
    Percentage {
        /// The value charged.
        quantity: Quantity,
        /// The per cent taken of it.
        rate_percent: Percent,
        /// How many events.
        events: Quantity,
        /// The fixed fee of each.
        fixed: UnitPrice,
    },
    /// `events × each`: events whose fee was kept within a limit.
    EventLimit {
        /// Which limit.
        limit: EventLimit,
        /// How many events.
        events: Quantity,
        /// What each costs.
        each: UnitPrice,
    },
    /// `prices × multiplier`.
    Dynamic {
        /// How many records.
        records: Quantity,
        /// The sum of their prices.
        prices: Exact,
        /// What it is multiplied by; 1 when absent.
        multiplier: Option<UnitPrice>,
    },
    /// `quantity × unit_price` of one cell of a matrix.
    Cell {
        /// The values of the dimensions; absent for what no cell matches.
        when: Option<Arc<BTreeMap<String, String>>>,
        /// Units of the cell.
        quantity: Quantity,
        /// Price of one.
        unit_price: UnitPrice,
    },
}

impl Step {
    /// Units, each at a price.
    #[must_use]
    pub const fn units(quantity: Quantity, unit_price: UnitPrice) -> Self {
        Self::Units { quantity, unit_price, base_quantity: None }
    }

    /// The step's share of the charge, computed from its leaves.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn amount(&self) -> Result<Exact, MoneyError> {
        match self {
            Self::Flat { amount } => Ok((*amount).into()),
            Self::Units { quantity, unit_price, base_quantity } => {
                units(*quantity, *unit_price, *base_quantity)
            }
            Self::Tier { quantity, unit_price, flat, .. } => {
                Exact::from(*quantity).times((*unit_price).into())?.plus((*flat).into())
            }
            Self::Share { quantity, rate_percent, flat, .. } => {
                Exact::from(*quantity).percent(*rate_percent)?.plus((*flat).into())
            }
            Self::Percentage { quantity, rate_percent, events, fixed } => {
                let fees = Exact::from(*events).times((*fixed).into())?;
                Exact::from(*quantity).percent(*rate_percent)?.plus(fees)
            }
            Self::EventLimit { events, each, .. } => Exact::from(*events).times((*each).into()),
            Self::Dynamic { prices, multiplier, .. } => match multiplier {
                None => Ok(*prices),
                Some(multiplier) => prices.times((*multiplier).into()),
            },
            Self::Cell { quantity, unit_price, .. } => {
                Exact::from(*quantity).times((*unit_price).into())
            }
        }
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let amount = self.amount().map_err(S::Error::custom)?;
        let form = match self {
            Self::Flat { .. } => StepForm::Flat { amount },
            Self::Units { quantity, unit_price, base_quantity } => StepForm::Units {
                quantity: *quantity,
                unit_price: *unit_price,
                base_quantity: *base_quantity,
                amount,
            },
            Self::Tier { tier, above, up_to, quantity, unit_price, flat } => StepForm::Tier {
                tier: *tier,
                above: *above,
                up_to: *up_to,
                quantity: *quantity,
                unit_price: *unit_price,
                flat: *flat,
                amount,
            },
            Self::Share { tier, above, up_to, quantity, rate_percent, flat } => StepForm::Share {
                tier: *tier,
                above: *above,
                up_to: *up_to,
                quantity: *quantity,
                rate_percent: *rate_percent,
                flat: *flat,
                amount,
            },
            Self::Percentage { quantity, rate_percent, events, fixed } => StepForm::Percentage {
                quantity: *quantity,
                rate_percent: *rate_percent,
                events: *events,
                fixed: *fixed,
                amount,
            },
            Self::EventLimit { limit, events, each } => {
                StepForm::EventLimit { limit: *limit, events: *events, each: *each, amount }
            }
            Self::Dynamic { records, prices, multiplier } => StepForm::Dynamic {
                records: *records,
                prices: *prices,
                multiplier: *multiplier,
                amount,
            },
            Self::Cell { when, quantity, unit_price } => StepForm::Cell {
                when: when.as_deref(),
                quantity: *quantity,
                unit_price: *unit_price,
                amount,
            },
        };
        form.serialize(serializer)
    }
}

/// The JSON form of a step.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
enum StepForm<'s> {
    /// A flat amount.
    Flat { amount: Exact },
    /// `quantity × unit_price / base_quantity`.
    Units {
        quantity: Quantity,
        unit_price: UnitPrice,
        #[serde(skip_serializing_if = "Option::is_none")]
        base_quantity: Option<Quantity>,
        amount: Exact,
    },
    /// `quantity × unit_price + flat` of the units above `above` up to `up_to`.
    Tier {
        tier: u32,
        above: Quantity,
        #[serde(skip_serializing_if = "Option::is_none")]
        up_to: Option<Quantity>,
        quantity: Quantity,
        unit_price: UnitPrice,
        #[serde(skip_serializing_if = "UnitPrice::is_zero")]
        #[cfg_attr(feature = "typescript", tsify(optional))]
        flat: UnitPrice,
        amount: Exact,
    },
    /// `quantity × rate_percent % + flat` of the part of an amount above `above` up to `up_to`.
    Share {
        tier: u32,
        above: Quantity,
        #[serde(skip_serializing_if = "Option::is_none")]
        up_to: Option<Quantity>,
        quantity: Quantity,
        rate_percent: Percent,
        #[serde(skip_serializing_if = "UnitPrice::is_zero")]
        #[cfg_attr(feature = "typescript", tsify(optional))]
        flat: UnitPrice,
        amount: Exact,
    },
    /// `quantity × rate_percent % + events × fixed` of events that no limit touched.
    Percentage {
        quantity: Quantity,
        rate_percent: Percent,
        events: Quantity,
        #[serde(skip_serializing_if = "UnitPrice::is_zero")]
        #[cfg_attr(feature = "typescript", tsify(optional))]
        fixed: UnitPrice,
        amount: Exact,
    },
    /// `events × each`: events whose fee was kept within a limit.
    EventLimit { limit: EventLimit, events: Quantity, each: UnitPrice, amount: Exact },
    /// `prices × multiplier` of the prices that usage records say.
    Dynamic {
        records: Quantity,
        prices: Exact,
        #[serde(skip_serializing_if = "Option::is_none")]
        multiplier: Option<UnitPrice>,
        amount: Exact,
    },
    /// `quantity × unit_price` of one cell of a matrix; the default where `when` is absent.
    Cell {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, string>"))]
        when: Option<&'s BTreeMap<String, String>>,
        quantity: Quantity,
        unit_price: UnitPrice,
        amount: Exact,
    },
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Step {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Step".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        StepForm::json_schema(generator)
    }
}

/// Where steps go: into a list when the derivation is wanted, nowhere when only the amount is.
pub trait Record {
    /// Takes the step, if it is wanted; it is only made then.
    fn record(&mut self, step: impl FnOnce() -> Step);
}

impl Record for Vec<Step> {
    fn record(&mut self, step: impl FnOnce() -> Step) {
        self.push(step());
    }
}

impl Record for () {
    fn record(&mut self, _: impl FnOnce() -> Step) {}
}
