//! Allocating what is left: of a payment, or of an invoice below zero.

use seikyu_calendar::Date;
use seikyu_engine::wire::{Check, Pointer};
use seikyu_money::Amount;
use serde::{Deserialize, Serialize};

use super::payment::PaymentWithAllocations;
use crate::{
    access::Scope,
    audit::Audited,
    books::BookRows,
    host::Context,
    id::{InvoiceId, PaymentId, SellerId},
    payments::{Allocating, Allocation, AllocationForm, Fund, FundOf, OpenInvoices, Payment, form},
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// The body of both.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AllocateForm {
    /// What is set against which invoices; 1 to 100.
    pub allocations: Vec<AllocationForm>,
    /// The day it is booked; today where absent.
    pub allocated_on: Option<Date>,
}

/// Sets what is left of a payment against invoices.
#[derive(Clone, Debug)]
pub struct AllocatePayment {
    /// Which payment.
    pub payment: PaymentId,
    /// What of it.
    pub form: AllocateForm,
}

/// Sets what an invoice below zero left in the customer's favour against other invoices.
#[derive(Clone, Debug)]
pub struct AllocateCredit {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// What of it.
    pub form: AllocateForm,
}

impl UseCase for AllocatePayment {
    type Snapshot = (Payment, OpenInvoices);

    type Answer = PaymentWithAllocations<'static>;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let invoices = OpenInvoices::load(seller, &self.form.allocations);
        vec![Payment::load(seller, &self.payment), invoices]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let payment = Payment::read(&loaded.found("payment")?)?;
        Ok((payment, OpenInvoices::read(&loaded.rows()?)?))
    }

    fn decide(
        &self,
        (mut payment, invoices): Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        payment.require_received()?;
        let fund = payment.fund();
        let (statements, total, allocations) =
            self.form.allocate(&fund, &invoices, seller, context)?;
        payment.allocate(total)?;
        let view = PaymentWithAllocations { payment: &payment, allocations: &allocations };
        let audited = Audited::new("payment.allocated", &payment.id).after(&view)?;
        Ok(Changes::write(audited, statements, Reply::json(201, &view)?))
    }
}

/// What was set against invoices.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AllocatedCredit<'a> {
    invoice: &'a InvoiceId,
    /// What is left of the credit.
    unallocated: Amount,
    allocations: &'a [Allocation],
}

impl UseCase for AllocateCredit {
    type Snapshot = (Fund, OpenInvoices);

    type Answer = AllocatedCredit<'static>;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let fund = FundOf::Invoice(self.invoice.clone());
        vec![fund.load(seller), OpenInvoices::load(seller, &self.form.allocations)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let of = FundOf::Invoice(self.invoice.clone());
        let fund = Fund::read(&of, &loaded.found(of.what())?)?;
        Ok((fund, OpenInvoices::read(&loaded.rows()?)?))
    }

    fn decide(
        &self,
        (fund, invoices): Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let (statements, total, allocations) =
            self.form.allocate(&fund, &invoices, seller, context)?;
        let unallocated = fund.rest.minus(total).map_err(Refusal::internal)?;
        let view =
            AllocatedCredit { invoice: &self.invoice, unallocated, allocations: &allocations };
        let audited = Audited::new("credit.allocated", &self.invoice).after(&view)?;
        Ok(Changes::write(audited, statements, Reply::json(201, &view)?))
    }
}

impl AllocateForm {
    /// The statements, what is allocated in all, and each of it.
    fn allocate(
        &self,
        fund: &Fund,
        invoices: &OpenInvoices,
        seller: &SellerId,
        context: &Context,
    ) -> Result<(Vec<Statement>, Amount, Vec<Allocation>), Refusal> {
        let mut check = Check::default();
        let on =
            form::day(&mut check, "allocated_on", self.allocated_on, Some(fund.since), context)?;
        if self.allocations.is_empty() {
            let detail = "There is none; accepted is at least one allocation.";
            check.fault("out_of_range", &Pointer::ROOT.field("allocations"), detail);
        }
        let allocating = Allocating { fund, on, context };
        let allocated = invoices.allocate(&allocating, &self.allocations, &mut check)?;
        check.finish()?;
        let statements = BookRows::of(seller, &allocated.entries)?;
        Ok((statements, allocated.total, allocated.allocations))
    }
}
