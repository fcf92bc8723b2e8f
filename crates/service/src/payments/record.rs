//! Recording a payment.

use seikyu_calendar::Date;
use seikyu_engine::wire::{Check, Pointer};
use seikyu_money::{Amount, Currency, Number};
use serde::Deserialize;

use super::payment::PaymentWithAllocations;
use crate::{
    access::Scope,
    audit::Audited,
    books::{Account, BookRows, EntryKind, JournalEntry, Posting},
    customers::Customer,
    host::Context,
    id::{CustomerId, JournalEntryId, SellerId},
    payments::{Allocating, AllocationForm, OpenInvoices, Payment, Status, form},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Records money that was received, and sets it against invoices. What is not allocated stays as the
/// customer's.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordPayment {
    /// Who paid.
    pub customer: CustomerId,
    /// The currency of every amount here.
    pub currency: Currency,
    /// What was received; above zero.
    pub amount: Number,
    /// The day it was received; today where absent.
    pub received_on: Option<Date>,
    /// What the payer or the bank calls it: 1 to 200 characters.
    pub reference: Option<String>,
    /// What of it is set against which invoices; at most 100.
    #[serde(default)]
    pub allocations: Vec<AllocationForm>,
}

/// What a payment is decided from.
#[derive(Debug)]
pub struct Snapshot {
    known: bool,
    invoices: OpenInvoices,
}

impl UseCase for RecordPayment {
    type Snapshot = Snapshot;

    type Answer = PaymentWithAllocations<'static>;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let invoices = OpenInvoices::load(seller, &self.allocations);
        vec![Customer::load(seller, &self.customer), invoices]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        let known = loaded.row()?.is_some();
        Ok(Snapshot { known, invoices: OpenInvoices::read(&loaded.rows()?)? })
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        if !snapshot.known {
            return Err(Customer::unknown(&self.customer));
        }
        let mut check = Check::default();
        let mut payment = self.payment(&mut check, context)?;
        let fund = payment.fund();
        let allocating = Allocating { fund: &fund, on: payment.received_on, context };
        let allocated = snapshot.invoices.allocate(&allocating, &self.allocations, &mut check)?;
        check.finish()?;
        let mut entries = vec![payment.received(context)];
        entries.extend(allocated.entries);
        let add = Statement::new(sql::payments::ADD_PAYMENT)
            .bind(seller)
            .bind(&payment.id)
            .bind(&payment.customer)
            .bind(payment.currency)
            .bind(payment.amount.minor())
            .bind(payment.received_on)
            .bind_optional(payment.reference.as_ref())
            .bind(context.now);
        let mut statements = vec![add];
        statements.extend(BookRows::of(seller, &entries)?);
        payment.allocate(allocated.total)?;
        let path = format!("/v1/payments/{}", payment.id);
        let view =
            PaymentWithAllocations { payment: &payment, allocations: &allocated.allocations };
        let audited = Audited::new("payment.recorded", &payment.id).after(&view)?;
        Ok(Changes::write(audited, statements, Reply::json(201, &view)?.with_location(path)))
    }
}

impl RecordPayment {
    /// The payment before anything of it is allocated.
    fn payment(&self, check: &mut Check, context: &Context) -> Result<Payment, Refusal> {
        let pointer = Pointer::ROOT;
        let amount = form::amount(check, &pointer.field("amount"), self.amount, self.currency);
        let received_on = form::day(check, "received_on", self.received_on, None, context)?;
        form::text(check, "reference", self.reference.as_ref());
        let nothing = Amount::zero(self.currency);
        Ok(Payment {
            id: context.id(0),
            status: Status::Received,
            customer: self.customer.clone(),
            currency: self.currency,
            amount,
            allocated: nothing,
            refunded: nothing,
            unallocated: amount,
            received_on,
            reference: self.reference.clone(),
            reversed_on: None,
            reason: None,
            created_at: context.now.to_string(),
            last_on: received_on,
        })
    }
}

impl Payment {
    /// The entry by which it is received.
    fn received(&self, context: &Context) -> JournalEntry {
        let minor = self.amount.minor();
        JournalEntry {
            id: JournalEntryId::of(&self.id),
            kind: EntryKind::Payment,
            booked_on: self.received_on,
            currency: self.currency,
            customer: self.customer.clone(),
            invoice: None,
            payment: Some(self.id.clone()),
            created_at: context.now,
            postings: vec![
                Posting::new(Account::Cash, minor).of_payment(&self.id),
                // An amount is above zero, so its negative is there.
                self.fund().used(minor.saturating_neg()),
            ],
        }
    }
}
