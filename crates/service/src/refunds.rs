//! Refunds: money paid back to a customer, of the rest of a payment or of an invoice below zero.

use seikyu_calendar::Date;
use seikyu_engine::wire::{Check, Pointer};
use seikyu_money::{Amount, Currency, Number};
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    books::{Account, BookRows, EntryKind, JournalEntry, Posting},
    host::Context,
    id::{CustomerId, InvoiceId, JournalEntryId, PaymentId, RefundId, SellerId},
    list::{List, Page},
    payments::{Fund, FundOf, form},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Records money that was paid back. It is of one payment or of one invoice below zero, whose customer
/// and currency it has.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordRefund {
    /// Of which payment's rest.
    pub payment: Option<PaymentId>,
    /// Of which invoice below zero.
    pub invoice: Option<InvoiceId>,
    /// What was paid back: above zero, at most what is left.
    pub amount: Number,
    /// The day it was paid; today where absent.
    pub refunded_on: Option<Date>,
    /// What it is called: 1 to 200 characters.
    pub reference: Option<String>,
}

/// Shows a refund.
#[derive(Clone, Debug)]
pub struct ShowRefund(pub RefundId);

/// Lists the refunds, the latest first.
#[derive(Clone, Debug)]
pub struct ListRefunds(pub Page);

/// Money that was paid back.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Refund {
    id: RefundId,
    customer: CustomerId,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<PaymentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<InvoiceId>,
    currency: Currency,
    amount: Amount,
    refunded_on: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    created_at: String,
}

impl RecordRefund {
    fn fund(&self) -> Option<FundOf> {
        match (&self.payment, &self.invoice) {
            (Some(payment), None) => Some(FundOf::Payment(payment.clone())),
            (None, Some(invoice)) => Some(FundOf::Invoice(invoice.clone())),
            _ => None,
        }
    }
}

impl UseCase for RecordRefund {
    type Snapshot = Option<Fund>;

    type Answer = Refund;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        self.fund().map(|fund| fund.load(seller)).into_iter().collect()
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Option<Fund>, Refusal> {
        let Some(of) = self.fund() else { return Ok(None) };
        match loaded.row()? {
            Some(row) => Fund::read(&of, &row).map(Some),
            None => {
                let detail = format!("There is no such {}; accepted is one that is.", of.what());
                Err(Refusal::field("unknown_reference", &format!("/{}", of.what()), detail))
            }
        }
    }

    fn decide(
        &self,
        fund: Option<Fund>,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let Some(fund) = fund else {
            let detail =
                "A refund is of a payment or of an invoice; accepted is one of both fields.";
            return Err(Refusal::field("missing_field", "", detail));
        };
        let mut check = Check::default();
        let pointer = Pointer::ROOT;
        let place = pointer.field("amount");
        let amount = form::amount(&mut check, &place, self.amount, fund.currency);
        form::at_most(&mut check, &place, amount, fund.rest, "what is left to pay back");
        let (given, since) = (self.refunded_on, Some(fund.since));
        let refunded_on = form::day(&mut check, "refunded_on", given, since, context)?;
        form::text(&mut check, "reference", self.reference.as_ref());
        check.finish()?;
        let refund = Refund {
            id: context.id(0),
            customer: fund.customer.clone(),
            payment: self.payment.clone(),
            invoice: self.invoice.clone(),
            currency: fund.currency,
            amount,
            refunded_on,
            reference: self.reference.clone(),
            created_at: context.now.to_string(),
        };
        let mut statements = vec![refund.add(seller)];
        statements.extend(BookRows::of(seller, &[refund.entry(&fund, context)])?);
        let path = format!("/v1/refunds/{}", refund.id);
        let audited = Audited::new("refund.recorded", &refund.id).after(&refund)?;
        Ok(Changes::write(audited, statements, Reply::json(201, &refund)?.with_location(path)))
    }
}

impl Refund {
    fn add(&self, seller: &SellerId) -> Statement {
        Statement::new(sql::payments::ADD_REFUND)
            .bind(seller)
            .bind(&self.id)
            .bind_optional(self.payment.as_ref())
            .bind_optional(self.invoice.as_ref())
            .bind(&self.customer)
            .bind(self.currency)
            .bind(self.amount.minor())
            .bind(self.refunded_on)
            .bind_optional(self.reference.as_ref())
            .bind(&self.created_at)
    }

    fn entry(&self, fund: &Fund, context: &Context) -> JournalEntry {
        let minor = self.amount.minor();
        // An amount is above zero, so its negative is there.
        let mut paid = Posting::new(Account::Cash, minor.saturating_neg());
        if let Some(payment) = &self.payment {
            paid = paid.of_payment(payment);
        }
        if let Some(invoice) = &self.invoice {
            paid = paid.of_invoice(invoice);
        }
        JournalEntry {
            id: JournalEntryId::of(&self.id),
            kind: EntryKind::Refund,
            booked_on: self.refunded_on,
            currency: self.currency,
            customer: self.customer.clone(),
            invoice: self.invoice.clone(),
            payment: self.payment.clone(),
            created_at: context.now,
            postings: vec![fund.used(minor), paid],
        }
    }

    fn read(row: &Row) -> Result<Self, Refusal> {
        let currency = row.read("currency")?;
        Ok(Self {
            id: row.read("id")?,
            customer: row.read("customer_id")?,
            payment: row.read_optional("payment_id")?,
            invoice: row.read_optional("invoice_id")?,
            currency,
            amount: Amount::from_minor(row.read("amount_minor")?, currency),
            refunded_on: row.read("refunded_on")?,
            reference: row.read_optional("reference")?,
            created_at: row.read("created_at")?,
        })
    }
}

impl UseCase for ShowRefund {
    type Snapshot = Row;

    type Answer = Refund;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Statement::new(sql::payments::REFUND).bind(seller).bind(&self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Row, Refusal> {
        loaded.found("refund")
    }

    fn decide(&self, row: Row, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(Reply::json(200, &Refund::read(&row)?)?))
    }
}

impl UseCase for ListRefunds {
    type Snapshot = Rows;

    type Answer = List<Refund>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::payments::REFUNDS).bind(seller);
        vec![list.bind(self.0.before()).bind(self.0.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.0.reply(&rows, key, Refund::read)?))
    }
}
