//! From draft to contract, and the two bills a buyer looks at: due at the start, and per period.

use std::sync::Arc;

use seikyu_calendar::{Instant, Zones};
use serde::Serialize;

use crate::{
    billing::{Bill, BillRequest, UsageRecord, bill, typical_period},
    catalog::{Code, Coupon, Plan, PriceList, TaxTerms, Timing, check_codes},
    contract::{Contract, Event, Item, Periods, PlanReference, Proration},
    quote::{
        Draft, ExtraLine,
        offer::{self, Offer, add_ons, currency, offers},
        scheduled::scheduled,
        taxes,
    },
    rating::{Charge, PerUnit},
    wire::{BillRequestVersion, Check, ContractVersion, Faults, Pointer},
};

/// A priced quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Priced {
    /// The contract the quote becomes when it is accepted.
    pub contract: Contract,
    /// The request of the first bill, for anyone who wants to recompute it.
    pub request: BillRequest,
    /// What is due at the start.
    pub first: Bill,
    /// One full period under the assumed usage.
    pub period: Bill,
}

/// Prices a quote: the contract it becomes, what is due at its start, and one full period under the
/// assumed usage. The [crate's example](crate#a-worked-example) prices one.
///
/// # Errors
/// What is wrong with the draft, field by field.
#[inline]
pub fn price(list: &PriceList, draft: &Draft, zones: &Zones) -> Result<Priced, Faults> {
    let contract = contract(list, draft, zones)?;
    let start = start(draft, zones)?;
    let request = BillRequest {
        version: BillRequestVersion::V1,
        contract: contract.clone(),
        usage: Vec::new(),
        billed: Vec::new(),
        discounted: Vec::new(),
        adjustments: Vec::new(),
        wallets: Vec::new(),
        balance: None,
        prepaid: None,
        payable_rounding: None,
        through: start,
    };
    let first = bill(&request, zones)?;
    let usage = draft
        .usage
        .iter()
        .map(|(meter, quantity)| UsageRecord::assumed(&contract, meter, *quantity, start));
    let usage = usage.collect::<Result<_, Faults>>()?;
    // What a period costs in the long run: after all that is scheduled.
    let through = contract.events.iter().map(Event::at).max().unwrap_or(start);
    let assumed = BillRequest { usage, through, ..request.clone() };
    let period = typical_period(&assumed, zones)?;
    Ok(Priced { contract, request, first, period })
}

fn start(draft: &Draft, zones: &Zones) -> Result<Instant, Faults> {
    let pointer = Pointer::ROOT;
    zones
        .start_of(&draft.zone, draft.start)
        .map_err(|error| Faults::one("unknown_zone", &pointer.field("zone"), error.to_string()))
}

/// The contract a draft becomes when it is accepted.
///
/// # Errors
/// What is wrong with the draft, field by field.
pub fn contract(list: &PriceList, draft: &Draft, zones: &Zones) -> Result<Contract, Faults> {
    let plan = check(list, draft)?;
    let offers = offers(list, draft, plan);
    let begins = start(draft, zones)?;
    let first = offers.iter().filter(|offer| offer.from.is_none());
    let items = first
        .filter_map(|offer| item_in_phase(list, draft, offer, 0))
        .chain(draft.lines.iter().map(|line| extra_item(draft, line)));
    let coupons: Vec<Coupon> =
        draft.coupons.iter().filter_map(|code| coupon(list, code).cloned()).collect();
    let created = Event::Created {
        at: begins,
        plan: Some(PlanReference {
            price_list: list.code.clone(),
            code: plan.code.clone(),
            version: plan.version,
        }),
        items: items.collect(),
        coupons,
    };
    let mut events = vec![created];
    events.extend(scheduled(list, draft, &offers, zones)?);
    let chosen: Vec<_> =
        add_ons(list, draft).map(|(add_on, chosen)| (add_on, chosen.quantity)).collect();
    Ok(Contract {
        version: ContractVersion::V1,
        currency: currency(list, draft),
        zone: draft.zone.clone(),
        rounding: list.rounding,
        coupon_mode: list.coupon_mode,
        tax: tax_terms(list, draft),
        periods: Periods::default(),
        proration: Proration::default(),
        threshold: None,
        late_usage_periods: None,
        meters: list.meters.clone(),
        entitlements: list.entitlements(plan, &chosen)?,
        commitments: plan.commitments.clone(),
        events,
    })
}

pub(super) fn tax_terms(list: &PriceList, draft: &Draft) -> TaxTerms {
    TaxTerms {
        behavior: draft.tax_behavior.unwrap_or(list.tax.behavior),
        rates: list.tax.rates.clone(),
        tax_point: list.tax.tax_point,
    }
}

pub(super) fn coupon<'l>(list: &'l PriceList, code: &Code) -> Option<&'l Coupon> {
    list.coupons.iter().find(|coupon| coupon.code == *code)
}

/// The item of an offer as it is after all phases; `None` when its product is unknown, which a checked
/// list rules out.
pub(super) fn offer_item(list: &PriceList, draft: &Draft, offer: &Offer<'_>) -> Option<Item> {
    let price = &offer.price;
    let product = list.product(&price.product)?;
    let agreed = offer.agreed;
    let name = agreed.and_then(|agreed| agreed.name.as_ref()).unwrap_or(&product.name);
    let taxes = agreed.and_then(|agreed| agreed.taxes.as_ref());
    Some(Item {
        key: offer.key.clone(),
        product: Some(product.code.clone()),
        name: name.clone(),
        unit: product.unit.clone(),
        taxes: taxes.map_or_else(
            || taxes::of_product(list, draft, product),
            |taxes| taxes.as_slice().into(),
        ),
        charge: price.charge.clone(),
        usage: price.usage.clone(),
        included: price.included,
        quantity: price.usage.is_none().then(|| offer.quantity(draft)),
        interval: price.interval,
        timing: price.timing(),
        line: price.line.clone(),
        minimum: price.minimum,
        maximum: price.maximum,
    })
}

