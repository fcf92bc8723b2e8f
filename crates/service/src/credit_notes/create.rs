//! Crediting a part of an invoice, or all that is left of it.

use seikyu_engine::{
    catalog::Text,
    credit_note::{Credit, CreditNote, CreditNoteRequest, credit},
};
use serde::{Deserialize, Serialize};

use super::{document::Issue, original::Original, shown::CreditNoteDocument};
use crate::{
    access::Scope,
    audit::Audited,
    events::NewEvents,
    host::Context,
    id::{CreditNoteId, InvoiceId, SellerId},
    numbering::{DocumentType, Documents, Issuer, Numbering},
    refusal::Refusal,
    store::Statement,
    use_case::{Answer, Changes, Loaded, UseCase},
};

/// Issues a credit note.
#[derive(Clone, Debug)]
pub struct CreateCreditNote(pub CreditNoteForm);

/// What is credited. What was billed stays billed: it is not due again.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreditNoteForm {
    /// Which invoice.
    pub invoice: InvoiceId,
    /// All that is left of it, or some of its lines.
    pub credit: Credit,
    /// Why, as it is printed.
    pub reason: Text,
    /// The digest of the preview that was looked at; where it is given, a credit note that differs from
    /// that preview is refused.
    #[serde(default)]
    pub digest: Option<String>,
}

/// What a credit note is decided from.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) issuer: Issuer,
    pub(super) original: Original,
}

/// What the audit log says of a credit note.
#[derive(Serialize)]
struct Credited<'a> {
    credit_note: CreditNoteId,
    digest: Option<&'a String>,
    reason: &'a Text,
}

impl CreditNoteForm {
    /// The refusal of an invoice that the form names and that is not there, by its field.
    pub(super) fn named(&self, refusal: Refusal) -> Refusal {
        match refusal {
            Refusal::NotFound { what: "invoice" } => {
                let id = &self.invoice;
                let detail = format!("There is no invoice “{id}”; accepted is one of this seller.");
                Refusal::field("unknown_reference", "/invoice", detail)
            }
            other => other,
        }
    }

    /// The credit note, with what it is computed from.
    pub(super) fn compute(
        &self,
        original: &Original,
    ) -> Result<(CreditNoteRequest, CreditNote), Refusal> {
        let request = original.request(self.credit.clone(), self.reason.clone());
        let note = credit(&request)?;
        Ok((request, note))
    }
}

impl Snapshot {
    pub(super) fn load(seller: &SellerId, invoice: &InvoiceId) -> Vec<Statement> {
        let mut statements = vec![Issuer::load(seller, DocumentType::CreditNote)];
        statements.extend(Original::load(seller, invoice));
        statements
    }

    pub(super) fn read(invoice: &InvoiceId, loaded: &mut Loaded) -> Result<Self, Refusal> {
        Ok(Self {
            issuer: Issuer::read(&loaded.found("seller")?)?,
            original: Original::read(invoice, loaded)?,
        })
    }
}

impl UseCase for CreateCreditNote {
    type Snapshot = Snapshot;

    type Answer = CreditNoteDocument;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        Snapshot::load(seller, &self.0.invoice)
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        Snapshot::read(&self.0.invoice, loaded).map_err(|refusal| self.0.named(refusal))
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let Snapshot { issuer, original } = snapshot;
        let (request, note) = self.0.compute(&original)?;
        if let Some(seen) =
            self.0.digest.as_ref().filter(|seen| note.digest.as_ref() != Some(*seen))
        {
            return Err(changed(seen, &note));
        }
        let id: CreditNoteId = context.id(0);
        let issue = Issue {
            seller: &issuer.seller,
            original: &original,
            request: &request,
            note: &note,
            voids: false,
        };
        let document = issue.unnumbered(&id, context.now)?;
        let reason = &self.0.reason;
        let after = Credited { credit_note: id, digest: note.digest.as_ref(), reason };
        Ok(Changes {
            statements: Vec::new(),
            audited: Some(Audited::new("invoice.credited", &original.id).after(&after)?),
            numbering: Some(Numbering {
                series: issuer.series,
                documents: Documents::CreditNote(Box::new(document)),
                events: NewEvents::default(),
            }),
            queued: None,
            answer: Answer::Document,
        })
    }
}

/// The refusal of a credit note that is not the one that was previewed.
fn changed(seen: &str, note: &CreditNote) -> Refusal {
    let seen: String = seen.chars().take(64).collect();
    let found = note.digest.as_deref().unwrap_or_default();
    Refusal::Conflict {
        kind: "preview-stale",
        detail: format!(
            "What was previewed has the digest “{seen}”; the credit note has “{found}” now, and comes \
             to {} {}. Preview it again.",
            note.totals.gross, note.currency
        ),
        faults: Vec::new(),
    }
}
