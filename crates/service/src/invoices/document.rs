//! The document: what is stored and served byte for byte. It holds the engine's request and bill, so
//! anybody can compute it again, and the hash of the document before it in its series.

use std::sync::Arc;

use seikyu_calendar::{Date, Instant, Zones};
use seikyu_engine::{
    billing::{Bill, BillRequest},
    catalog::Code,
};
use seikyu_money::Currency;
use serde::Serialize;

use crate::{
    books::{BookRows, Finalised, InvoiceBooks},
    customers::Customer,
    events::{EventType, NewEvents},
    id::{CustomerId, EventId, InvoiceId, SellerId, SubscriptionId},
    invoices::finalized::FinalizedInvoice,
    numbering::{Document, Parts, Place, Series, Unnumbered},
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::{Statement, text},
};

/// The form of the document.
pub const VERSION: &str = "seikyu.invoice.v1";

/// What an invoice is issued from.
pub(crate) struct Issue<'a> {
    pub(crate) seller: &'a Seller,
    pub(crate) customer: &'a Customer,
    pub(crate) subscription: &'a SubscriptionId,
    pub(crate) request: &'a BillRequest,
    pub(crate) bill: &'a Bill,
}

/// An invoice that lacks its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnnumberedInvoice {
    document: Unnumbered<InvoiceId>,
    head: Head,
    billed: Vec<Billed>,
    discounts: Vec<TakenDiscount>,
    books: InvoiceBooks,
}

/// What of a document does not depend on its number.
#[derive(Serialize)]
struct Rest<'a> {
    issued_at: Instant,
    due_on: Date,
    seller: &'a Seller,
    customer: Customer,
    subscription: &'a SubscriptionId,
    input: &'a BillRequest,
    bill: &'a Bill,
}

/// The row of the invoice, without what its number decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Head {
    pub(super) id: InvoiceId,
    pub(super) subscription: SubscriptionId,
    pub(super) customer: CustomerId,
    pub(super) currency: Currency,
    lines_minor: i64,
    pub(super) net_minor: i64,
    pub(super) tax_minor: i64,
    pub(super) gross_minor: i64,
    pub(super) due_minor: i64,
    pub(super) credit_minor: i64,
    pub(super) through: Instant,
    pub(super) issued_at: Instant,
    pub(super) due_on: Date,
    digest: Option<String>,
}

/// The whole row of the invoice.
#[derive(Serialize)]
struct NumberedHead<'a> {
    #[serde(flatten)]
    head: &'a Head,
    #[serde(flatten)]
    place: &'a Place,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Billed {
    position: usize,
    line: String,
    start: Option<Instant>,
    end: Option<Instant>,
    amount_minor: i64,
    discount_minor: i64,
    taxes: Arc<[Code]>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct TakenDiscount {
    position: usize,
    coupon: Code,
    amount_minor: i64,
}

impl Issue<'_> {
    /// The invoice, issued now.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when its dates lie outside the calendar.
    pub(crate) fn unnumbered(
        &self,
        id: &InvoiceId,
        now: Instant,
    ) -> Result<UnnumberedInvoice, Refusal> {
        let issued_on = Zones::iana().date_of(&self.request.contract.zone, now);
        let issued_on = issued_on.map_err(Refusal::internal)?;
        let due_on = issued_on.plus_days(self.seller.payment_days).map_err(Refusal::internal)?;
        let rest = Rest {
            issued_at: now,
            due_on,
            seller: self.seller,
            customer: self.customer.on_document(),
            subscription: self.subscription,
            input: self.request,
            bill: self.bill,
        };
        let finalised = Finalised {
            id,
            customer: &self.customer.id,
            zone: &self.request.contract.zone,
            issued_on,
            issued_at: now,
            bill: self.bill,
        };
        Ok(UnnumberedInvoice {
            books: finalised.books()?,
            document: Unnumbered {
                version: VERSION,
                id: id.clone(),
                issued_on,
                rest: text::json(&rest)?,
            },
            head: self.head(id, now, due_on),
            billed: self.billed(),
            discounts: self.discounts(),
        })
    }

    fn head(&self, id: &InvoiceId, issued_at: Instant, due_on: Date) -> Head {
        let totals = &self.bill.totals;
        Head {
            id: id.clone(),
            subscription: self.subscription.clone(),
            customer: self.customer.id.clone(),
            currency: self.bill.currency,
            lines_minor: totals.lines.minor(),
            net_minor: totals.net.minor(),
            tax_minor: totals.tax.minor(),
            gross_minor: totals.gross.minor(),
            due_minor: totals.due.minor(),
            credit_minor: totals.credit.minor(),
            through: self.bill.through,
            issued_at,
            due_on,
            digest: self.bill.digest.clone(),
        }
    }

    fn billed(&self) -> Vec<Billed> {
        let lines = self.bill.lines.iter().enumerate();
        let billed = lines.map(|(position, line)| Billed {
            position,
            line: line.key.to_string(),
            start: line.period.map(|period| period.start()),
            end: line.period.map(|period| period.end()),
            amount_minor: line.amount.minor(),
            discount_minor: line.discount.minor(),
            taxes: line.taxes.clone(),
        });
        billed.collect()
    }

    fn discounts(&self) -> Vec<TakenDiscount> {
        let discounts = self.bill.discounts.iter().enumerate();
        let taken = discounts.map(|(position, discount)| TakenDiscount {
            position,
            coupon: discount.coupon.clone(),
            amount_minor: discount.amount.minor(),
        });
        taken.collect()
    }
}

