//! Quotes.

use crate::{
    http::{
        route::{
            Method::{Get, Post, Put},
            Route,
        },
        routes::PAGE_OF_CUSTOMER,
    },
    quotes::{
        CreateQuote, DeclineQuote, DeclineQuoteForm, ListQuotes, PreviewQuote, ReviseQuote,
        ReviseQuoteForm, SendQuote, ShowQuote,
    },
    store::Store,
};

const DRAFT: &str = r#"{"draft": {
    "version": "seikyu.quote.v1", "price_list": "acme", "plan": "team", "zone": "Europe/Berlin",
    "start": "2026-12-01", "quantities": {"seats": "12"}
}}"#;

const QUOTE: &str = r#"{"customer": "cus_01jd0000000000000000000000", "draft": {
    "version": "seikyu.quote.v1", "price_list": "acme", "plan": "team", "zone": "Europe/Berlin",
    "start": "2026-12-01", "quantities": {"seats": "12"}
}}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/quotes", "list_quotes", |request| {
            let customer = request.query().customer()?;
            Ok(ListQuotes { customer, page: request.page()? })
        })
        .says("The quotes, the latest first.")
        .query(PAGE_OF_CUSTOMER),
        Route::by_key(Post, "/v1/quotes", "create_quote", |request| request.form::<CreateQuote>())
            .says("Makes a quote for a customer.")
            .form::<CreateQuote>(QUOTE)
            .status(201)
            .tagged(),
        Route::by_key(Post, "/v1/quotes/preview", "preview_quote", |request| {
            request.form::<PreviewQuote>()
        })
        .says("What a draft comes to; nothing is saved.")
        .form::<PreviewQuote>(DRAFT),
        Route::by_key(Get, "/v1/quotes/{id}", "show_quote", |request| {
            Ok(ShowQuote(request.id("quote")?))
        })
        .says("A quote, computed anew.")
        .tagged(),
        Route::by_key(Put, "/v1/quotes/{id}", "revise_quote", |request| {
            let quote = request.id("quote")?;
            Ok(ReviseQuote { quote, if_match: request.if_match(), form: request.form()? })
        })
        .says(
            "Makes a new version, on the present price list; links to the old one are no longer \
             good.",
        )
        .form::<ReviseQuoteForm>(DRAFT)
        .conflicts(&["quote-closed"])
        .tagged()
        .matches(),
        Route::by_key(Post, "/v1/quotes/{id}/send", "send_quote", |request| {
            Ok(SendQuote(request.id("quote")?))
        })
        .says("Makes a link for the customer, good for 30 days.")
        .conflicts(&["quote-closed", "quote-changed"]),
        Route::by_key(Post, "/v1/quotes/{id}/decline", "decline_quote", |request| {
            let quote = request.id("quote")?;
            Ok(DeclineQuote { quote, form: request.form_or_default()? })
        })
        .says("Closes a quote that the customer does not want; a revision opens it again.")
        .form_or_nothing::<DeclineQuoteForm>(r#"{"reason":"too dear"}"#)
        .conflicts(&["quote-closed"]),
    ]
}
