//! What events tell of an invoice: its head with its totals, without its lines.

use seikyu_calendar::{Date, Instant};
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use crate::{
    id::{CustomerId, InvoiceId, SubscriptionId},
    invoices::document::Head,
};

/// An invoice that was finalised. The document itself is at `/v1/invoices/{id}`, and has this hash.
#[derive(Serialize)]
pub(super) struct FinalizedInvoice<'a> {
    id: &'a InvoiceId,
    number: &'a str,
    customer: &'a CustomerId,
    subscription: &'a SubscriptionId,
    issued_at: Instant,
    due_on: Date,
    through: Instant,
    currency: Currency,
    net: Amount,
    tax: Amount,
    gross: Amount,
    due: Amount,
    credit: Amount,
    hash: &'a str,
}

impl<'a> FinalizedInvoice<'a> {
    /// The invoice of a head, with its number and the hash of its document.
    pub(super) fn of(head: &'a Head, number: &'a str, hash: &'a str) -> Self {
        let amount = |minor| Amount::from_minor(minor, head.currency);
        Self {
            id: &head.id,
            number,
            customer: &head.customer,
            subscription: &head.subscription,
            issued_at: head.issued_at,
            due_on: head.due_on,
            through: head.through,
            currency: head.currency,
            net: amount(head.net_minor),
            tax: amount(head.tax_minor),
            gross: amount(head.gross_minor),
            due: amount(head.due_minor),
            credit: amount(head.credit_minor),
            hash,
        }
    }
}
