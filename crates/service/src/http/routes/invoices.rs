//! Invoices.

use seikyu_engine::billing::BillRequest;

use crate::{
    http::{
        route::{
            Method::{Get, Post},
            Route,
        },
        routes::{AT, CURSOR, CUSTOMER, LIMIT, PAGE_AT},
    },
    invoices::{
        CreateInvoice, ListInvoices, PreviewInvoice, ShowInvoice, ShowInvoicePayments,
        VerifyInvoice,
    },
    payments::{AllocateCredit, AllocateForm},
    store::Store,
    write_offs::{WriteOffForm, WriteOffInvoice},
};

/// A contract of one seat, billed for its first month.
const REQUEST: &str = r#"{
    "version": "seikyu.bill-request.v1",
    "contract": {
        "version": "seikyu.contract.v1", "currency": "EUR", "zone": "Europe/Berlin",
        "products": [], "meters": [], "tax_rates": [],
        "events": [{"type": "created", "at": "2026-12-01T00:00:00Z", "coupons": [], "items": []}]
    },
    "through": "2026-12-31T00:00:00Z"
}"#;

const LINES: &str = r#"{
    "customer": "cus_01jd0000000000000000000000", "price_list": "acme", "zone": "Europe/Berlin",
    "lines": [
        {"name": {"en": "Workshop"}, "quantity": "2", "unit_price": "900", "taxes": ["standard"]}
    ]
}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/invoices", "list_invoices", |request| {
            let (at, customer) = (request.query().day("at")?, request.query().customer()?);
            Ok(ListInvoices { at, customer, page: request.page()? })
        })
        .says("The invoices, each with its payment state by the end of a day.")
        .query(&[AT, CUSTOMER, LIMIT, CURSOR]),
        Route::by_key(Post, "/v1/invoices", "create_invoice", |request| {
            request.form::<CreateInvoice>()
        })
        .says("Issues an invoice of lines that are charged once, apart from any subscription.")
        .form::<CreateInvoice>(LINES)
        .status(201)
        .tagged(),
        Route::by_key(Post, "/v1/invoices/preview", "preview_invoice", |request| {
            Ok(PreviewInvoice(BillRequest::read(request.document()?)?))
        })
        .says("A bill request's bill, canonical; nothing is read or saved.")
        .form::<BillRequest>(REQUEST),
        Route::by_key(Get, "/v1/invoices/{id}", "show_invoice", |request| {
            Ok(ShowInvoice(request.id("invoice")?))
        })
        .says("An invoice, the stored document byte for byte.")
        .tagged(),
        Route::by_key(Get, "/v1/invoices/{id}/verify", "verify_invoice", |request| {
            Ok(VerifyInvoice(request.id("invoice")?))
        })
        .says(
            "Computes an invoice anew: its hash, its bill from its stored input to the byte, and \
             that it and its neighbours in the series name each other.",
        ),
        Route::by_key(Get, "/v1/invoices/{id}/payments", "show_invoice_payments", |request| {
            let (invoice, at) = (request.id("invoice")?, request.query().day("at")?);
            Ok(ShowInvoicePayments { invoice, at, page: request.page()? })
        })
        .says("How an invoice stands by the end of a day, and each event that settled it.")
        .query(PAGE_AT),
        Route::by_key(Post, "/v1/invoices/{id}/allocations", "allocate_credit", |request| {
            Ok(AllocateCredit { invoice: request.id("invoice")?, form: request.form()? })
        })
        .says("Sets an invoice below zero against others.")
        .form::<AllocateForm>(
            r#"{"allocations":[{"invoice":"inv_01jd0000000000000000000000","amount":"12.00"}]}"#,
        )
        .status(201),
        Route::by_key(Post, "/v1/invoices/{id}/write-off", "write_off_invoice", |request| {
            Ok(WriteOffInvoice { invoice: request.id("invoice")?, form: request.form()? })
        })
        .says("Gives up what is open of an invoice, or a part of it.")
        .form::<WriteOffForm>(r#"{"reason":"insolvent"}"#)
        .status(201)
        .conflicts(&["nothing-open"]),
    ]
}
