//! A quote as it is kept.

use std::str::FromStr;

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    catalog::PriceList,
    quote::{Draft, Priced, price},
    wire::{Fault, read},
};
use serde::Serialize;

use crate::{
    host::Context,
    id::{CustomerId, InvoiceId, QuoteId, SellerId, SubscriptionId},
    link::Link,
    refusal::Refusal,
    sql,
    store::{Row, Statement},
};

/// Where a quote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "QuoteStatus"))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It can be edited; no link to it is good.
    Draft,
    /// A link to it is good until it expires.
    Sent,
    /// It became a subscription.
    Accepted,
    /// The customer does not want it.
    Declined,
    /// It was sent, and the time of its link is over. It is kept as sent: a new link makes it good again.
    Expired,
}

impl Status {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Draft, "draft"),
        (Self::Sent, "sent"),
        (Self::Accepted, "accepted"),
        (Self::Declined, "declined"),
        (Self::Expired, "expired"),
    ];

    /// How a quote that is kept so stands at an instant.
    pub(crate) fn at(self, now: Instant, expires_at: Option<Instant>) -> Self {
        match self {
            Self::Sent if expires_at.is_some_and(|end| end <= now) => Self::Expired,
            kept => kept,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }
}

impl FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(status, _)| *status).ok_or(())
    }
}

/// What the audit log says of a quote.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AuditedQuote {
    version: u64,
    status: Status,
    digest: String,
}

/// A quote at its present version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredQuote {
    pub(crate) id: QuoteId,
    pub(crate) customer: CustomerId,
    pub(crate) customer_name: String,
    pub(crate) version: u64,
    pub(crate) status: Status,
    pub(crate) created_at: Instant,
    pub(crate) updated_at: Instant,
    pub(crate) expires_at: Option<Instant>,
    /// When the holder of its link first looked at this version.
    pub(crate) viewed_at: Option<Instant>,
    pub(crate) subscription: Option<SubscriptionId>,
    pub(crate) invoice: Option<InvoiceId>,
    /// Canonical draft.
    pub(crate) draft: String,
    /// Digest of the first bill as it was computed when the version was made.
    pub(crate) digest: String,
    /// Code of the price list.
    pub(crate) price_list: String,
    pub(crate) price_list_version: u64,
    /// The canonical price list itself.
    pub(crate) price_list_document: String,
}

impl StoredQuote {
    /// What of it the audit log tells.
    pub(crate) fn audited(&self) -> AuditedQuote {
        let Self { version, status, digest, .. } = self;
        AuditedQuote { version: *version, status: *status, digest: digest.clone() }
    }

    pub(crate) fn load(seller: &SellerId, id: &QuoteId) -> Statement {
        Statement::new(sql::quotes::QUOTE).bind(seller).bind(id)
    }

    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            id: row.read("id")?,
            customer: row.read("customer_id")?,
            customer_name: row.read("customer_name")?,
            version: row.read("version")?,
            status: row.read("status")?,
            created_at: row.read("created_at")?,
            updated_at: row.read("updated_at")?,
            expires_at: row.read_optional("expires_at")?,
            viewed_at: row.read_optional("viewed_at")?,
            subscription: row.read_optional("subscription_id")?,
            invoice: row.read_optional("invoice_id")?,
            draft: row.read("draft")?,
            digest: row.read("digest")?,
            price_list: row.read("price_list")?,
            price_list_version: row.read("price_list_version")?,
            price_list_document: row.read("price_list_document")?,
        })
    }

    /// Prices the quote as it is kept: draft and price list of its version, computed anew.
    pub(crate) fn price(&self) -> Result<Priced, Refusal> {
        let list: PriceList = read(&self.price_list_document).map_err(Refusal::internal)?;
        let draft: Draft = read(&self.draft).map_err(Refusal::internal)?;
        price(&list, &draft, &Zones::iana()).map_err(|faults| Refusal::within("draft", &faults))
    }

    /// The token of the link to the quote as it was sent.
    pub(crate) fn token(&self, seller: &SellerId, context: &Context) -> Option<String> {
        let link = Link {
            seller: seller.clone(),
            quote: self.id.clone(),
            digest: self.digest.clone(),
            expires_at: self.expires_at?,
        };
        Some(context.link_key.sign(&link))
    }

    /// Refuses when the quote can no longer be changed.
    pub(crate) fn require_open(&self) -> Result<(), Refusal> {
        match self.status {
            Status::Draft | Status::Sent | Status::Expired => Ok(()),
            Status::Accepted | Status::Declined => Err(Refusal::Conflict {
                kind: "quote-closed",
                detail: format!(
                    "The quote is {}; accepted is one that is a draft or was sent.",
                    self.status.name()
                ),
                faults: Vec::new(),
            }),
        }
    }

    /// Refuses when the quote can no longer be revised. What was declined can be: it is another offer
    /// then.
    pub(crate) fn require_revisable(&self) -> Result<(), Refusal> {
        if self.status == Status::Declined { Ok(()) } else { self.require_open() }
    }

    /// Refuses when the quote, computed anew, is no longer what it was when its version was made; that
    /// is so after a change of the engine or of time-zone rules.
    pub(crate) fn require_unchanged(&self, priced: &Priced) -> Result<(), Refusal> {
        if priced.first.digest.as_ref() == Some(&self.digest) {
            return Ok(());
        }
        Err(changed(
            "/digest",
            format!(
                "The quote was computed by another version of the engine or of the time-zone rules \
                 than {}; accepted is a revised quote.",
                priced.first.engine
            ),
        ))
    }
}

/// The refusal of a digest that is not the present one.
pub(crate) fn changed(pointer: &str, detail: String) -> Refusal {
    let fault = Fault { code: "changed", pointer: pointer.to_owned(), detail: detail.clone() };
    Refusal::Conflict { kind: "quote-changed", detail, faults: vec![fault] }
}
