//! Offers: the prices a draft takes, those of its plan and of its add-ons, in its currency and with what
//! was agreed with this customer.

use seikyu_calendar::Date;
use seikyu_money::{Currency, Quantity};

use crate::{
    catalog::{AddOn, Code, Plan, Price, PriceList, PriceOverride, check_codes},
    quote::{ChosenAddOn, Draft},
    wire::{Check, Pointer},
};

/// A price that a draft takes.
pub(super) struct Offer<'l> {
    /// The key of its item.
    pub(super) key: Code,
    /// The price in the draft's currency, with what was agreed.
    pub(super) price: Price,
    /// What was agreed with the customer.
    pub(super) agreed: Option<&'l PriceOverride>,
    /// How many of its add-on were chosen; 1 for a price of the plan.
    pub(super) number: u32,
    /// The first day and the day after the last one, where its add-on has them.
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
}

/// The currency of a draft.
pub(super) fn currency(list: &PriceList, draft: &Draft) -> Currency {
    draft.currency.unwrap_or(list.currency)
}

/// The add-ons of a draft, those that the list has.
pub(super) fn add_ons<'l>(
    list: &'l PriceList,
    draft: &'l Draft,
) -> impl Iterator<Item = (&'l AddOn, &'l ChosenAddOn)> {
    draft.add_ons.iter().filter_map(|chosen| {
        let add_on = list.add_ons.iter().find(|add_on| add_on.code == chosen.code)?;
        Some((add_on, chosen))
    })
}

/// The prices of a draft that was checked, in the order of its lines.
pub(super) fn offers<'l>(list: &'l PriceList, draft: &'l Draft, plan: &'l Plan) -> Vec<Offer<'l>> {
    let currency = currency(list, draft);
    let offer = |key: Code, price: &Price| {
        let price = price.in_currency(currency, list.currency)?;
        let agreed = draft.overrides.get(&key);
        let price = agreed.map_or_else(|| price.clone(), |agreed| agreed.of(&price));
        Some(Offer { key, price, agreed, number: 1, from: None, until: None })
    };
    let of_plan = plan.prices.iter().filter_map(|price| offer(price.code.clone(), price));
    let of_add_ons = add_ons(list, draft).flat_map(|(add_on, chosen)| {
        add_on.prices.iter().filter_map(move |price| {
            let offered = offer(add_on.key(price)?, price)?;
            let from = chosen.start.filter(|day| *day > draft.start);
            Some(Offer { number: chosen.quantity, from, until: chosen.end, ..offered })
        })
    });
    of_plan.chain(of_add_ons).collect()
}

impl Offer<'_> {
    /// The chosen quantity of its item, unless the draft says another.
    pub(super) fn quantity(&self, draft: &Draft) -> Quantity {
        let own = self.price.quantity.unwrap_or(Quantity::ONE);
        draft.quantities.get(&self.key).copied().unwrap_or_else(|| {
            // Beyond what a quantity can be, the draft was refused.
            own.repeated(self.number).unwrap_or(own)
        })
    }
}

/// Records what is wrong with a draft's currency, overrides and add-ons.
pub(super) fn check(list: &PriceList, draft: &Draft, plan: &Plan, check: &mut Check) {
    let root = Pointer::ROOT;
    let currency = currency(list, draft);
    let place = root.field("currency");
    let add_on_prices = add_ons(list, draft).flat_map(|(add_on, _)| &add_on.prices);
    for price in plan.prices.iter().chain(add_on_prices) {
        if price.in_currency(currency, list.currency).is_none() {
            let detail = format!(
                "“{}” has no price in {currency}; accepted is a currency that all prices have.",
                price.code
            );
            check.fault("no_price_in_currency", &place, detail);
        }
    }
    check_add_ons(list, draft, check);
    let offers = offers(list, draft, plan);
    let overrides = root.field("overrides");
    for (code, agreed) in &draft.overrides {
        let place = overrides.field(code.as_str());
        let Some(offer) = offers.iter().find(|offer| offer.key == *code) else {
            let detail = format!("There is no price “{code}” in the quote; accepted is one of it.");
            check.fault("unknown_reference", &place, detail);
            continue;
        };
        list.check_price(&offer.price, &place, check);
        if let Some(taxes) = &agreed.taxes {
            list.tax.check_codes(taxes, &place.field("taxes"), check);
        }
    }
}

fn check_add_ons(list: &PriceList, draft: &Draft, check: &mut Check) {
    let root = Pointer::ROOT;
    let add_ons = root.field("add_ons");
    check_codes(draft.add_ons.iter().map(|chosen| &chosen.code), "code", &add_ons, check);
    for (index, chosen) in draft.add_ons.iter().enumerate() {
        let place = add_ons.index(index);
        let known = list.add_ons.iter().find(|add_on| add_on.code == chosen.code);
        let Some(add_on) = known.filter(|add_on| add_on.fits(&draft.plan)) else {
            let detail = format!(
                "There is no add-on “{}” for the plan “{}”; accepted is one of the price list.",
                chosen.code, draft.plan
            );
            check.fault("unknown_reference", &place.field("code"), detail);
            continue;
        };
        let most = add_on.quantity_max.unwrap_or(u32::MAX);
        if chosen.quantity == 0 || chosen.quantity > most {
            let detail = format!("{} were chosen; accepted are 1 to {most}.", chosen.quantity);
            check.fault("out_of_range", &place.field("quantity"), detail);
        }
        for price in &add_on.prices {
            let own = price.quantity.unwrap_or(Quantity::ONE);
            check.money(&place.field("quantity"), own.repeated(chosen.quantity));
        }
        let first = chosen.start.unwrap_or(draft.start).max(draft.start);
        if chosen.end.is_some_and(|end| end <= first) {
            let detail = format!("It ends before it begins; accepted is a day after {first}.");
            check.fault("invalid_time", &place.field("end"), detail);
        }
    }
}
