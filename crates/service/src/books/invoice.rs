//! What an invoice is in the books, computed from its bill alone.
//!
//! Its gross is receivable, or, below zero, the customer's credit; its tax is owed by rate; its net is
//! deferred as a whole, with the days over which each line is served. What of it is revenue on a day is
//! computed from those days whenever it is asked for, so no job has to run for the books to be right.

use seikyu_calendar::{Date, Instant, Period, ZoneName, Zones};
use seikyu_engine::billing::Bill;
use serde::Serialize;

use crate::{
    books::{Account, BookRows, EntryKind, JournalEntry, Posting},
    id::{CustomerId, InvoiceId, JournalEntryId},
    refusal::Refusal,
};

/// Over which days the net of a line is served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServedOver {
    /// The place of the line on the bill; after the last one, what is on no line.
    position: usize,
    /// Minor units; of a credit below zero.
    net_minor: i64,
    /// The first day.
    starts_on: Date,
    /// The day after the last one.
    ends_on: Date,
    /// How many days that is; at least one.
    days: i64,
}

/// Where and when a document was issued, for the days over which its lines are served.
pub(super) struct Serving<'a> {
    pub(super) zone: &'a ZoneName,
    pub(super) issued_on: Date,
}

/// An invoice in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InvoiceBooks {
    entry: JournalEntry,
    schedule: Vec<ServedOver>,
}

/// Whose bill it is, and when and where it was issued.
pub(crate) struct Finalised<'a> {
    pub(crate) id: &'a InvoiceId,
    pub(crate) customer: &'a CustomerId,
    pub(crate) zone: &'a ZoneName,
    pub(crate) issued_on: Date,
    pub(crate) issued_at: Instant,
    pub(crate) bill: &'a Bill,
}

impl Finalised<'_> {
    /// The entry and the days it is served.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a date or amount lies outside of what can be computed with.
    pub(crate) fn books(&self) -> Result<InvoiceBooks, Refusal> {
        let entry = JournalEntry {
            id: JournalEntryId::of(self.id),
            kind: EntryKind::Invoice,
            booked_on: self.issued_on,
            currency: self.bill.currency,
            customer: self.customer.clone(),
            invoice: Some(self.id.clone()),
            payment: None,
            created_at: self.issued_at,
            postings: self.postings()?,
        };
        Ok(InvoiceBooks { entry, schedule: self.schedule()? })
    }

    fn postings(&self) -> Result<Vec<Posting>, Refusal> {
        let totals = &self.bill.totals;
        let gross = totals.gross.minor();
        let owed = if gross > 0 { Account::Receivable } else { Account::CustomerCredit };
        let mut postings = vec![
            Posting::new(owed, gross),
            Posting::new(Account::DeferredRevenue, negated(totals.net.minor())?),
        ];
        for tax in &self.bill.taxes {
            let posting = Posting::new(Account::TaxPayable, negated(tax.amount.minor())?);
            postings.push(posting.at_rate(tax.rate.clone()));
        }
        Ok(postings
            .into_iter()
            .filter_map(|posting| posting.of_invoice(self.id).unless_zero())
            .collect())
    }

    fn schedule(&self) -> Result<Vec<ServedOver>, Refusal> {
        let serving = Serving { zone: self.zone, issued_on: self.issued_on };
        let mut schedule = Vec::new();
        let mut rest = self.bill.totals.net;
        for (position, line) in self.bill.lines.iter().enumerate() {
            rest = rest.minus(line.net).map_err(Refusal::internal)?;
            schedule.push(serving.over(position, line.net.minor(), line.period)?);
        }
        schedule.push(serving.over(self.bill.lines.len(), rest.minor(), None)?);
        schedule.retain(|served| !served.is_nothing());
        Ok(schedule)
    }
}

impl Serving<'_> {
    /// A period is served on the days that begin in it, and on at least one; what has no period is
    /// served on the day of the document.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a date lies outside the calendar.
    pub(super) fn over(
        &self,
        position: usize,
        net_minor: i64,
        period: Option<Period>,
    ) -> Result<ServedOver, Refusal> {
        let zones = Zones::iana();
        let day = |at| zones.date_of(self.zone, at).map_err(Refusal::internal);
        let (starts_on, end) = match period {
            Some(period) => (day(period.start())?, day(period.end())?),
            None => (self.issued_on, self.issued_on),
        };
        let days = starts_on.days_to(end).max(1);
        let ends_on = starts_on.plus_days(days).map_err(Refusal::internal)?;
        Ok(ServedOver { position, net_minor, starts_on, ends_on, days })
    }
}

impl ServedOver {
    /// Whether it is of nothing.
    pub(super) const fn is_nothing(&self) -> bool {
        self.net_minor == 0
    }
}

impl InvoiceBooks {
    /// Adds its rows.
    ///
    /// # Errors
    /// As [`BookRows::add`].
    pub(crate) fn add_to(&self, rows: &mut BookRows) -> Result<(), Refusal> {
        if let Some(invoice) = &self.entry.invoice {
            rows.add_schedule(&self.entry, invoice, invoice, &self.schedule)?;
        }
        rows.add(&self.entry)
    }
}

/// An amount with the other sign.
///
/// # Errors
/// [`Refusal::Internal`] for the lowest of 64 bits.
pub(super) fn negated(minor: i64) -> Result<i64, Refusal> {
    minor.checked_neg().ok_or_else(|| Refusal::internal("an amount cannot be negated"))
}
