//! Invoices as they are served, for the description of the API: a document is stored as text and served
//! byte for byte.

use seikyu_calendar::{Date, Instant};
use seikyu_engine::billing::{Bill, BillRequest};
use serde::Serialize;

use crate::{
    customers::Customer,
    id::{InvoiceId, SubscriptionId},
    sellers::Seller,
};

/// An invoice: numbered, chained, immutable.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Invoice"))]
pub struct InvoiceDocument {
    /// The form of the document, `seikyu.invoice.v1`.
    pub version: String,
    /// Its id.
    pub id: InvoiceId,
    /// Its number in the seller's series.
    pub number: String,
    /// The SHA-256 of the document before it in the series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// When it was issued.
    pub issued_at: Instant,
    /// The day by which it is to be paid.
    pub due_on: Date,
    /// Who bills.
    pub seller: Seller,
    /// Who is billed.
    pub customer: Customer,
    /// The subscription that is billed.
    pub subscription: SubscriptionId,
    /// The engine's request, from which anyone can compute the bill again.
    pub input: BillRequest,
    /// The engine's bill, canonical.
    pub bill: Bill,
}

/// The answer where nothing is due.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NothingDue {
    /// `null`: there is none.
    pub invoice: (),
}
