//! How the seller is billed.

use crate::{
    automatic_billing::{
        BillingSettingsForm, ListDraftInvoices, ReplaceBillingSettings, ShowBillingSettings,
    },
    http::{
        route::{
            Method::{Get, Put},
            Route,
        },
        routes::PAGE,
    },
    store::Store,
};

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/billing-settings", "show_billing_settings", |_| {
            Ok(ShowBillingSettings)
        })
        .says("Whether what is due is billed without being asked, and the run that did it last."),
        Route::by_key(Put, "/v1/billing-settings", "replace_billing_settings", |request| {
            request.form().map(ReplaceBillingSettings)
        })
        .says("Has what is due billed without being asked, hour by hour, or no longer.")
        .form::<BillingSettingsForm>(r#"{"automatic":true,"grace_hours":48}"#),
        Route::by_key(Get, "/v1/draft-invoices", "list_draft_invoices", |request| {
            Ok(ListDraftInvoices(request.page()?))
        })
        .says(
            "The subscriptions with something due that is not issued yet, in the order in which it \
             became so; what a draft comes to, the preview of its subscription says.",
        )
        .query(PAGE),
    ]
}
