//! Features and entitlements: what a plan lets its customer do, beside what it costs.

use seikyu_money::{MoneyError, Quantity};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{AddOn, Code, Plan, PriceList, Text},
    wire::{Check, Pointer},
};

/// Something plans differ in: single sign-on, a number of projects, a level of support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Feature {
    /// Unique within the price list.
    pub code: Code,
    /// Name shown to people.
    pub name: Text,
    /// What an entitlement to it says.
    pub kind: FeatureKind,
    /// What one unit of a quantity is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
}

/// What an entitlement to a feature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum FeatureKind {
    /// That it is there.
    Boolean,
    /// How much of it there is.
    Quantity,
    /// Which kind of it there is.
    Text,
}

/// A feature a customer is entitled to. The value of the feature's kind is given, and only that:
/// `enabled` of a boolean, `quantity`, `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Entitlement {
    /// Code of the feature.
    pub feature: Code,
    /// Whether it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// How much of it there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Which kind of it there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

impl PriceList {
    /// What a plan with add-ons, each in some number, entitles to, in the order of the features: a
    /// boolean is there if any of them has it, quantities are added, and of texts the last add-on's
    /// counts.
    ///
    /// # Errors
    /// [`MoneyError`] where quantities add up to more than a quantity can be.
    pub fn entitlements(
        &self,
        plan: &Plan,
        add_ons: &[(&AddOn, u32)],
    ) -> Result<Vec<Entitlement>, MoneyError> {
        let mut entitled = Vec::new();
        for feature in &self.features {
            let of_plan = plan.entitlements.iter().map(|entitlement| (entitlement, 1));
            let of_add_ons = add_ons
                .iter()
                .flat_map(|(add_on, number)| add_on.entitlements.iter().map(|one| (one, *number)));
            let mut all = of_plan
                .chain(of_add_ons)
                .filter(|(entitlement, number)| entitlement.feature == feature.code && *number > 0);
            let Some((first, number)) = all.next() else { continue };
            let mut sum = first.times(number)?;
            for (entitlement, number) in all {
                sum = sum.and(entitlement.times(number)?)?;
            }
            entitled.push(sum);
        }
        Ok(entitled)
    }

    pub(super) fn check_features(&self, pointer: &Pointer<'_>, check: &mut Check) {
        for (index, feature) in self.features.iter().enumerate() {
            if feature.unit.is_some() && feature.kind != FeatureKind::Quantity {
                let place = pointer.index(index);
                let detail = "Only a quantity has a unit; accepted is none.";
                check.fault("out_of_range", &place.field("unit"), detail);
            }
        }
    }

    pub(super) fn check_entitlements(
        &self,
        entitlements: &[Entitlement],
        pointer: &Pointer<'_>,
        check: &mut Check,
    ) {
        for (index, entitlement) in entitlements.iter().enumerate() {
            let place = pointer.index(index);
            let code = &entitlement.feature;
            let Some(feature) = self.features.iter().find(|known| known.code == *code) else {
                let detail =
                    format!("There is no feature “{code}”; accepted is one of the document.");
                check.fault("unknown_reference", &place.field("feature"), detail);
                continue;
            };
            if entitlements.iter().take(index).any(|earlier| earlier.feature == *code) {
                let detail = format!("“{code}” is there already; accepted is each feature once.");
                check.fault("duplicate_code", &place.field("feature"), detail);
            }
            if !entitlement.is_of(feature.kind) {
                let field = match feature.kind {
                    FeatureKind::Boolean => "enabled",
                    FeatureKind::Quantity => "quantity",
                    FeatureKind::Text => "text",
                };
                let detail =
                    format!("“{code}” is a feature of {field}; accepted is {field} alone.");
                check.fault("one_of", &place, detail);
            }
        }
    }
}

impl Entitlement {
    fn is_of(&self, kind: FeatureKind) -> bool {
        let given = [self.enabled.is_some(), self.quantity.is_some(), self.text.is_some()];
        given
            == match kind {
                FeatureKind::Boolean => [true, false, false],
                FeatureKind::Quantity => [false, true, false],
                FeatureKind::Text => [false, false, true],
            }
    }

    fn times(&self, number: u32) -> Result<Self, MoneyError> {
        let quantity = self.quantity.map(|quantity| quantity.repeated(number)).transpose()?;
        Ok(Self { quantity, ..self.clone() })
    }

    fn and(self, other: Self) -> Result<Self, MoneyError> {
        let quantity = match (self.quantity, other.quantity) {
            (Some(one), Some(more)) => Some(one.plus(more)?),
            (one, more) => one.or(more),
        };
        let enabled = match (self.enabled, other.enabled) {
            (Some(one), Some(more)) => Some(one || more),
            (one, more) => one.or(more),
        };
        Ok(Self { quantity, enabled, text: other.text.or(self.text), ..self })
    }
}
