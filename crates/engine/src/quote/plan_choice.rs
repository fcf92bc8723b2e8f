//! A customer's choice of plan and quantities, as the events that make it.
//!
//! A customer chooses; prices come from the price list and from the contract, never from the choice.

use std::{collections::BTreeMap, sync::Arc};

use seikyu_calendar::{Date, Instant, Zones};
use seikyu_money::Quantity;
use serde::{Deserialize, Serialize};

use super::{
    Draft,
    build::{check, offer_item},
    offer::offers,
};
use crate::{
    billing::period_end,
    catalog::{Code, Plan, PriceList},
    contract::{Contract, Event, Item, PlanReference, Timeline, Version},
    wire::{Check, DraftVersion, Faults, Pointer},
};

/// What a customer chooses: a plan of the price list, and how many of what is counted by choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PlanChoice {
    /// Code of the plan; the contract's own to change quantities only.
    pub plan: Code,
    /// Chosen quantities by the code of the price; where absent, as they are on the contract, and
    /// otherwise as the plan says.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(type = "Record<Code, Quantity>", optional))]
    pub quantities: BTreeMap<Code, Quantity>,
    /// From when.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub when: ChangeTime,
}

/// From when a change holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum ChangeTime {
    /// From now on.
    #[default]
    Now,
    /// From the end of the running period of the contract's first recurring item on.
    PeriodEnd,
}

/// The events that make a choice, at an instant.
///
/// - The contract's own plan stays at the version and the prices it has; only quantities change.
/// - Another plan brings the price list's present version, after all phases of its prices. Items that are
///   of no plan (free lines, add-ons) stay. A product is taxed as the contract taxes it, or one that the
///   price list taxes alike.
/// - What holds from the end of a period has an id, `change-` and a number, by which it can be taken
///   back.
///
/// # Errors
/// `unknown_reference` for a plan or a price that is not there, `usage_and_quantity` for a quantity that
/// comes from usage, `no_price_in_currency`, `no_change` when nothing would be otherwise.
pub fn plan_change(
    list: &PriceList,
    contract: &Contract,
    choice: &PlanChoice,
    at: Instant,
    zones: &Zones,
) -> Result<Vec<Event>, Faults> {
    let Some(timeline) = contract.timeline() else {
        return Err(Faults::whole("not_created", "The contract does not begin."));
    };
    let when = match choice.when {
        ChangeTime::Now => at,
        ChangeTime::PeriodEnd => end_of_period(contract, &timeline, at, zones)?,
    };
    let scheduled = |number: usize| -> Option<Code> {
        let number = contract.events.len().saturating_add(number);
        (when > at).then(|| format!("change-{number}").parse().ok()).flatten()
    };
    let own = contract
        .plan_at(when)
        .is_some_and(|plan| plan.price_list == list.code && plan.code == choice.plan);
    let versions: Vec<&Version<'_>> =
        timeline.versions.iter().filter(|version| version.holds_at(when)).collect();
    let events = if own {
        let changes = quantity_changes(choice, &versions)?.into_iter().enumerate();
        let event = |(number, (key, quantity))| Event::QuantityChanged {
            at: when,
            id: scheduled(number),
            key,
            quantity,
        };
        changes.map(event).collect()
    } else {
        let start = zones.date_of(&contract.zone, when)?;
        let draft = draft(list, contract, choice, &versions, start);
        let plan = check(list, &draft)?;
        let items = items(list, &draft, plan, &versions);
        let plan = PlanReference {
            price_list: list.code.clone(),
            code: plan.code.clone(),
            version: plan.version,
        };
        vec![Event::PlanChanged { at: when, id: scheduled(0), plan, items }]
    };
    if events.is_empty() {
        let detail = "It is so already; accepted is another plan or another quantity.";
        return Err(Faults::whole("no_change", detail));
    }
    Ok(events)
}

