//! What a credit note is in the books: its invoice's entry taken back in part. What was open of the
//! invoice is settled by it; the rest is the customer's credit. Its net is taken back over the days over
//! which its lines are served.

use seikyu_calendar::{Date, Instant, ZoneName};
use seikyu_engine::credit_note::CreditNote;

use crate::{
    books::{
        Account, BookRows, EntryKind, JournalEntry, Posting,
        invoice::{ServedOver, Serving, negated},
    },
    id::{CreditNoteId, CustomerId, InvoiceId, JournalEntryId},
    refusal::Refusal,
};

/// A credit note, before its entry is written.
pub(crate) struct CreditNoteBooks {
    pub(crate) id: CreditNoteId,
    pub(crate) invoice: InvoiceId,
    pub(crate) customer: CustomerId,
    pub(crate) issued_on: Date,
    pub(crate) issued_at: Instant,
    /// How much of its gross settles what is open of the invoice: minor units, zero or more.
    pub(crate) settled_minor: i64,
}

/// A credit note in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PostedCreditNote {
    id: CreditNoteId,
    invoice: InvoiceId,
    entry: JournalEntry,
    schedule: Vec<ServedOver>,
}

impl CreditNoteBooks {
    /// The entry and the days over which it takes revenue back.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when a date or amount lies outside of what can be computed with.
    pub(crate) fn of(
        self,
        note: &CreditNote,
        zone: &ZoneName,
    ) -> Result<PostedCreditNote, Refusal> {
        let entry = JournalEntry {
            id: JournalEntryId::of(&self.id),
            kind: EntryKind::CreditNote,
            booked_on: self.issued_on,
            currency: note.currency,
            customer: self.customer.clone(),
            invoice: Some(self.invoice.clone()),
            payment: None,
            created_at: self.issued_at,
            postings: self.postings(note)?,
        };
        let serving = Serving { zone, issued_on: self.issued_on };
        let lines = note.lines.iter().map(|line| (line.net, line.period));
        let adjustments = note.adjustments.iter().map(|one| (one.net, None));
        let mut schedule = Vec::new();
        for (position, (net, period)) in lines.chain(adjustments).enumerate() {
            schedule.push(serving.over(position, negated(net.minor())?, period)?);
        }
        schedule.retain(|served| !served.is_nothing());
        Ok(PostedCreditNote { id: self.id, invoice: self.invoice, entry, schedule })
    }

    fn postings(&self, note: &CreditNote) -> Result<Vec<Posting>, Refusal> {
        let rest = note.totals.gross.minor().checked_sub(self.settled_minor);
        let rest = rest.ok_or_else(|| Refusal::internal("an amount is beyond 64 bits"))?;
        let mut postings = vec![
            Posting::new(Account::Receivable, negated(self.settled_minor)?),
            Posting::new(Account::CustomerCredit, negated(rest)?),
            Posting::new(Account::DeferredRevenue, note.totals.net.minor()),
        ];
        for tax in &note.taxes {
            let posting = Posting::new(Account::TaxPayable, tax.amount.minor());
            postings.push(posting.at_rate(tax.rate.clone()));
        }
        let postings = postings.into_iter();
        Ok(postings.filter_map(|posting| posting.of_invoice(&self.invoice).unless_zero()).collect())
    }
}

impl PostedCreditNote {
    /// Adds its rows.
    ///
    /// # Errors
    /// As [`BookRows::add`].
    pub(crate) fn add_to(&self, rows: &mut BookRows) -> Result<(), Refusal> {
        rows.add_schedule(&self.entry, &self.id, &self.invoice, &self.schedule)?;
        rows.add(&self.entry)
    }
}
