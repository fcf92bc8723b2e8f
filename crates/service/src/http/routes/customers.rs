//! Customers.

use crate::{
    customers::{AddCustomer, ListCustomers, ShowCustomer},
    http::{
        route::{
            Method::{Get, Post},
            Route,
        },
        routes::PAGE,
    },
    store::Store,
};

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/customers", "list_customers", |request| {
            Ok(ListCustomers(request.page()?))
        })
        .says("The customers, the latest first.")
        .query(PAGE),
        Route::by_key(Post, "/v1/customers", "add_customer", |request| {
            request.form::<AddCustomer>()
        })
        .says("Adds a customer.")
        .form::<AddCustomer>(
            r#"{"name":"Nordlicht GmbH","email":"ap@nordlicht.example","country":"DE","language":"en"}"#,
        )
        .status(201),
        Route::by_key(Get, "/v1/customers/{id}", "show_customer", |request| {
            Ok(ShowCustomer(request.id("customer")?))
        })
        .says("A customer."),
    ]
}