fn end_of_period(
    contract: &Contract,
    timeline: &Timeline<'_>,
    at: Instant,
    zones: &Zones,
) -> Result<Instant, Faults> {
    let running = timeline.versions.iter().filter(|version| version.holds_at(at));
    let interval = running.filter_map(|version| version.item.interval).next();
    match interval {
        Some(interval) => period_end(contract, timeline, interval, (at, zones)),
        None => Ok(at),
    }
}

/// The chosen quantities that are others than the contract's.
fn quantity_changes(
    choice: &PlanChoice,
    versions: &[&Version<'_>],
) -> Result<Vec<(Code, Quantity)>, Faults> {
    let mut check = Check::default();
    let root = Pointer::ROOT;
    let quantities = root.field("quantities");
    let mut changes = Vec::new();
    for (key, quantity) in &choice.quantities {
        let place = quantities.field(key.as_str());
        match versions.iter().find(|version| version.item.key == *key) {
            None => {
                let detail = format!("There is no price “{key}”; accepted is one of the contract.");
                check.fault("unknown_reference", &place, detail);
            }
            Some(version) if version.item.usage.is_some() => {
                let detail = "The quantity comes from usage; accepted is none.";
                check.fault("usage_and_quantity", &place, detail);
            }
            Some(version) if version.quantity() == Some(*quantity) => {}
            Some(_) => changes.push((key.clone(), *quantity)),
        }
    }
    check.finish()?;
    Ok(changes)
}

/// The choice as a draft of a quote, so that one set of rules prices both.
fn draft(
    list: &PriceList,
    contract: &Contract,
    choice: &PlanChoice,
    versions: &[&Version<'_>],
    start: Date,
) -> Draft {
    let mut quantities = choice.quantities.clone();
    for price in list.plan(&choice.plan).into_iter().flat_map(|plan| &plan.prices) {
        let same = versions.iter().find(|version| version.item.key == price.code);
        let kept = same.and_then(|version| version.quantity());
        if let (Some(kept), None) = (kept, &price.usage) {
            quantities.entry(price.code.clone()).or_insert(kept);
        }
    }
    Draft {
        version: DraftVersion::V1,
        price_list: list.code.clone(),
        plan: choice.plan.clone(),
        zone: contract.zone.clone(),
        start,
        quantities,
        usage: BTreeMap::new(),
        lines: Vec::new(),
        currency: Some(contract.currency),
        overrides: BTreeMap::new(),
        add_ons: Vec::new(),
        coupons: Vec::new(),
        tax_behavior: Some(contract.tax.behavior),
        taxes: None,
        customer: None,
    }
}

/// The items of a plan, and those of the contract that are of no plan.
fn items(list: &PriceList, draft: &Draft, plan: &Plan, versions: &[&Version<'_>]) -> Vec<Item> {
    let offers = offers(list, draft, plan);
    let of_plan = offers.iter().filter_map(|offer| {
        let item = offer_item(list, draft, offer)?;
        Some(Item { taxes: taxes_of(list, &item, versions), ..item })
    });
    let of_no_plan = versions.iter().filter(|version| {
        let item = version.item;
        item.product.is_none() || list.add_ons.iter().any(|add_on| add_on.has_key(&item.key))
    });
    let kept =
        of_no_plan.map(|version| Item { quantity: version.quantity(), ..version.item.clone() });
    of_plan.chain(kept).collect()
}

/// The rates that the contract has for a product: those of the product itself, or of one that the price
/// list taxes alike; the price list's where it has neither.
fn taxes_of(list: &PriceList, item: &Item, versions: &[&Version<'_>]) -> Arc<[Code]> {
    let product = item.product.as_ref().and_then(|code| list.product(code));
    let same = versions.iter().find(|version| version.item.product == item.product);
    let alike = || {
        versions.iter().find(|version| {
            let other = version.item.product.as_ref().and_then(|code| list.product(code));
            match (product, other) {
                (Some(product), Some(other)) => {
                    product.taxes == other.taxes && product.tax_class == other.tax_class
                }
                _ => false,
            }
        })
    };
    let known = same.or_else(alike);
    known.map_or_else(|| Arc::clone(&item.taxes), |version| Arc::clone(&version.item.taxes))
}
