//! Customers.

use axum::{extract::State, response::Response};

use crate::{
    customers::{AddCustomer, ListCustomers, ShowCustomer},
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    store::Store,
};

pub(in crate::http) async fn add<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form::<AddCustomer>()).await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListCustomers(request.page()?))).await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowCustomer(request.id("customer")?))
    })
    .await
}
