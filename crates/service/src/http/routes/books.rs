//! The books and their reports.

use crate::{
    books::{ExportJournal, Format, ListJournal, ReceivablesAging, RevenueByMonth, TrialBalance},
    http::{
        request::ApiRequest,
        route::{Method::Get, Parameter, Route},
        routes::{AT, FROM, PAGE, PAGE_AT, TO},
    },
    refusal::Refusal,
    store::Store,
};

/// From a day to a day, with both.
const TIME: &[Parameter] = &[FROM, TO];

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/journal", "list_journal", |request| {
            Ok(ListJournal(request.page()?))
        })
        .says("The entries of the books by day, each with its postings, which come to zero.")
        .query(PAGE),
        Route::by_key(Get, "/v1/journal.csv", "export_journal_csv", |request| {
            export(request, Format::Csv)
        })
        .says("The postings of a time as a CSV file, at most 50,000.")
        .query(TIME)
        .answers_text("text/csv"),
        Route::by_key(Get, "/v1/journal.beancount", "export_journal_beancount", |request| {
            export(request, Format::Beancount)
        })
        .says("The postings of a time as a file for Beancount, at most 50,000.")
        .query(TIME)
        .answers_text("text/plain"),
        Route::by_key(Get, "/v1/reports/trial-balance", "show_trial_balance", |request| {
            let at = request.query().day("at")?;
            Ok(TrialBalance { at: at.map_or_else(|| request.today(), Ok)? })
        })
        .says("Every account by the end of a day, by currency.")
        .query(&[AT]),
        Route::by_key(Get, "/v1/reports/receivables-aging", "show_aging", |request| {
            let at = request.query().day("at")?.map_or_else(|| request.today(), Ok)?;
            Ok(ReceivablesAging { at, page: request.page()? })
        })
        .says("What customers owe by the end of a day, by customer and days since it was due.")
        .query(PAGE_AT),
        Route::by_key(Get, "/v1/reports/revenue", "show_revenue", |request| {
            let query = request.query();
            RevenueByMonth::new(query.required_day("from")?, query.required_day("to")?)
        })
        .says("What became revenue, by month and currency.")
        .query(TIME),
    ]
}

fn export(request: &ApiRequest, format: Format) -> Result<ExportJournal, Refusal> {
    let query = request.query();
    ExportJournal::new(format, query.required_day("from")?, query.required_day("to")?)
}
