//! Reversing a payment that did not come in after all.

use seikyu_calendar::Date;
use seikyu_engine::wire::Check;
use seikyu_money::Amount;
use serde::Deserialize;

use crate::{
    access::Scope,
    audit::Audited,
    books::{Account, BookRows, EntryKind, JournalEntry, Posting},
    host::Context,
    id::{InvoiceId, JournalEntryId, PaymentId, ReversalId, SellerId},
    payments::{Payment, Status, form},
    refusal::Refusal,
    sql,
    store::{Row, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Reverses a payment: what it had settled is open again.
#[derive(Clone, Debug)]
pub struct ReversePayment {
    /// Which payment.
    pub payment: PaymentId,
    /// When and why.
    pub form: ReversePaymentForm,
}

/// The body of [`ReversePayment`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReversePaymentForm {
    /// The day it is booked, not before the payment's last entry; today where absent.
    pub reversed_on: Option<Date>,
    /// Why: 1 to 200 characters.
    pub reason: Option<String>,
}

/// What a reversal is decided from.
#[derive(Debug)]
pub struct Snapshot {
    payment: Payment,
    /// What of it is set against each invoice, in minor units.
    allocated: Vec<(InvoiceId, i64)>,
}

impl UseCase for ReversePayment {
    type Snapshot = Snapshot;

    type Answer = Payment;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let allocated = Statement::new(sql::payments::ALLOCATED).bind(seller).bind(&self.payment);
        vec![Payment::load(seller, &self.payment), allocated]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        let payment = Payment::read(&loaded.found("payment")?)?;
        let allocated = |row: &Row| -> Result<(InvoiceId, i64), Refusal> {
            Ok((row.read("invoice_id")?, row.read("amount_minor")?))
        };
        let rows = loaded.rows()?;
        Ok(Snapshot { payment, allocated: rows.iter().map(allocated).collect::<Result<_, _>>()? })
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let Snapshot { mut payment, allocated } = snapshot;
        payment.require_received()?;
        if !payment.refunded.is_zero() {
            return Err(Refusal::Conflict {
                kind: "payment-refunded",
                detail: format!(
                    "Of the payment {} was paid back; accepted is one of which nothing was.",
                    payment.refunded
                ),
                faults: Vec::new(),
            });
        }
        let mut check = Check::default();
        let (given, earliest) = (self.form.reversed_on, Some(payment.last_on));
        let on = form::day(&mut check, "reversed_on", given, earliest, context)?;
        form::text(&mut check, "reason", self.form.reason.as_ref());
        check.finish()?;
        let id: ReversalId = context.id(0);
        let add = Statement::new(sql::payments::ADD_REVERSAL)
            .bind(seller)
            .bind(&payment.id)
            .bind(&id)
            .bind(on)
            .bind_optional(self.form.reason.as_ref())
            .bind(context.now);
        let mut statements = vec![add];
        statements.extend(BookRows::of(seller, &[entry(&id, &payment, &allocated, on, context)])?);
        let audited = Audited::new("payment.reversed", &payment.id).before(&payment)?;
        payment.status = Status::Reversed;
        payment.allocated = Amount::zero(payment.currency);
        payment.unallocated = payment.allocated;
        payment.reversed_on = Some(on);
        payment.reason.clone_from(&self.form.reason);
        let reply = Reply::json(201, &payment)?;
        Ok(Changes::write(audited.after(&payment)?, statements, reply))
    }
}

/// The money goes, what it had settled is open again, and nothing is left of the rest.
fn entry(
    id: &ReversalId,
    payment: &Payment,
    allocated: &[(InvoiceId, i64)],
    booked_on: Date,
    context: &Context,
) -> JournalEntry {
    let gone = Posting::new(Account::Cash, payment.amount.minor().saturating_neg());
    let rest = payment.fund().used(payment.unallocated.minor()).unless_zero();
    let opened = allocated.iter().map(|(invoice, minor)| {
        Posting::new(Account::Receivable, *minor).of_invoice(invoice).of_payment(&payment.id)
    });
    let postings = [gone.of_payment(&payment.id)].into_iter().chain(rest).chain(opened);
    JournalEntry {
        id: JournalEntryId::of(id),
        kind: EntryKind::Reversal,
        booked_on,
        currency: payment.currency,
        customer: payment.customer.clone(),
        invoice: None,
        payment: Some(payment.id.clone()),
        created_at: context.now,
        postings: postings.collect(),
    }
}
