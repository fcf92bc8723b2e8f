//! Quotes.

use axum::{extract::State, response::Response};

use crate::{
    host::Host,
    http::{handlers::by_key, request::ApiRequest},
    quotes::{CreateQuote, ListQuotes, PreviewQuote, ReviseQuote, SendQuote, ShowQuote},
    store::Store,
};

pub(in crate::http) async fn create<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form::<CreateQuote>()).await
}

pub(in crate::http) async fn list<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| Ok(ListQuotes(request.page()?))).await
}

pub(in crate::http) async fn preview<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| request.form::<PreviewQuote>()).await
}

pub(in crate::http) async fn revise<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        let quote = request.id("quote")?;
        Ok(ReviseQuote { quote, if_match: request.if_match(), form: request.form()? })
    })
    .await
}

pub(in crate::http) async fn send<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.no_form()?;
        Ok(SendQuote(request.id("quote")?))
    })
    .await
}

pub(in crate::http) async fn show<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowQuote(request.id("quote")?))
    })
    .await
}
