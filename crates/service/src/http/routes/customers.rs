//! Customers.

use crate::{
    customers::{AddCustomer, ListCustomers, ReplaceCustomer, ShowCustomer},
    http::{
        route::{
            Method::{Get, Post, Put},
            Parameter, ParameterKind, Route,
        },
        routes::{CURSOR, LIMIT},
    },
    store::Store,
};

const SEARCH: Parameter = Parameter {
    name: "search",
    kind: ParameterKind::Text,
    required: false,
    text: "Only those whose name or e-mail address contains this, in whatever case.",
};

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/customers", "list_customers", |request| {
            let search = request.query().text("search").map(str::to_owned);
            Ok(ListCustomers { search, page: request.page()? })
        })
        .says("The customers, the latest first.")
        .query(&[SEARCH, LIMIT, CURSOR]),
        Route::by_key(Post, "/v1/customers", "add_customer", |request| {
            request.form::<AddCustomer>()
        })
        .says("Adds a customer.")
        .form::<AddCustomer>(
            r#"{"name":"Nordlicht GmbH","email":"ap@nordlicht.example","country":"DE","language":"en"}"#,
        )
        .status(201)
        .tagged(),
        Route::by_key(Get, "/v1/customers/{id}", "show_customer", |request| {
            Ok(ShowCustomer(request.id("customer")?))
        })
        .says("A customer.")
        .tagged(),
        Route::by_key(Put, "/v1/customers/{id}", "replace_customer", |request| {
            Ok(ReplaceCustomer {
                customer: request.id("customer")?,
                if_match: request.if_match(),
                form: request.form()?,
            })
        })
        .says("Replaces what is said of a customer; documents issued before stay as they are.")
        .form::<AddCustomer>(
            r#"{"name":"Nordlicht AG","email":"ap@nordlicht.example","country":"DE","language":"en"}"#,
        )
        .tagged()
        .matches(),
    ]
}
