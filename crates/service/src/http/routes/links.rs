//! Signed links: the token is the right.

use crate::{
    http::{
        route::{
            Method::{Get, Post},
            Route,
        },
        routes::PAGE,
    },
    quotes::{
        AcceptQuote, AcceptQuoteForm, DeclineLink, DeclineQuoteForm, ShowLink, ShowLinkInvoice,
    },
    store::Store,
    subscriptions::{
        CommitChoice, CommitChoiceForm, ListLinkInvoices, ShowChangeLink, ShowLinkedInvoice,
    },
};

const CHOICE: &str = r#"{
    "choice": {"plan": "team", "quantities": {"seats": "12"}},
    "through": "2026-12-16T09:00:00Z",
    "basis": {"engine": "", "contract": "", "usage": "", "billed": "", "payment": "", "change": "",
        "result": ""}
}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_link(Get, "/v1/links/{token}", "show_quote_link", |_, link| Ok(ShowLink(link)))
            .says("What was sent to the customer: price list, draft, digest."),
        Route::by_link(Post, "/v1/links/{token}/accept", "accept_quote", |request, link| {
            Ok(AcceptQuote { link, form: request.form()? })
        })
        .says("Accepts the quote that was shown: a subscription, and the invoice that is due.")
        .form::<AcceptQuoteForm>(r#"{"digest":"sha256:0"}"#)
        .conflicts(&["quote-changed", "quote-closed"]),
        Route::by_link(Post, "/v1/links/{token}/decline", "decline_link", |request, link| {
            Ok(DeclineLink { link, form: request.form_or_default()? })
        })
        .says("Says that the customer does not want the quote.")
        .form_or_nothing::<DeclineQuoteForm>(r#"{"reason":"too dear"}"#)
        .conflicts(&["quote-changed", "quote-closed"]),
        Route::by_link(Get, "/v1/links/{token}/invoice", "show_quote_invoice", |_, link| {
            Ok(ShowLinkInvoice(link))
        })
        .says("The invoice that came of the quote.")
        .tagged(),
        Route::by_link(Get, "/v1/change-links/{token}", "show_change_link", |_, link| {
            Ok(ShowChangeLink(link))
        })
        .says("The price list, and the engine's request of the contract as it stands."),
        Route::by_link(
            Post,
            "/v1/change-links/{token}/commit",
            "commit_choice",
            |request, link| Ok(CommitChoice { link, form: request.form()? }),
        )
        .says("Commits the plan and quantities that were previewed; a choice holds no price.")
        .form::<CommitChoiceForm>(CHOICE)
        .conflicts(&["preview-stale"]),
        Route::by_link(
            Get,
            "/v1/change-links/{token}/invoices",
            "list_linked_invoices",
            |request, link| Ok(ListLinkInvoices { link, page: request.page()? }),
        )
        .says("The invoices of the subscription.")
        .query(PAGE),
        Route::by_link(
            Get,
            "/v1/change-links/{token}/invoices/{id}",
            "show_linked_invoice",
            |request, link| Ok(ShowLinkedInvoice { link, invoice: request.id("invoice")? }),
        )
        .says("One of them, byte for byte.")
        .tagged(),
    ]
}
