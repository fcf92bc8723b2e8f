//! Subscriptions.

use crate::{
    http::{
        route::{
            Method::{Get, Post},
            Route,
        },
        routes::PAGE_OF_CUSTOMER,
    },
    invoices::{IssueInvoice, IssueInvoiceForm, NothingDue},
    store::Store,
    subscriptions::{
        CommitChange, CommitChangeForm, CreateChangeLink, CreateSubscription, ListSubscriptions,
        PreviewChange, PreviewChangeForm, PreviewSubscription, PreviewSubscriptionForm,
        ShowSubscription,
    },
};

const SUBSCRIPTION: &str = r#"{"customer": "cus_01jd0000000000000000000000", "draft": {
    "version": "seikyu.quote.v1", "price_list": "acme", "plan": "team", "zone": "Europe/Berlin",
    "start": "2026-12-01", "quantities": {"seats": "12"}
}}"#;

const THROUGH: &str = r#"{"through":"2026-12-31T00:00:00Z"}"#;

const CHANGE: &str = r#"{"change": [
    {"type": "quantity_changed", "at": "2026-12-16T09:00:00Z", "key": "seats", "quantity": "30"}
]}"#;

const COMMIT: &str = r#"{
    "change": [
        {"type": "quantity_changed", "at": "2026-12-16T09:00:00Z", "key": "seats", "quantity": "30"}
    ],
    "through": "2026-12-16T09:00:00Z",
    "basis": {"engine": "", "contract": "", "usage": "", "billed": "", "payment": "", "change": "",
        "result": ""}
}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/subscriptions", "list_subscriptions", |request| {
            let customer = request.query().customer()?;
            Ok(ListSubscriptions { customer, page: request.page()? })
        })
        .says("The subscriptions, the latest first.")
        .query(PAGE_OF_CUSTOMER),
        Route::by_key(Post, "/v1/subscriptions", "create_subscription", |request| {
            request.form::<CreateSubscription>()
        })
        .says("Makes a subscription without a quote; nothing is billed by it.")
        .form::<CreateSubscription>(SUBSCRIPTION)
        .status(201),
        Route::by_key(Get, "/v1/subscriptions/{id}", "show_subscription", |request| {
            Ok(ShowSubscription(request.id("subscription")?))
        })
        .says("A subscription with its contract."),
        Route::by_key(Post, "/v1/subscriptions/{id}/preview", "preview_subscription", |request| {
            let subscription = request.id("subscription")?;
            Ok(PreviewSubscription { subscription, form: request.form()? })
        })
        .says("The bill that is due, canonical; nothing is saved.")
        .form::<PreviewSubscriptionForm>(THROUGH),
        Route::by_key(Post, "/v1/subscriptions/{id}/invoices", "issue_invoice", |request| {
            let subscription = request.id("subscription")?;
            Ok(IssueInvoice { subscription, form: request.form()? })
        })
        .says("Issues the invoice that is due.")
        .form::<IssueInvoiceForm>(THROUGH)
        .status(201)
        .tagged()
        .or::<NothingDue>(200, "Nothing is due."),
        Route::by_key(
            Post,
            "/v1/subscriptions/{id}/changes/preview",
            "preview_change",
            |request| {
                let subscription = request.id("subscription")?;
                Ok(PreviewChange { subscription, form: request.form()? })
            },
        )
        .says("What a change costs: due now, the next bill, before and after; nothing is saved.")
        .form::<PreviewChangeForm>(CHANGE),
        Route::by_key(Post, "/v1/subscriptions/{id}/changes", "commit_change", |request| {
            let subscription = request.id("subscription")?;
            Ok(CommitChange { subscription, form: request.form()? })
        })
        .says(
            "Makes the change as it was previewed within the last hour, with the invoice that is \
             due by it.",
        )
        .form::<CommitChangeForm>(COMMIT)
        .conflicts(&["preview-stale"]),
        Route::by_key(
            Post,
            "/v1/subscriptions/{id}/change-link",
            "create_change_link",
            |request| Ok(CreateChangeLink(request.id("subscription")?)),
        )
        .says("Makes the customer's link to plans and quantities, good for 30 days."),
    ]
}
