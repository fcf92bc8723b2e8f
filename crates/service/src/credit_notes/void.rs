//! Voiding an invoice of which nothing was settled: a credit note takes all of it back, and what it billed
//! is due again, so that the next run issues it anew as the subscription is by then. An invoice on its own
//! is only taken back.

use seikyu_engine::{
    catalog::Text,
    credit_note::{Credit, credit},
    wire::Faults,
};
use serde::{Deserialize, Serialize};

use super::{create::Snapshot, document::Issue, shown::CreditNoteDocument};
use crate::{
    access::Scope,
    audit::Audited,
    events::{EventType, NewEvents},
    host::Context,
    id::{CreditNoteId, InvoiceId, SellerId, SubscriptionId},
    numbering::{Documents, Numbering},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Answer, Changes, Loaded, UseCase},
};

/// Voids an invoice.
#[derive(Clone, Debug)]
pub struct VoidInvoice {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// Why.
    pub form: VoidForm,
}

/// The body of [`VoidInvoice`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoidForm {
    /// Why, as it is printed on the credit note.
    pub reason: Text,
}

/// A void invoice, for its event and the audit log.
#[derive(Serialize)]
struct Voided<'a> {
    id: &'a InvoiceId,
    number: &'a str,
    subscription: &'a SubscriptionId,
    credit_note: &'a CreditNoteId,
    reason: &'a Text,
}

impl UseCase for VoidInvoice {
    type Snapshot = Snapshot;

    type Answer = CreditNoteDocument;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        Snapshot::load(seller, &self.invoice)
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        Snapshot::read(&self.invoice, loaded)
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let Snapshot { issuer, original } = snapshot;
        if original.void {
            let detail = "The invoice is void; accepted is one that is not.".to_owned();
            return Err(Refusal::Conflict { kind: "invoice-void", detail, faults: Vec::new() });
        }
        let request = original.request(Credit::Invoice, self.form.reason.clone());
        let note = credit(&request).map_err(|faults| settled(&faults))?;
        if !original.credited.is_empty() || original.open.open != note.totals.gross {
            let detail = format!(
                "Of the {} of the invoice {} is open; accepted is an invoice of which nothing was paid, \
                 set against it, credited or written off. Credit what is left of it instead.",
                note.totals.gross, original.open.open
            );
            return Err(Refusal::Conflict { kind: "invoice-settled", detail, faults: Vec::new() });
        }
        let id: CreditNoteId = context.id(0);
        let issue = Issue {
            seller: &issuer.seller,
            original: &original,
            request: &request,
            note: &note,
            voids: true,
        };
        let document = issue.unnumbered(&id, context.now)?;
        let subscription = &original.document.subscription;
        let take_back =
            |sql| Statement::new(sql).bind(seller).bind(&self.invoice).bind(subscription);
        let due = Statement::new(sql::credit_notes::DUE_AGAIN).bind(seller);
        // What was billed on its own is not billed again: who wants it makes it anew.
        let statements = if original.on_its_own() {
            Vec::new()
        } else {
            vec![
                take_back(sql::credit_notes::TAKE_BACK_BILLED),
                take_back(sql::credit_notes::GIVE_BACK_DISCOUNTS),
                due.bind(subscription).bind(original.through()),
            ]
        };
        let voided = Voided {
            id: &self.invoice,
            number: &original.document.number,
            subscription,
            credit_note: &id,
            reason: &self.form.reason,
        };
        let events = NewEvents::one(EventType::InvoiceVoided, &self.invoice, &voided, context)?;
        Ok(Changes {
            statements,
            audited: Some(Audited::new("invoice.voided", &self.invoice).after(&voided)?),
            numbering: Some(Numbering {
                series: issuer.series,
                documents: Documents::CreditNote(Box::new(document)),
                events,
            }),
            queued: None,
            answer: Answer::Document,
        })
    }
}

/// The refusal of an invoice of which nothing is left, or that is below zero.
fn settled(faults: &Faults) -> Refusal {
    let detail = faults.list().first().map_or_else(String::new, |fault| fault.detail.clone());
    Refusal::Conflict { kind: "invoice-settled", detail, faults: Vec::new() }
}
