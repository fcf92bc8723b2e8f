//! The seller, and its clock in test mode.

use crate::{
    http::route::{
        Method::{Get, Post, Put},
        Route,
    },
    sellers::{
        AdvanceTestClock, AdvanceTestClockForm, ReplaceSeller, SellerForm, ShowSeller,
        ShowTestClock,
    },
    store::Store,
};

const SELLER: &str = r#"{
    "name": "Acme K.K.", "address": "1-1 Marunouchi, Tokyo", "country": "JP",
    "registration_number": "T1234567890123", "payment_days": 30,
    "invoice_numbers": "INV-{YYYY}-{seq:6}", "credit_note_numbers": "CN-{YYYY}-{seq:6}",
    "origins": ["https://app.example.com"]
}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/seller", "show_seller", |_| Ok(ShowSeller))
            .says("The seller of the key: as documents show it, and what it has set.")
            .tagged(),
        Route::by_key(Put, "/v1/seller", "replace_seller", |request| {
            Ok(ReplaceSeller { if_match: request.if_match(), form: request.form()? })
        })
        .says("Replaces what is said of the seller; documents issued before stay as they are.")
        .form::<SellerForm>(SELLER)
        .tagged()
        .matches(),
        Route::by_key(Get, "/v1/test-clock", "show_test_clock", |_| Ok(ShowTestClock))
            .says("What the seller's clock says; in live mode, what it is."),
        Route::by_key(Post, "/v1/test-clock/advance", "advance_test_clock", |request| {
            request.form().map(AdvanceTestClock)
        })
        .says("Puts the clock of a seller in test mode forward; it goes on from there.")
        .form::<AdvanceTestClockForm>(r#"{"to":"2027-01-01T00:00:00Z"}"#)
        .conflicts(&["live-mode"]),
    ]
}
