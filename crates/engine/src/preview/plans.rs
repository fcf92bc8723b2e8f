//! The plans of a price list side by side, under a customer's own quantities and usage.

use std::collections::BTreeMap;

use seikyu_calendar::{Instant, Zones};
use seikyu_money::{Amount, Quantity};
use serde::{Deserialize, Serialize};

use super::recurring::{RecurringPrice, full_period, last_month, price};
use crate::{
    billing::{BillRequest, Line, UsageRecord},
    catalog::{Code, Plan, PriceList, Text},
    contract::Contract,
    quote::{ChangeTime, PlanChoice, plan_change},
    wire::{Fault, Faults},
};

/// The quantities and the usage under which plans are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Assumed {
    /// Chosen quantities by the code of the price; as they are where absent. A plan that has no such
    /// price leaves it out.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<Code, Quantity>", optional))]
    pub quantities: BTreeMap<Code, Quantity>,
    /// Usage of a month by meter, as one record; the customer's own of the month before where absent.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<Code, Quantity>", optional))]
    pub usage: BTreeMap<Code, Quantity>,
}

/// A plan of the price list as it would be for the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PlanAlternative {
    /// Code of the plan.
    pub plan: Code,
    /// Its version: the contract's of its own plan, the present one of others.
    pub version: u32,
    /// Its name.
    pub name: Text,
    /// Whether it is the contract's plan.
    pub current: bool,
    /// What a full period costs; absent when it cannot be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub price: Option<RecurringPrice>,
    /// The lines of a full period, each with its derivation.
    pub lines: Vec<Line>,
    /// Why it cannot be had: no price in the contract's currency, usage that it has no price for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub faults: Vec<Fault>,
}

/// What a plan costs as one number grows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PlanCurve {
    /// Code of the plan.
    pub plan: Code,
    /// With tax, per month, for each of the numbers that were asked for; absent where the plan cannot be
    /// had.
    pub per_month: Vec<Option<Amount>>,
}

/// The number that grows along a curve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Along {
    /// The quantity of a price, by its code.
    Quantity(Code),
    /// The usage of a meter.
    Usage(Code),
}

/// A contract and the price list it may choose from.
#[derive(Clone, Copy, Debug)]
pub struct Plans<'a> {
    /// The price list.
    pub list: &'a PriceList,
    /// The contract as it stands, its usage and what was billed.
    pub current: &'a BillRequest,
    /// The time zones.
    pub zones: &'a Zones,
}

impl Plans<'_> {
    /// Every plan of the price list, in its order, under the same quantities and usage.
    ///
    /// # Errors
    /// What is wrong with the request. A plan that cannot be had says so in its place.
    pub fn alternatives(&self, assumed: &Assumed) -> Result<Vec<PlanAlternative>, Faults> {
        self.current.check()?;
        let plans = self.list.plans.iter();
        Ok(plans.map(|plan| self.alternative(plan, assumed)).collect())
    }

    /// What every plan costs per month as a quantity or the usage of a meter grows.
    ///
    /// # Errors
    /// As [`Plans::alternatives`].
    pub fn curves(
        &self,
        assumed: &Assumed,
        along: &Along,
        numbers: &[Quantity],
    ) -> Result<Vec<PlanCurve>, Faults> {
        self.current.check()?;
        let curve = |plan: &Plan| PlanCurve {
            plan: plan.code.clone(),
            per_month: numbers
                .iter()
                .map(|number| self.point(plan, assumed, along, *number))
                .collect(),
        };
        Ok(self.list.plans.iter().map(curve).collect())
    }

    fn point(
        &self,
        plan: &Plan,
        assumed: &Assumed,
        along: &Along,
        number: Quantity,
    ) -> Option<Amount> {
        let mut assumed = assumed.clone();
        match along {
            Along::Quantity(key) => assumed.quantities.insert(key.clone(), number),
            Along::Usage(meter) => assumed.usage.insert(meter.clone(), number),
        };
        self.priced(plan, &assumed).ok().map(|(price, _)| price.per_month)
    }

    fn alternative(&self, plan: &Plan, assumed: &Assumed) -> PlanAlternative {
        let own = self.own().filter(|own| own.code == plan.code);
        let mut alternative = PlanAlternative {
            plan: plan.code.clone(),
            version: own.map_or(plan.version, |own| own.version),
            name: plan.name.clone(),
            current: own.is_some(),
            price: None,
            lines: Vec::new(),
            faults: Vec::new(),
        };
        match self.priced(plan, assumed) {
            Ok((price, lines)) => {
                alternative.price = Some(price);
                alternative.lines = lines;
            }
            Err(faults) => alternative.faults = faults.list().to_vec(),
        }
        alternative
    }

    fn own(&self) -> Option<&crate::contract::PlanReference> {
        let plan = self.current.contract.plan_at(self.current.through);
        plan.filter(|plan| plan.price_list == self.list.code)
    }

    fn priced(
        &self,
        plan: &Plan,
        assumed: &Assumed,
    ) -> Result<(RecurringPrice, Vec<Line>), Faults> {
        let at = self.current.through;
        let contract = self.changed(plan, assumed, at)?;
        let usage = self.usage(&contract, assumed, at)?;
        let request = BillRequest { contract, ..self.current.of_any_document() };
        let bill = full_period(&request, &usage, at, self.zones)?;
        let price = price(&request.contract, &bill, at)?;
        Ok((price, bill.lines))
    }

    /// The contract with the plan, and with those of the quantities that it has.
    fn changed(&self, plan: &Plan, assumed: &Assumed, at: Instant) -> Result<Contract, Faults> {
        let contract = &self.current.contract;
        let own = self.own().is_some_and(|own| own.code == plan.code);
        let counted = |key: &Code| {
            if own {
                let events = contract.events.iter().flat_map(|event| event.items());
                events.into_iter().any(|item| item.key == *key && item.usage.is_none())
            } else {
                plan.prices.iter().any(|price| price.code == *key && price.usage.is_none())
            }
        };
        let quantities = assumed.quantities.iter().filter(|(key, _)| counted(key));
        let quantities = quantities.map(|(key, quantity)| (key.clone(), *quantity)).collect();
        let choice = PlanChoice { plan: plan.code.clone(), quantities, when: ChangeTime::Now };
        match plan_change(self.list, contract, &choice, at, self.zones) {
            Ok(events) => Ok(contract.with(&events)),
            Err(faults) if faults.list().iter().all(|fault| fault.code == "no_change") => {
                Ok(contract.clone())
            }
            Err(faults) => Err(faults),
        }
    }

    /// The assumed usage, and the customer's own of meters of which none is assumed. Usage that says its
    /// own price is assumed as an amount.
    fn usage(
        &self,
        contract: &Contract,
        assumed: &Assumed,
        at: Instant,
    ) -> Result<Vec<UsageRecord>, Faults> {
        let mut usage = last_month(self.current, self.zones)?;
        usage.retain(|record| !assumed.usage.contains_key(&record.meter));
        for (meter, quantity) in &assumed.usage {
            if contract.meters.iter().any(|known| known.code == *meter) {
                usage.push(UsageRecord::assumed(contract, meter, *quantity, at)?);
            }
        }
        Ok(usage)
    }
}
