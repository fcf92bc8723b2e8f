//! Journal entries as they are written: any number of them by a handful of statements.

use seikyu_calendar::{Date, Instant};
use seikyu_engine::catalog::Code;
use seikyu_money::Currency;
use serde::Serialize;

use crate::{
    books::{Account, ServedOver},
    id::{CustomerId, Id, InvoiceId, JournalEntryId, PaymentId, SellerId},
    refusal::Refusal,
    sql,
    store::{Statement, text},
};

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// An invoice was finalised.
    Invoice,
    /// A credit note was issued on an invoice.
    CreditNote,
    /// Money was received.
    Payment,
    /// Money or credit was set against an invoice.
    Allocation,
    /// A payment did not come in after all.
    Reversal,
    /// Money was paid back.
    Refund,
    /// What was open of an invoice was given up.
    WriteOff,
}

/// One event in the books. It is of one currency, and its postings come to zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its id.
    pub id: JournalEntryId,
    /// What it is about.
    pub kind: EntryKind,
    /// The day it belongs to.
    pub booked_on: Date,
    /// The currency of every posting.
    pub currency: Currency,
    /// Whom it concerns.
    pub customer: CustomerId,
    /// The invoice it is about, if it is about one.
    pub invoice: Option<InvoiceId>,
    /// The payment it is about, if it is about one.
    pub payment: Option<PaymentId>,
    /// When it was written.
    pub created_at: Instant,
    /// Its lines.
    pub postings: Vec<Posting>,
}

/// A line of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Posting {
    #[serde(serialize_with = "name")]
    account: Account,
    tax_rate: Option<Code>,
    /// Minor units: a debit above zero, a credit below.
    amount_minor: i64,
    invoice: Option<InvoiceId>,
    payment: Option<PaymentId>,
}

impl Posting {
    /// A line of an account that is about nothing more than its entry.
    pub(crate) const fn new(account: Account, amount_minor: i64) -> Self {
        Self { account, tax_rate: None, amount_minor, invoice: None, payment: None }
    }

    /// With the rate that tax is owed by.
    pub(crate) fn at_rate(self, rate: Code) -> Self {
        Self { tax_rate: Some(rate), ..self }
    }

    /// With the invoice it is about.
    pub(crate) fn of_invoice(self, invoice: &InvoiceId) -> Self {
        Self { invoice: Some(invoice.clone()), ..self }
    }

    /// With the payment it is about.
    pub(crate) fn of_payment(self, payment: &PaymentId) -> Self {
        Self { payment: Some(payment.clone()), ..self }
    }

    /// The line, unless it is of nothing.
    pub(crate) fn unless_zero(self) -> Option<Self> {
        (self.amount_minor != 0).then_some(self)
    }
}

fn name<S: serde::Serializer>(account: &Account, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(account.name())
}

/// The rows of entries, as JSON.
#[derive(Debug, Default)]
pub(crate) struct BookRows {
    schedules: Vec<String>,
    postings: Vec<String>,
    entries: Vec<String>,
}

#[derive(Serialize)]
struct EntryRow<'a> {
    id: &'a JournalEntryId,
    kind: EntryKind,
    booked_on: Date,
    currency: Currency,
    customer: &'a CustomerId,
    invoice: Option<&'a InvoiceId>,
    payment: Option<&'a PaymentId>,
    created_at: Instant,
}

#[derive(Serialize)]
struct PostingRow<'a> {
    entry: &'a JournalEntryId,
    position: usize,
    currency: Currency,
    booked_on: Date,
    customer: &'a CustomerId,
    #[serde(flatten)]
    posting: &'a Posting,
}

#[derive(Serialize)]
struct ScheduleRow<'a> {
    document: String,
    invoice: &'a InvoiceId,
    currency: Currency,
    booked_on: Date,
    #[serde(flatten)]
    served: &'a ServedOver,
}

impl BookRows {
    /// The statements that write some entries.
    ///
    /// # Errors
    /// As [`BookRows::add`].
    pub(crate) fn of(
        seller: &SellerId,
        entries: &[JournalEntry],
    ) -> Result<Vec<Statement>, Refusal> {
        let mut rows = Self::default();
        entries.iter().try_for_each(|entry| rows.add(entry))?;
        Ok(rows.statements(seller))
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a row cannot be written as JSON.
    pub(crate) fn add(&mut self, entry: &JournalEntry) -> Result<(), Refusal> {
        let JournalEntry { id, booked_on, currency, customer, .. } = entry;
        for (position, posting) in entry.postings.iter().enumerate() {
            self.postings.push(text::json(&PostingRow {
                entry: id,
                position,
                currency: *currency,
                booked_on: *booked_on,
                customer,
                posting,
            })?);
        }
        self.entries.push(text::json(&EntryRow {
            id,
            kind: entry.kind,
            booked_on: *booked_on,
            currency: *currency,
            customer,
            invoice: entry.invoice.as_ref(),
            payment: entry.payment.as_ref(),
            created_at: entry.created_at,
        })?);
        Ok(())
    }

    /// Adds over which days a document on an invoice is served.
    ///
    /// # Errors
    /// As [`BookRows::add`].
    pub(crate) fn add_schedule(
        &mut self,
        entry: &JournalEntry,
        document: &impl Id,
        invoice: &InvoiceId,
        schedule: &[ServedOver],
    ) -> Result<(), Refusal> {
        for served in schedule {
            let JournalEntry { currency, booked_on, .. } = *entry;
            let document = document.to_string();
            let row = ScheduleRow { document, invoice, currency, booked_on, served };
            self.schedules.push(text::json(&row)?);
        }
        Ok(())
    }

    /// The statements: the entries come last, for they seal what was written before.
    pub(crate) fn statements(self, seller: &SellerId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller);
        let sets = |sql, rows| text::lists(rows).into_iter().map(move |rows| of(sql).bind(rows));
        sets(sql::books::ADD_SCHEDULES, self.schedules)
            .chain(sets(sql::books::ADD_POSTINGS, self.postings))
            .chain(sets(sql::books::ADD_ENTRIES, self.entries))
            .collect()
    }
}