impl UnnumberedInvoice {
    /// Gives the invoice the next number of the series, which moves on, and adds its rows.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a row cannot be written as JSON.
    pub(crate) fn number(
        &self,
        series: &mut Series,
        rows: &mut InvoiceRows,
    ) -> Result<Document, Refusal> {
        let (text, place) = series.take(&self.document)?;
        let id = &self.document.id;
        rows.heads.push(text::json(&NumberedHead { head: &self.head, place: &place })?);
        rows.ids.push(text::json(id)?);
        let finalized = FinalizedInvoice::of(&self.head, &place.number, &place.hash);
        let event = (&EventId::of(id), rows.told_at);
        rows.events.push_at(EventType::InvoiceFinalized, id, &finalized, event)?;
        rows.parts.add(id.as_str(), &text)?;
        for billed in &self.billed {
            rows.billed.push(text::json(&BilledRow {
                subscription: &self.head.subscription,
                invoice: id,
                currency: self.head.currency,
                billed,
            })?);
        }
        for taken in &self.discounts {
            let (subscription, invoice) = (&self.head.subscription, id);
            rows.discounts.push(text::json(&TakenDiscountRow { subscription, invoice, taken })?);
        }
        self.books.add_to(&mut rows.books)?;
        Ok(Document { path: format!("/v1/invoices/{id}"), text, hash: place.hash })
    }
}

/// The rows of numbered invoices, as JSON, so that any number of them is stored by a handful of
/// statements.
#[derive(Debug)]
pub(crate) struct InvoiceRows {
    told_at: Instant,
    ids: Vec<String>,
    heads: Vec<String>,
    parts: Parts,
    billed: Vec<String>,
    discounts: Vec<String>,
    events: NewEvents,
    books: BookRows,
}

#[derive(Serialize)]
struct BilledRow<'a> {
    subscription: &'a SubscriptionId,
    invoice: &'a InvoiceId,
    currency: Currency,
    #[serde(flatten)]
    billed: &'a Billed,
}

#[derive(Serialize)]
struct TakenDiscountRow<'a> {
    subscription: &'a SubscriptionId,
    invoice: &'a InvoiceId,
    #[serde(flatten)]
    taken: &'a TakenDiscount,
}

impl InvoiceRows {
    /// None yet; their events come after these, and are of an instant.
    pub(crate) fn after(events: NewEvents, told_at: Instant) -> Self {
        Self {
            told_at,
            events,
            ids: Vec::new(),
            heads: Vec::new(),
            parts: Parts::default(),
            billed: Vec::new(),
            discounts: Vec::new(),
            books: BookRows::default(),
        }
    }

    /// The statements that store them.
    pub(crate) fn statements(self, seller: &SellerId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller);
        let sets = |sql, rows| text::lists(rows).into_iter().map(move |rows| of(sql).bind(rows));
        let parts = self.parts.statements(
            seller,
            sql::invoices::ADD_INVOICE_PARTS,
            sql::invoices::ADD_INVOICE_PART,
        );
        sets(sql::invoices::ADD_INVOICES, self.heads)
            .chain(parts)
            .chain(sets(sql::invoices::ADD_BILLED, self.billed))
            .chain(sets(sql::invoices::ADD_TAKEN_DISCOUNTS, self.discounts))
            .chain(self.books.statements(seller))
            .chain(sets(sql::books::GUARD_POSTED, self.ids))
            .chain(self.events.statements(seller))
            .collect()
    }
}
