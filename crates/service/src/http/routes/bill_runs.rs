//! Bill runs.

use crate::{
    bill_runs::{AdvanceBillRun, CreateBillRun, ListBillRuns, ListExceptions, ShowBillRun},
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
        Route::by_key(Get, "/v1/bill-runs", "list_bill_runs", |request| {
            Ok(ListBillRuns(request.page()?))
        })
        .says("The bill runs, the latest first.")
        .query(PAGE),
        Route::by_key(Post, "/v1/bill-runs", "create_bill_run", |request| {
            request.form::<CreateBillRun>()
        })
        .says(
            "Begins a run over every subscription that is due through an instant. Each advance \
             bills a page; in the background they come by themselves.",
        )
        .form::<CreateBillRun>(
            r#"{"through":"2027-01-01T00:00:00Z","dry_run":true,"background":false}"#,
        )
        .status(201),
        Route::by_key(Get, "/v1/bill-runs/{id}", "show_bill_run", |request| {
            Ok(ShowBillRun(request.id("bill run")?))
        })
        .says("How far a run has come, with its totals by currency."),
        Route::by_key(Post, "/v1/bill-runs/{id}/advance", "advance_bill_run", |request| {
            Ok(AdvanceBillRun(request.id("bill run")?))
        })
        .says(
            "Bills the next page of a run, at most 250 subscriptions, in one transaction; to be \
             repeated until its status is done.",
        ),
        Route::by_key(Get, "/v1/bill-runs/{id}/exceptions", "list_exceptions", |request| {
            Ok(ListExceptions { run: request.id("bill run")?, page: request.page()? })
        })
        .says("What the run could not bill: the subscription and the reasons.")
        .query(PAGE),
    ]
}
