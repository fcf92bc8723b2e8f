//! The document: what is stored and served byte for byte. It holds the engine's request and bill, so
//! anybody can compute it again, and the hash of the document before it in its series.

use seikyu_calendar::{Date, Instant, Zones};
use seikyu_engine::{
    billing::{Bill, BillRequest},
    wire::digest,
};
use serde::Serialize;

use crate::{
    customers::Customer,
    id::{CustomerId, InvoiceId, SellerId, SubscriptionId},
    invoices::Series,
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::{Statement, text},
};

/// The form of the document.
pub const VERSION: &str = "seikyu.invoice.v1";

/// Billed lines of one statement: well within 2 MB of JSON.
const LINES_PER_STATEMENT: usize = 5_000;

/// What an invoice is issued from.
pub(crate) struct Issue<'a> {
    pub(crate) seller: &'a Seller,
    pub(crate) customer: &'a Customer,
    pub(crate) subscription: &'a SubscriptionId,
    pub(crate) series: &'a Series,
    pub(crate) request: &'a BillRequest,
    pub(crate) bill: &'a Bill,
}

/// An invoice, ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: InvoiceId,
    /// The bytes that are stored and served.
    pub text: String,
    /// SHA-256 of the text.
    pub hash: String,
    head: Head,
    billed: Vec<Billed>,
}

#[derive(Serialize)]
struct Form<'a> {
    version: &'static str,
    id: &'a InvoiceId,
    number: &'a str,
    issued_at: Instant,
    due_on: Date,
    /// Hash of the document before it in the series.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<&'a str>,
    seller: &'a Seller,
    customer: Customer,
    subscription: &'a SubscriptionId,
    input: &'a BillRequest,
    bill: &'a Bill,
}

/// The row of the invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Head {
    id: InvoiceId,
    subscription: SubscriptionId,
    customer: CustomerId,
    series: String,
    sequence: u64,
    number: String,
    currency: &'static str,
    lines_minor: i64,
    net_minor: i64,
    tax_minor: i64,
    gross_minor: i64,
    due_minor: i64,
    credit_minor: i64,
    through: Instant,
    issued_at: Instant,
    due_on: Date,
    digest: Option<String>,
    hash: String,
    previous_hash: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Billed {
    position: usize,
    line: String,
    start: Option<Instant>,
    end: Option<Instant>,
    amount_minor: i64,
}

impl Issue<'_> {
    /// The document with the next number of the series.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when its dates lie outside the calendar.
    pub(crate) fn document(&self, id: &InvoiceId, now: Instant) -> Result<Document, Refusal> {
        let issued_on = Zones::iana().date_of(&self.request.contract.zone, now);
        let issued_on = issued_on.map_err(Refusal::internal)?;
        let due_on = issued_on.plus_days(self.seller.payment_days).map_err(Refusal::internal)?;
        let number = self.series.pattern.write(self.series.next, issued_on);
        let form = Form {
            version: VERSION,
            id,
            number: &number,
            issued_at: now,
            due_on,
            previous: self.series.last_hash.as_deref(),
            seller: self.seller,
            customer: self.customer.on_document(),
            subscription: self.subscription,
            input: self.request,
            bill: self.bill,
        };
        let text = serde_json::to_string(&form).map_err(Refusal::internal)?;
        let hash = digest(&text);
        let head = self.head(id, number, (now, due_on), &hash);
        Ok(Document { id: id.clone(), text, hash, head, billed: self.billed() })
    }

    fn head(
        &self,
        id: &InvoiceId,
        number: String,
        (issued_at, due_on): (Instant, Date),
        hash: &str,
    ) -> Head {
        let totals = &self.bill.totals;
        Head {
            id: id.clone(),
            subscription: self.subscription.clone(),
            customer: self.customer.id.clone(),
            series: self.series.code.clone(),
            sequence: self.series.next,
            number,
            currency: self.bill.currency.code(),
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
            hash: hash.to_owned(),
            previous_hash: self.series.last_hash.clone(),
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
        });
        billed.collect()
    }
}

impl Document {
    /// The statements that number and store the document, in the batch of whatever made it due.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a row cannot be written as JSON.
    pub(crate) fn statements(&self, seller: &SellerId) -> Result<Vec<Statement>, Refusal> {
        let head = &self.head;
        let json = serde_json::to_string(head).map_err(Refusal::internal)?;
        let mut statements = vec![
            Statement::new(sql::invoices::ADD_INVOICE).bind(seller).bind(json),
            Statement::new(sql::invoices::TAKE_NUMBER)
                .bind(seller)
                .bind(&head.series)
                .bind(head.sequence)
                .bind(&self.hash)
                .bind_optional(head.previous_hash.as_ref()),
            Statement::new(sql::GUARD_CHANGED_ONE),
        ];
        for (index, part) in text::parts(&self.text).into_iter().enumerate() {
            let add = Statement::new(sql::invoices::ADD_INVOICE_PART).bind(seller);
            statements.push(add.bind(&self.id).bind(index).bind(part));
        }
        let on_invoice =
            |sql| Statement::new(sql).bind(seller).bind(&head.subscription).bind(&self.id);
        for lines in self.billed.chunks(LINES_PER_STATEMENT) {
            let json = serde_json::to_string(lines).map_err(Refusal::internal)?;
            statements.push(on_invoice(sql::invoices::ADD_BILLED).bind(head.currency).bind(json));
        }
        statements.push(on_invoice(sql::invoices::GUARD_BILLED));
        Ok(statements)
    }
}
