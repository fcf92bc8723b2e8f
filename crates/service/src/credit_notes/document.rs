//! The document: what is stored and served byte for byte. It holds the engine's request and credit note,
//! so anybody can compute it again, the invoice it is on, and the hash of the document before it in its
//! series.

use seikyu_calendar::{Date, Instant, Zones};
use seikyu_engine::credit_note::{CreditNote, CreditNoteRequest};
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use super::original::Original;
use crate::{
    books::{BookRows, CreditNoteBooks, PostedCreditNote},
    customers::Customer,
    events::{EventType, NewEvents},
    id::{CreditNoteId, CustomerId, EventId, InvoiceId, SellerId, SubscriptionId},
    numbering::{Document, Parts, Place, Series, Unnumbered},
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::{Statement, text},
};

/// The form of the document.
pub const VERSION: &str = "seikyu.credit-note-document.v1";

/// What a credit note is issued from.
pub(super) struct Issue<'a> {
    pub(super) seller: &'a Seller,
    pub(super) original: &'a Original,
    pub(super) request: &'a CreditNoteRequest,
    pub(super) note: &'a CreditNote,
    pub(super) voids: bool,
}

/// A credit note that lacks its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnnumberedCreditNote {
    document: Unnumbered<CreditNoteId>,
    head: Head,
    invoice_number: String,
    books: PostedCreditNote,
}

/// What of a document does not depend on its number.
#[derive(Serialize)]
struct Rest<'a> {
    issued_at: Instant,
    invoice: CreditedInvoice<'a>,
    voids: bool,
    seller: &'a Seller,
    customer: Customer,
    subscription: &'a SubscriptionId,
    input: &'a CreditNoteRequest,
    note: &'a CreditNote,
}

/// The invoice that is credited (EN 16931 BG-3).
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CreditedInvoice<'a> {
    id: &'a InvoiceId,
    number: &'a str,
    issued_at: Instant,
    /// SHA-256 of its document.
    hash: &'a str,
}

/// The row of the credit note, without what its number decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Head {
    id: CreditNoteId,
    invoice: InvoiceId,
    place: usize,
    subscription: SubscriptionId,
    customer: CustomerId,
    voids: &'static str,
    currency: Currency,
    net_minor: i64,
    tax_minor: i64,
    gross_minor: i64,
    issued_at: Instant,
    issued_on: Date,
    digest: Option<String>,
}

/// The whole row.
#[derive(Serialize)]
struct NumberedHead<'a> {
    #[serde(flatten)]
    head: &'a Head,
    #[serde(flatten)]
    place: &'a Place,
}

/// A credit note as events tell it: without its lines.
#[derive(Serialize)]
struct IssuedCreditNote<'a> {
    id: &'a CreditNoteId,
    number: &'a str,
    invoice: &'a InvoiceId,
    invoice_number: &'a str,
    customer: &'a CustomerId,
    subscription: &'a SubscriptionId,
    issued_at: Instant,
    currency: Currency,
    net: Amount,
    tax: Amount,
    gross: Amount,
    voids: bool,
    hash: &'a str,
}

impl Issue<'_> {
    /// The credit note, issued now.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when its dates lie outside the calendar.
    pub(super) fn unnumbered(
        &self,
        id: &CreditNoteId,
        now: Instant,
    ) -> Result<UnnumberedCreditNote, Refusal> {
        let original = self.original;
        let today = Zones::iana().date_of(original.zone(), now).map_err(Refusal::internal)?;
        // A reversal that opened the invoice again may be booked on a day that comes later there.
        let issued_on = today.max(original.open.since);
        let rest = Rest {
            issued_at: now,
            invoice: CreditedInvoice {
                id: &original.id,
                number: &original.document.number,
                issued_at: original.document.issued_at,
                hash: &original.hash,
            },
            voids: self.voids,
            seller: self.seller,
            customer: original.customer.on_document(),
            subscription: &original.document.subscription,
            input: self.request,
            note: self.note,
        };
        let totals = &self.note.totals;
        let books = CreditNoteBooks {
            id: id.clone(),
            invoice: original.id.clone(),
            customer: original.customer.id.clone(),
            issued_on,
            issued_at: now,
            settled_minor: original.settled(totals.gross),
        };
        Ok(UnnumberedCreditNote {
            document: Unnumbered {
                version: VERSION,
                id: id.clone(),
                issued_on,
                rest: text::json(&rest)?,
            },
            head: Head {
                id: id.clone(),
                invoice: original.id.clone(),
                place: original.credited.len(),
                subscription: original.document.subscription.clone(),
                customer: original.customer.id.clone(),
                voids: if self.voids { "yes" } else { "no" },
                currency: self.note.currency,
                net_minor: totals.net.minor(),
                tax_minor: totals.tax.minor(),
                gross_minor: totals.gross.minor(),
                issued_at: now,
                issued_on,
                digest: self.note.digest.clone(),
            },
            invoice_number: original.document.number.clone(),
            books: books.of(self.note, original.zone())?,
        })
    }
}

impl UnnumberedCreditNote {
    /// Gives the credit note the next number of the series: the document, and the statements that store
    /// it. Some events come before its own, which is of an instant.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a row cannot be written as JSON.
    pub(crate) fn number(
        &self,
        series: &mut Series,
        seller: &SellerId,
        (mut events, told_at): (NewEvents, Instant),
    ) -> Result<(Document, Vec<Statement>), Refusal> {
        let (text, place) = series.take(&self.document)?;
        let id = &self.document.id;
        let row = text::json(&NumberedHead { head: &self.head, place: &place })?;
        let mut parts = Parts::default();
        parts.add(id.as_str(), &text)?;
        let mut books = BookRows::default();
        self.books.add_to(&mut books)?;
        let event = (&EventId::of(id), told_at);
        events.push_at(EventType::CreditNoteIssued, id, &self.issued(&place), event)?;
        let of = |sql| Statement::new(sql).bind(seller);
        let mut store = vec![of(sql::credit_notes::ADD_CREDIT_NOTE).bind(row)];
        store.extend(parts.statements(
            seller,
            sql::credit_notes::ADD_CREDIT_NOTE_PARTS,
            sql::credit_notes::ADD_CREDIT_NOTE_PART,
        ));
        store.extend(books.statements(seller));
        store.push(of(sql::books::GUARD_POSTED).bind(format!("[\"{id}\"]")));
        store.extend(events.statements(seller));
        Ok((Document { path: format!("/v1/credit-notes/{id}"), text, hash: place.hash }, store))
    }

    fn issued<'a>(&'a self, place: &'a Place) -> IssuedCreditNote<'a> {
        let head = &self.head;
        let amount = |minor| Amount::from_minor(minor, head.currency);
        IssuedCreditNote {
            id: &head.id,
            number: &place.number,
            invoice: &head.invoice,
            invoice_number: &self.invoice_number,
            customer: &head.customer,
            subscription: &head.subscription,
            issued_at: head.issued_at,
            currency: head.currency,
            net: amount(head.net_minor),
            tax: amount(head.tax_minor),
            gross: amount(head.gross_minor),
            voids: head.voids == "yes",
            hash: &place.hash,
        }
    }
}
