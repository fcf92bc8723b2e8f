//! Write-offs: what is open of an invoice and will not be paid. The document stays as it is.

use seikyu_calendar::Date;
use seikyu_engine::wire::{Check, Pointer};
use seikyu_money::{Amount, Currency, Number};
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    books::{Account, BookRows, EntryKind, JournalEntry, Posting},
    host::Context,
    id::{CustomerId, InvoiceId, JournalEntryId, SellerId, WriteOffId},
    list::{List, Page},
    payments::{OpenInvoice, form},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Gives up what is open of an invoice.
#[derive(Clone, Debug)]
pub struct WriteOffInvoice {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// How much, when and why.
    pub form: WriteOffForm,
}

/// The body of [`WriteOffInvoice`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteOffForm {
    /// How much; all that is open where absent.
    pub amount: Option<Number>,
    /// The day it is booked; today where absent.
    pub written_off_on: Option<Date>,
    /// Why: 1 to 200 characters.
    pub reason: Option<String>,
}

/// Shows a write-off.
#[derive(Clone, Debug)]
pub struct ShowWriteOff(pub WriteOffId);

/// Lists the write-offs, the latest first.
#[derive(Clone, Debug)]
pub struct ListWriteOffs(pub Page);

/// What was given up of an invoice.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WriteOff {
    id: WriteOffId,
    invoice: InvoiceId,
    customer: CustomerId,
    currency: Currency,
    amount: Amount,
    written_off_on: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    created_at: String,
}

impl UseCase for WriteOffInvoice {
    type Snapshot = OpenInvoice;

    type Answer = WriteOff;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![OpenInvoice::load(seller, [&self.invoice])]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<OpenInvoice, Refusal> {
        OpenInvoice::read(&loaded.found("invoice")?)
    }

    fn decide(
        &self,
        invoice: OpenInvoice,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        if invoice.open.is_zero() {
            return Err(Refusal::Conflict {
                kind: "nothing-open",
                detail: "Nothing of the invoice is open; accepted is one of which something is."
                    .to_owned(),
                faults: Vec::new(),
            });
        }
        let mut check = Check::default();
        let pointer = Pointer::ROOT;
        let place = pointer.field("amount");
        let amount = match self.form.amount {
            Some(number) => form::amount(&mut check, &place, number, invoice.currency),
            None => invoice.open,
        };
        form::at_most(&mut check, &place, amount, invoice.open, "what is open");
        let (given, since) = (self.form.written_off_on, Some(invoice.since));
        let written_off_on = form::day(&mut check, "written_off_on", given, since, context)?;
        form::text(&mut check, "reason", self.form.reason.as_ref());
        check.finish()?;
        let write_off = WriteOff {
            id: context.id(0),
            invoice: self.invoice.clone(),
            customer: invoice.customer,
            currency: invoice.currency,
            amount,
            written_off_on,
            reason: self.form.reason.clone(),
            created_at: context.now.to_string(),
        };
        let mut statements = vec![write_off.add(seller)];
        statements.extend(BookRows::of(seller, &[write_off.entry(context)])?);
        let path = format!("/v1/write-offs/{}", write_off.id);
        let audited = Audited::new("invoice.written_off", &self.invoice).after(&write_off)?;
        Ok(Changes::write(audited, statements, Reply::json(201, &write_off)?.with_location(path)))
    }
}

impl WriteOff {
    fn add(&self, seller: &SellerId) -> Statement {
        Statement::new(sql::payments::ADD_WRITE_OFF)
            .bind(seller)
            .bind(&self.id)
            .bind(&self.invoice)
            .bind(&self.customer)
            .bind(self.currency)
            .bind(self.amount.minor())
            .bind(self.written_off_on)
            .bind_optional(self.reason.as_ref())
            .bind(&self.created_at)
    }

    fn entry(&self, context: &Context) -> JournalEntry {
        let minor = self.amount.minor();
        // An amount is above zero, so its negative is there.
        let given_up = Posting::new(Account::Receivable, minor.saturating_neg());
        JournalEntry {
            id: JournalEntryId::of(&self.id),
            kind: EntryKind::WriteOff,
            booked_on: self.written_off_on,
            currency: self.currency,
            customer: self.customer.clone(),
            invoice: Some(self.invoice.clone()),
            payment: None,
            created_at: context.now,
            postings: vec![
                Posting::new(Account::BadDebt, minor).of_invoice(&self.invoice),
                given_up.of_invoice(&self.invoice),
            ],
        }
    }

    fn read(row: &Row) -> Result<Self, Refusal> {
        let currency = row.read("currency")?;
        Ok(Self {
            id: row.read("id")?,
            invoice: row.read("invoice_id")?,
            customer: row.read("customer_id")?,
            currency,
            amount: Amount::from_minor(row.read("amount_minor")?, currency),
            written_off_on: row.read("written_off_on")?,
            reason: row.read_optional("reason")?,
            created_at: row.read("created_at")?,
        })
    }
}

impl UseCase for ShowWriteOff {
    type Snapshot = Row;

    type Answer = WriteOff;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Statement::new(sql::payments::WRITE_OFF).bind(seller).bind(&self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Row, Refusal> {
        loaded.found("write-off")
    }

    fn decide(&self, row: Row, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(Reply::json(200, &WriteOff::read(&row)?)?))
    }
}

impl UseCase for ListWriteOffs {
    type Snapshot = Rows;

    type Answer = List<WriteOff>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::payments::WRITE_OFFS).bind(seller);
        vec![list.bind(self.0.before()).bind(self.0.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.0.reply(&rows, key, WriteOff::read)?))
    }
}
