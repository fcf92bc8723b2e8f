//! The routes by subject: the one table that the router and the description of the API are made from.
//! They hold no rule.

mod bill_runs;
mod billing_settings;
mod books;
mod catalog;
mod credit_notes;
mod customers;
mod events;
mod invoices;
mod keys;
mod links;
mod open;
mod payments;
mod quotes;
mod sellers;
mod subscriptions;
mod usage;
mod webhooks;

use crate::{
    http::route::{Parameter, ParameterKind, Route},
    store::Store,
};

/// How many entries a page has.
const LIMIT: Parameter = Parameter {
    name: "limit",
    kind: ParameterKind::Limit,
    required: false,
    text: "How many entries the page has at most; 20 where nothing is said.",
};

/// Where a page begins.
const CURSOR: Parameter = Parameter {
    name: "cursor",
    kind: ParameterKind::Text,
    required: false,
    text: "The `next` of the page before.",
};

/// The day of a report.
const AT: Parameter = Parameter {
    name: "at",
    kind: ParameterKind::Day,
    required: false,
    text: "By the end of which day, UTC; today where nothing is said.",
};

/// The days of a report.
const FROM: Parameter =
    Parameter { name: "from", kind: ParameterKind::Day, required: true, text: "The first day." };
const TO: Parameter =
    Parameter { name: "to", kind: ParameterKind::Day, required: true, text: "The last day." };

/// The customer whose things are listed.
const CUSTOMER: Parameter = Parameter {
    name: "customer",
    kind: ParameterKind::Text,
    required: false,
    text: "Only what concerns this customer.",
};

/// The parameters of a list that one customer's part can be asked of.
const PAGE_OF_CUSTOMER: &[Parameter] = &[CUSTOMER, LIMIT, CURSOR];

/// The parameters of a list.
const PAGE: &[Parameter] = &[LIMIT, CURSOR];

/// The parameters of a list by the end of a day.
const PAGE_AT: &[Parameter] = &[AT, LIMIT, CURSOR];

/// Every route.
pub(super) fn all<S: Store>() -> Vec<Route<S>> {
    [
        open::routes(),
        sellers::routes(),
        keys::routes(),
        catalog::routes(),
        customers::routes(),
        quotes::routes(),
        links::routes(),
        subscriptions::routes(),
        usage::routes(),
        bill_runs::routes(),
        billing_settings::routes(),
        events::routes(),
        webhooks::routes(),
        invoices::routes(),
        credit_notes::routes(),
        payments::routes(),
        books::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
