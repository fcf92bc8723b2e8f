//! Price lists, products and plans.

use axum::{extract::State, response::Response};

use seikyu_engine::catalog::PriceList;

use crate::{
    catalog::{ImportPriceList, Kind, ListEntries, ListPriceLists, ShowPriceList},
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    refusal::Refusal,
    store::Store,
};

pub(in crate::http) async fn import<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ImportPriceList(PriceList::read(request.document()?)?)))
        .await
}

pub(in crate::http) async fn lists<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListPriceLists(request.page()?))).await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, show).await
}

pub(in crate::http) async fn products<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListEntries(Kind::Products, request.page()?))).await
}

pub(in crate::http) async fn plans<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListEntries(Kind::Plans, request.page()?))).await
}

fn show(request: &ApiRequest) -> Result<ShowPriceList, Refusal> {
    let query = request.query(&["version"])?;
    let version = query.text("version").map(|text| {
        let shown: String = text.chars().take(60).collect();
        let detail = format!("“{shown}” is no version; accepted is a whole number from 1.");
        text.parse().map_err(|_| Refusal::field("out_of_range", "/version", detail))
    });
    Ok(ShowPriceList { code: request.parameter("code")?.to_owned(), version: version.transpose()? })
}
