//! The tax rates of a product on a quote: the quote's own, else those the price list's tax rules choose
//! for the customer, else the product's.

use std::sync::Arc;

use crate::{
    catalog::{Code, Plan, PriceList, Product},
    quote::Draft,
    tax::NoRule,
    wire::{Check, Pointer},
};

/// The rates of a product, for a draft that was checked.
pub(super) fn of_product(list: &PriceList, draft: &Draft, product: &Product) -> Arc<[Code]> {
    if let Some(taxes) = &draft.taxes {
        return Arc::clone(taxes);
    }
    let chosen = match (&list.tax_rules, &draft.customer) {
        (Some(rules), Some(customer)) => rules.choose(customer, product.tax_class.as_ref()).ok(),
        _ => None,
    };
    chosen.map_or_else(|| product.taxes.as_slice().into(), |choice| choice.taxes.into())
}

/// Records a customer that no rule is for.
pub(super) fn check(list: &PriceList, draft: &Draft, plan: &Plan, check: &mut Check) {
    let Some(customer) = &draft.customer else { return };
    let root = Pointer::ROOT;
    let place = root.field("customer");
    customer.check(&place, check);
    let Some(rules) = &list.tax_rules else {
        let detail = "The price list has no tax rules; accepted is no customer beside it.";
        check.fault("no_tax_rules", &place, detail);
        return;
    };
    let products = plan.prices.iter().filter_map(|price| list.product(&price.product));
    let mut classes = Vec::new();
    for product in products {
        let class = product.tax_class.as_ref();
        if classes.contains(&class) {
            continue;
        }
        classes.push(class);
        if let Err(error) = rules.choose(customer, class) {
            check.fault(NoRule::CODE, &place, error.to_string());
        }
    }
}
