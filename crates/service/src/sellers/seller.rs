//! Sellers as they are set up, and as documents show them.

use seikyu_calendar::Instant;
use seikyu_engine::wire::canonical;
use serde::Serialize;

use crate::{
    access::{ApiKey, Mode, Role},
    id::SellerId,
    numbering::DocumentType,
    refusal::Refusal,
    sql,
    store::{Row, Statement},
};

/// A seller as it is set up.
#[derive(Clone, Debug)]
pub struct NewSeller {
    /// Its id.
    pub id: SellerId,
    /// Test or live.
    pub mode: Mode,
    /// Name on documents.
    pub name: String,
    /// Postal address on documents.
    pub address: Option<String>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Tax registration, such as a VAT id or a Japanese T-number.
    pub registration_number: Option<String>,
    /// Days from issue to due date.
    pub payment_days: u16,
    /// How its invoices are numbered: `INV-{YYYY}-{seq:6}`.
    pub number_pattern: String,
    /// How its credit notes are numbered: `CN-{YYYY}-{seq:6}`.
    pub credit_note_pattern: String,
}

/// A seller as documents show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Seller {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) registration_number: Option<String>,
    /// A document of test mode says so.
    pub(super) mode: String,
    #[serde(skip)]
    pub(crate) payment_days: i64,
}

impl NewSeller {
    /// The statements that set the seller up.
    #[must_use]
    pub fn statements(&self, now: Instant) -> Vec<Statement> {
        let seller = Statement::new(sql::sellers::ADD_SELLER)
            .bind(&self.id)
            .bind(self.mode.name())
            .bind(&self.name)
            .bind_optional(self.address.as_ref())
            .bind_optional(self.country.as_ref())
            .bind_optional(self.registration_number.as_ref())
            .bind(self.payment_days)
            .bind(now);
        let series = DocumentType::ALL.map(|document_type| {
            let pattern = match document_type {
                DocumentType::Invoice => &self.number_pattern,
                DocumentType::CreditNote => &self.credit_note_pattern,
            };
            Statement::new(sql::numbering::ADD_SERIES)
                .bind(&self.id)
                .bind(document_type.code())
                .bind(pattern)
        });
        [vec![seller], series.to_vec()].concat()
    }
}

/// The statement that adds an owner's key.
#[must_use]
pub fn add_key(key: &ApiKey, now: Instant, expires_at: Option<Instant>) -> Statement {
    let owner = Role::Owner;
    Statement::new(sql::access::ADD_KEY)
        .bind(&key.claim.seller)
        .bind(&key.claim.key)
        .bind(&key.claim.hash)
        .bind("")
        .bind(owner.name())
        .bind(canonical(&owner.scopes()))
        .bind(now)
        .bind_optional(expires_at)
}

impl Seller {
    pub(crate) fn load(seller: &SellerId) -> Statement {
        Statement::new(sql::sellers::SELLER).bind(seller)
    }

    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            id: row.read("seller_id")?,
            name: row.read("seller_name")?,
            address: row.read_optional("address")?,
            country: row.read_optional("seller_country")?,
            registration_number: row.read_optional("registration_number")?,
            mode: row.read("mode")?,
            payment_days: row.read("payment_days")?,
        })
    }
}