/// The item of an offer in one of its phases, counted from 0, or after them.
pub(super) fn item_in_phase(
    list: &PriceList,
    draft: &Draft,
    offer: &Offer<'_>,
    phase: usize,
) -> Option<Item> {
    let item = offer_item(list, draft, offer)?;
    let Some(phase) = offer.price.phases.get(phase) else { return Some(item) };
    let price = phase.of(&offer.price);
    Some(Item {
        charge: price.charge,
        included: price.included,
        minimum: price.minimum,
        maximum: price.maximum,
        quantity: item.quantity.map(|quantity| phase.quantity.unwrap_or(quantity)),
        ..item
    })
}

pub(super) fn extra_item(draft: &Draft, line: &ExtraLine) -> Item {
    Item {
        key: line.key.clone(),
        product: None,
        name: line.name.clone(),
        unit: None,
        taxes: draft.taxes.clone().unwrap_or_else(|| Arc::clone(&line.taxes)),
        charge: Charge::PerUnit(PerUnit { unit_price: line.unit_price, base_quantity: None }),
        usage: None,
        included: None,
        quantity: Some(line.quantity),
        interval: line.interval,
        timing: Timing::InAdvance,
        line: None,
        minimum: None,
        maximum: None,
    }
}

/// Checks a draft against its price list, every fault at once.
pub(super) fn check<'l>(list: &'l PriceList, draft: &'l Draft) -> Result<&'l Plan, Faults> {
    let root = Pointer::ROOT;
    let mut check = Check::default();
    if draft.price_list != list.code {
        let detail = format!(
            "The quote is for the price list “{}”; accepted is “{}”.",
            draft.price_list, list.code
        );
        check.fault("unknown_reference", &root.field("price_list"), detail);
    }
    let Some(plan) = list.plan(&draft.plan) else {
        let known: Vec<&str> = list.plans.iter().map(|plan| plan.code.as_str()).collect();
        let detail =
            format!("There is no plan “{}”; accepted is one of {}.", draft.plan, known.join(", "));
        check.fault("unknown_reference", &root.field("plan"), detail);
        check.finish()?;
        return Err(Faults::whole("unknown_reference", "There is no such plan."));
    };
    offer::check(list, draft, plan, &mut check);
    let offers = offers(list, draft, plan);
    let quantities = root.field("quantities");
    for code in draft.quantities.keys() {
        match offers.iter().find(|offer| offer.key == *code).map(|offer| &offer.price) {
            None => missing(&mut check, &quantities.field(code.as_str()), "price", code),
            Some(price) if price.usage.is_some() => check.fault(
                "usage_and_quantity",
                &quantities.field(code.as_str()),
                "The quantity comes from usage; accepted is an entry under usage.",
            ),
            Some(_) => {}
        }
    }
    let usage = root.field("usage");
    for code in draft.usage.keys() {
        if !offers.iter().any(|offer| offer.price.usage.as_ref() == Some(code)) {
            missing(&mut check, &usage.field(code.as_str()), "meter", code);
        }
    }
    check_lines(list, draft, &offers, &mut check);
    let coupons = root.field("coupons");
    check_codes(draft.coupons.iter(), "code", &coupons, &mut check);
    for (index, code) in draft.coupons.iter().enumerate() {
        match coupon(list, code) {
            None => missing(&mut check, &coupons.index(index), "coupon", code),
            Some(coupon) if !coupon.is_for_plan(Some(&draft.plan)) => {
                let detail = format!("“{code}” is not for the plan “{}”.", draft.plan);
                check.fault("coupon_does_not_fit", &coupons.index(index), detail);
            }
            Some(coupon)
                if (coupon.amount.is_some() || coupon.currency.is_some())
                    && coupon.currency.unwrap_or(list.currency) != currency(list, draft) =>
            {
                let detail = format!(
                    "“{code}” is in {}; accepted is one in {}.",
                    coupon.currency.unwrap_or(list.currency),
                    currency(list, draft)
                );
                check.fault("currency_mismatch", &coupons.index(index), detail);
            }
            Some(_) => {}
        }
    }
    if let Some(taxes) = &draft.taxes {
        list.tax.check_codes(taxes, &root.field("taxes"), &mut check);
    }
    taxes::check(list, draft, plan, &mut check);
    check.finish()?;
    Ok(plan)
}

fn check_lines(list: &PriceList, draft: &Draft, offers: &[Offer<'_>], check: &mut Check) {
    let root = Pointer::ROOT;
    let lines = root.field("lines");
    check_codes(draft.lines.iter().map(|line| &line.key), "key", &lines, check);
    for (index, line) in draft.lines.iter().enumerate() {
        let place = lines.index(index);
        let taken = |offer: &Offer<'_>| {
            offer.key == line.key || offer.price.line.as_ref() == Some(&line.key)
        };
        if offers.iter().any(taken) {
            let detail = format!("“{}” is a price of the plan; accepted is another key.", line.key);
            check.fault("duplicate_code", &place.field("key"), detail);
        }
        list.tax.check_codes(&line.taxes, &place.field("taxes"), check);
    }
}

fn missing(check: &mut Check, pointer: &Pointer<'_>, kind: &str, code: &Code) {
    let detail = format!("There is no {kind} “{code}” in the plan; accepted is one of it.");
    check.fault("unknown_reference", pointer, detail);
}
