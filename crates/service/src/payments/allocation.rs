//! Allocations: how much of a fund is set against which invoices.

use std::collections::BTreeMap;

use seikyu_calendar::Date;
use seikyu_engine::wire::{Check, Pointer};
use seikyu_money::{Amount, Currency, Number};
use serde::{Deserialize, Serialize};

use crate::{
    books::{Account, EntryKind, JournalEntry, Posting},
    host::Context,
    id::{CustomerId, InvoiceId, JournalEntryId, SellerId},
    payments::{Fund, form},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
};

/// The most allocations of one request.
pub const ALLOCATIONS_MAX: usize = 100;

/// How much is set against an invoice.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AllocationForm {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// How much, in the currency of the payment and the invoice; at most what is open.
    pub amount: Number,
}

/// An invoice that something may be set against.
#[derive(Clone, Debug)]
pub struct OpenInvoice {
    pub(crate) customer: CustomerId,
    pub(crate) currency: Currency,
    /// What is open of it; nothing of one below zero.
    pub(crate) open: Amount,
    /// The day since which it is owed; of one that a reversal opened again, that day.
    pub(crate) since: Date,
}

/// The invoices that allocations name, as they stand.
#[derive(Clone, Debug)]
pub struct OpenInvoices(BTreeMap<InvoiceId, OpenInvoice>);

/// An allocation, as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Allocation {
    entry: JournalEntryId,
    invoice: InvoiceId,
    amount: Amount,
    booked_on: Date,
}

impl OpenInvoice {
    /// The statement that loads invoices.
    pub(crate) fn load<'i>(
        seller: &SellerId,
        ids: impl IntoIterator<Item = &'i InvoiceId>,
    ) -> Statement {
        let ids: Vec<String> = ids.into_iter().map(|id| format!("\"{id}\"")).collect();
        let ids = format!("[{}]", ids.join(","));
        Statement::new(sql::payments::OPEN_INVOICES).bind(seller).bind(ids)
    }

    /// The invoice of a row.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        let currency = row.read("currency")?;
        Ok(Self {
            customer: row.read("customer_id")?,
            currency,
            open: Amount::from_minor(row.read("open_minor")?, currency),
            since: row.read("since")?,
        })
    }
}

impl OpenInvoices {
    /// The statement that loads the invoices that allocations name.
    pub(crate) fn load(seller: &SellerId, forms: &[AllocationForm]) -> Statement {
        OpenInvoice::load(seller, forms.iter().take(ALLOCATIONS_MAX).map(|form| &form.invoice))
    }

    /// The invoices of the rows.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(crate) fn read(rows: &Rows) -> Result<Self, Refusal> {
        let mut invoices = BTreeMap::new();
        for row in rows {
            invoices.insert(row.read("id")?, OpenInvoice::read(row)?);
        }
        Ok(Self(invoices))
    }

    /// Sets a fund against invoices. Every fault is told with its field.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the amounts cannot be added.
    pub(crate) fn allocate(
        &self,
        allocating: &Allocating<'_>,
        forms: &[AllocationForm],
        check: &mut Check,
    ) -> Result<Allocated, Refusal> {
        let Allocating { fund, on, context } = *allocating;
        let list = Pointer::ROOT.field("allocations");
        let mut allocated = Allocated::nothing(fund);
        if forms.len() > ALLOCATIONS_MAX {
            let detail =
                format!("There are {}; accepted are at most {ALLOCATIONS_MAX}.", forms.len());
            check.fault("out_of_range", &list, detail);
            return Ok(allocated);
        }
        for (index, form) in forms.iter().enumerate() {
            let place = list.index(index);
            if forms.iter().take(index).any(|earlier| earlier.invoice == form.invoice) {
                let detail = format!("“{}” is there twice; accepted is once.", form.invoice);
                check.fault("duplicate_code", &place.field("invoice"), detail);
                continue;
            }
            let amount = form::amount(check, &place.field("amount"), form.amount, fund.currency);
            let Some(invoice) = self.fitting(fund, form, &place, check) else { continue };
            let whose = format!("what is open of {}", form.invoice);
            form::at_most(check, &place.field("amount"), amount, invoice.open, &whose);
            let allocation = Allocation {
                entry: context.id_at(1, u64::try_from(index).unwrap_or_default()),
                invoice: form.invoice.clone(),
                amount,
                booked_on: on.max(invoice.since),
            };
            allocated.add(allocating, allocation)?;
        }
        form::at_most(check, &list, allocated.total, fund.rest, "what is left to allocate");
        Ok(allocated)
    }

    /// The invoice of an allocation, if it is of the fund's customer and currency.
    fn fitting(
        &self,
        fund: &Fund,
        form: &AllocationForm,
        place: &Pointer<'_>,
        check: &mut Check,
    ) -> Option<&OpenInvoice> {
        let id = &form.invoice;
        let field = place.field("invoice");
        let Some(invoice) = self.0.get(id) else {
            let detail = format!("There is no invoice “{id}”; accepted is one of this seller.");
            check.fault("unknown_reference", &field, detail);
            return None;
        };
        if invoice.customer != fund.customer {
            let detail =
                format!("“{id}” is another customer's; accepted is one of {}.", fund.customer);
            check.fault("customer_mismatch", &field, detail);
            return None;
        }
        if invoice.currency != fund.currency {
            let detail =
                format!("“{id}” is in {}; accepted is one in {}.", invoice.currency, fund.currency);
            check.fault("currency_mismatch", &field, detail);
            return None;
        }
        Some(invoice)
    }
}

/// What is allocated, and when.
pub(crate) struct Allocating<'a> {
    pub(crate) fund: &'a Fund,
    /// The day it is booked; of an invoice that is owed only later, then.
    pub(crate) on: Date,
    /// Where the entries' ids are from.
    pub(crate) context: &'a Context,
}

/// What allocations come to.
#[derive(Clone, Debug)]
pub(crate) struct Allocated {
    pub(crate) total: Amount,
    pub(crate) allocations: Vec<Allocation>,
    pub(crate) entries: Vec<JournalEntry>,
}

impl Allocated {
    const fn nothing(fund: &Fund) -> Self {
        let total = Amount::zero(fund.currency);
        Self { total, allocations: Vec::new(), entries: Vec::new() }
    }

    fn add(&mut self, by: &Allocating<'_>, allocation: Allocation) -> Result<(), Refusal> {
        let Allocating { fund, context, .. } = *by;
        let Allocation { entry, invoice, amount, booked_on } = &allocation;
        self.total = self.total.plus(*amount).map_err(Refusal::internal)?;
        let settled = amount.negated().map_err(Refusal::internal)?.minor();
        let mut settled = Posting::new(Account::Receivable, settled).of_invoice(invoice);
        if let Some(payment) = fund.of.payment() {
            settled = settled.of_payment(payment);
        }
        self.entries.push(JournalEntry {
            id: entry.clone(),
            kind: EntryKind::Allocation,
            booked_on: *booked_on,
            currency: fund.currency,
            customer: fund.customer.clone(),
            invoice: Some(invoice.clone()),
            payment: fund.of.payment().cloned(),
            created_at: context.now,
            postings: vec![fund.used(amount.minor()), settled],
        });
        self.allocations.push(allocation);
        Ok(())
    }
}
