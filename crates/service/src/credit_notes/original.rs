//! The invoice that is credited, with everything a credit note on it is computed from.

use seikyu_calendar::{Instant, ZoneName};
use seikyu_engine::{
    catalog::{Rounding, Text},
    contract::Event,
    credit_note::{Credit, CreditNoteRequest, Disposition, EarlierNote, OriginalBill},
    wire::CreditNoteRequestVersion,
};
use seikyu_money::Amount;
use serde::Deserialize;

use crate::{
    customers::Customer,
    id::{InvoiceId, SellerId, SubscriptionId},
    invoices::StoredDocument,
    payments::OpenInvoice,
    refusal::Refusal,
    sql,
    store::{Rows, Statement},
    use_case::Loaded,
};

/// An invoice with its credit notes so far.
#[derive(Clone, Debug)]
pub struct Original {
    pub(super) id: InvoiceId,
    pub(super) hash: String,
    pub(super) document: OriginalDocument,
    pub(super) customer: Customer,
    /// What is open of it.
    pub(super) open: OpenInvoice,
    /// The credit notes on it so far, in their order.
    pub(super) credited: Vec<EarlierNote>,
    /// Whether one of them voids it.
    pub(super) void: bool,
}

/// What of the invoice's document a credit note is made from.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct OriginalDocument {
    pub(super) number: String,
    pub(super) issued_at: Instant,
    pub(super) subscription: SubscriptionId,
    input: OriginalInput,
    pub(super) bill: OriginalBill,
}

#[derive(Clone, Debug, Deserialize)]
struct OriginalInput {
    contract: OriginalContract,
    through: Instant,
}

#[derive(Clone, Debug, Deserialize)]
struct OriginalContract {
    zone: ZoneName,
    #[serde(default)]
    rounding: Rounding,
    events: Vec<Event>,
}

/// What of a credit note's document the next one is made from.
#[derive(Deserialize)]
struct EarlierDocument {
    note: EarlierNote,
}

impl Original {
    pub(super) fn load(seller: &SellerId, invoice: &InvoiceId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(invoice);
        vec![
            of(sql::invoices::INVOICE),
            of(sql::credit_notes::INVOICE_CUSTOMER),
            OpenInvoice::load(seller, [invoice]),
            of(sql::credit_notes::CREDIT_NOTES_OF_INVOICE),
        ]
    }

    pub(super) fn read(id: &InvoiceId, loaded: &mut Loaded) -> Result<Self, Refusal> {
        let stored = StoredDocument::read(&loaded.rows()?, "invoice")?;
        let customer = Customer::read(&loaded.found("customer")?)?;
        let open = OpenInvoice::read(&loaded.found("invoice")?)?;
        let notes = loaded.rows()?;
        let mut void = false;
        for row in &notes {
            void |= row.text("voids")? == "yes";
        }
        Ok(Self {
            id: id.clone(),
            document: serde_json::from_str(stored.text()).map_err(Refusal::internal)?,
            hash: stored.hash().to_owned(),
            customer,
            open,
            credited: earlier(&notes)?,
            void,
        })
    }

    /// What is asked of the engine.
    pub(super) fn request(&self, credit: Credit, reason: Text) -> CreditNoteRequest {
        CreditNoteRequest {
            version: CreditNoteRequestVersion::V1,
            bill: self.document.bill.clone(),
            credited: self.credited.clone(),
            credit,
            reason,
            payment: None,
            disposition: Disposition::Balance,
            rounding: self.document.input.contract.rounding.lines,
        }
    }

    /// The zone of its dates.
    pub(super) const fn zone(&self) -> &ZoneName {
        &self.document.input.contract.zone
    }

    /// Through when it billed.
    pub(super) const fn through(&self) -> Instant {
        self.document.input.through
    }

    /// Whether it was made of lines, apart from any subscription to a plan.
    pub(super) fn on_its_own(&self) -> bool {
        matches!(
            self.document.input.contract.events.first(),
            Some(Event::Created { plan: None, .. })
        )
    }

    /// What of an amount, above zero, settles what is open of it.
    pub(super) fn settled(&self, gross: Amount) -> i64 {
        gross.minor().min(self.open.open.minor()).max(0)
    }
}

/// The credit notes of rows that come part by part.
fn earlier(rows: &Rows) -> Result<Vec<EarlierNote>, Refusal> {
    let mut texts: Vec<(&str, String)> = Vec::new();
    for row in rows {
        let (id, text) = (row.text("id")?, row.text("text")?);
        match texts.last_mut() {
            Some((known, whole)) if *known == id => whole.push_str(text),
            _ => texts.push((id, text.to_owned())),
        }
    }
    let read = |(_, text): &(&str, String)| {
        let document: EarlierDocument = serde_json::from_str(text).map_err(Refusal::internal)?;
        Ok(document.note)
    };
    texts.iter().map(read).collect()
}
