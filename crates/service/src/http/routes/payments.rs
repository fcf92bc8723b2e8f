//! Payments, refunds and write-offs.

use crate::{
    http::{
        route::{
            Method::{Get, Post},
            Route,
        },
        routes::{PAGE, PAGE_OF_CUSTOMER},
    },
    payments::{
        AllocateForm, AllocatePayment, ListAllocations, ListPayments, RecordPayment,
        ReversePayment, ReversePaymentForm, ShowPayment,
    },
    refunds::{ListRefunds, RecordRefund, ShowRefund},
    store::Store,
    write_offs::{ListWriteOffs, ShowWriteOff},
};

const PAYMENT: &str = r#"{
    "customer": "cus_01jd0000000000000000000000", "currency": "EUR", "amount": "120.00",
    "received_on": "2026-12-16", "reference": "INV-2026-000001"
}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/payments", "list_payments", |request| {
            let customer = request.query().customer()?;
            Ok(ListPayments { customer, page: request.page()? })
        })
        .says("The payments, the latest first.")
        .query(PAGE_OF_CUSTOMER),
        Route::by_key(Post, "/v1/payments", "record_payment", |request| {
            request.form::<RecordPayment>()
        })
        .says("Records money that came in, and sets it against invoices.")
        .form::<RecordPayment>(PAYMENT)
        .status(201),
        Route::by_key(Get, "/v1/payments/{id}", "show_payment", |request| {
            Ok(ShowPayment(request.id("payment")?))
        })
        .says("A payment, with what of it is allocated, refunded and left."),
        Route::by_key(Get, "/v1/payments/{id}/allocations", "list_allocations", |request| {
            Ok(ListAllocations { payment: request.id("payment")?, page: request.page()? })
        })
        .says("What a payment settled, event by event.")
        .query(PAGE),
        Route::by_key(Post, "/v1/payments/{id}/allocations", "allocate_payment", |request| {
            Ok(AllocatePayment { payment: request.id("payment")?, form: request.form()? })
        })
        .says("Sets what is left of a payment against invoices.")
        .form::<AllocateForm>(
            r#"{"allocations":[{"invoice":"inv_01jd0000000000000000000000","amount":"12.00"}]}"#,
        )
        .status(201)
        .conflicts(&["payment-reversed"]),
        Route::by_key(Post, "/v1/payments/{id}/reverse", "reverse_payment", |request| {
            Ok(ReversePayment { payment: request.id("payment")?, form: request.form()? })
        })
        .says("Says that a payment did not come in after all; what it settled is open again.")
        .form::<ReversePaymentForm>(r#"{"reason":"bounced"}"#)
        .status(201)
        .conflicts(&["payment-reversed", "payment-refunded"]),
        Route::by_key(Get, "/v1/refunds", "list_refunds", |request| {
            Ok(ListRefunds(request.page()?))
        })
        .says("The refunds, the latest first.")
        .query(PAGE),
        Route::by_key(Post, "/v1/refunds", "record_refund", |request| {
            request.form::<RecordRefund>()
        })
        .says("Records money paid back, of what is left of a payment or of an invoice below zero.")
        .form::<RecordRefund>(r#"{"payment":"pay_01jd0000000000000000000000","amount":"12.00"}"#)
        .status(201)
        .conflicts(&["payment-reversed"]),
        Route::by_key(Get, "/v1/refunds/{id}", "show_refund", |request| {
            Ok(ShowRefund(request.id("refund")?))
        })
        .says("A refund."),
        Route::by_key(Get, "/v1/write-offs", "list_write_offs", |request| {
            Ok(ListWriteOffs(request.page()?))
        })
        .says("What was given up, the latest first.")
        .query(PAGE),
        Route::by_key(Get, "/v1/write-offs/{id}", "show_write_off", |request| {
            Ok(ShowWriteOff(request.id("write-off")?))
        })
        .says("A write-off."),
    ]
}
