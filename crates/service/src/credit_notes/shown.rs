//! Credit notes as they are served, for the description of the API: a document is stored as text and
//! served byte for byte.

use seikyu_calendar::Instant;
use seikyu_engine::credit_note::{CreditNote, CreditNoteRequest};
use serde::Serialize;

use super::document::CreditedInvoice;
use crate::{
    customers::Customer,
    id::{CreditNoteId, SubscriptionId},
    sellers::Seller,
};

/// A credit note: numbered, chained, immutable.
#[derive(Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "IssuedCreditNote")
)]
pub struct CreditNoteDocument {
    /// The form of the document, `seikyu.credit-note-document.v1`.
    pub version: String,
    /// Its id.
    pub id: CreditNoteId,
    /// Its number in the seller's series of credit notes.
    pub number: String,
    /// The SHA-256 of the document before it in the series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// When it was issued.
    pub issued_at: Instant,
    /// The invoice that is credited.
    pub invoice: CreditedInvoice<'static>,
    /// Whether it voids the invoice: what that billed is due again.
    pub voids: bool,
    /// Who credits.
    pub seller: Seller,
    /// Who is credited.
    pub customer: Customer,
    /// The subscription that was billed.
    pub subscription: SubscriptionId,
    /// The engine's request, from which anyone can compute the credit note again.
    pub input: CreditNoteRequest,
    /// The engine's credit note, canonical.
    pub note: CreditNote,
}
