//! Credit notes, and voiding invoices.

use crate::{
    credit_notes::{
        CreateCreditNote, CreditNoteForm, ListCreditNotes, PreviewCreditNote, ShowCreditNote,
        VerifyCreditNote, VoidForm, VoidInvoice,
    },
    http::{
        route::{
            Method::{Get, Post},
            Parameter, ParameterKind, Route,
        },
        routes::{CURSOR, LIMIT},
    },
    store::Store,
};

const NOTE: &str = r#"{
    "invoice": "inv_01jd0000000000000000000000",
    "credit": {"lines": [{"line": "seats", "amount": "12.00"}]},
    "reason": {"en": "Two days out of service"}
}"#;

const PAGE_OF_INVOICE: &[Parameter] = &[
    Parameter {
        name: "invoice",
        kind: ParameterKind::Text,
        required: false,
        text: "Only those on this invoice.",
    },
    LIMIT,
    CURSOR,
];

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/credit-notes", "list_credit_notes", |request| {
            let invoice = request.query().id("invoice", "inv_01jd0000000000000000000000")?;
            Ok(ListCreditNotes { invoice, page: request.page()? })
        })
        .says("The credit notes, the latest first.")
        .query(PAGE_OF_INVOICE),
        Route::by_key(Post, "/v1/credit-notes/preview", "preview_credit_note", |request| {
            Ok(PreviewCreditNote(request.form()?))
        })
        .says("The credit note that a form comes to, canonical; nothing is saved.")
        .form::<CreditNoteForm>(NOTE),
        Route::by_key(Post, "/v1/credit-notes", "create_credit_note", |request| {
            Ok(CreateCreditNote(request.form()?))
        })
        .says(
            "Takes back a part of an invoice, or all that is left of it: settles what is open, and \
             leaves the rest to the customer, to be set against other invoices or refunded.",
        )
        .form::<CreditNoteForm>(NOTE)
        .status(201)
        .conflicts(&["preview-stale"])
        .tagged(),
        Route::by_key(Get, "/v1/credit-notes/{id}", "show_credit_note", |request| {
            Ok(ShowCreditNote(request.id("credit note")?))
        })
        .says("A credit note, the stored document byte for byte.")
        .tagged(),
        Route::by_key(Get, "/v1/credit-notes/{id}/verify", "verify_credit_note", |request| {
            Ok(VerifyCreditNote(request.id("credit note")?))
        })
        .says(
            "Computes a credit note anew: its hash, the note from its stored input to the byte, and \
             that it and its neighbours in the series name each other.",
        ),
        Route::by_key(Post, "/v1/invoices/{id}/void", "void_invoice", |request| {
            Ok(VoidInvoice { invoice: request.id("invoice")?, form: request.form()? })
        })
        .says(
            "Voids an invoice of which nothing was settled, by a credit note over all of it; what it \
             billed is due again.",
        )
        .form::<VoidForm>(r#"{"reason":{"en":"Billed to the wrong plan"}}"#)
        .status(201)
        .conflicts(&["invoice-void", "invoice-settled"])
        .tagged(),
    ]
}
