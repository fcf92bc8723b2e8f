//! Keys as they are made, shown, rotated and revoked. Of a key only its hash is kept; its text is shown
//! once.

mod create;
mod end;
mod list;
mod rotate;

pub use create::{CreateKey, CreateKeyForm};
pub use end::RevokeKey;
pub use list::{ListKeys, ShowKey};
pub use rotate::{RotateKey, RotateKeyForm};
use seikyu_calendar::Instant;
use serde::Serialize;

use crate::{
    access::{ApiKey, Role, Scope},
    id::SellerId,
    refusal::Refusal,
    sql,
    store::{Row, Statement, text},
};

/// A key as it is shown.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Key"))]
pub struct KeyView {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The role it was made with, if it was not made with scopes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<Role>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) created_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) revoked_at: Option<Instant>,
    /// To the hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_used_at: Option<Instant>,
    /// The key that was made in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) replaced_by: Option<String>,
}

/// A key at the moment it is made.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewKey<'a> {
    /// The whole key; `null` where the answer is given again.
    key: Option<&'a str>,
    #[serde(flatten)]
    view: &'a KeyView,
}

impl KeyView {
    fn load(seller: &SellerId, key: &str) -> Statement {
        Statement::new(sql::access::SHOWN_KEY).bind(seller).bind(key)
    }

    fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            id: row.read("id")?,
            name: row.read("name")?,
            role: row.read_optional("role")?,
            scopes: serde_json::from_str(row.text("scopes")?).map_err(Refusal::internal)?,
            created_at: row.read("created_at")?,
            expires_at: row.read_optional("expires_at")?,
            revoked_at: row.read_optional("revoked_at")?,
            last_used_at: row.read_optional("last_used_at")?,
            replaced_by: row.read_optional("replaced_by")?,
        })
    }

    fn is_in_force(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// The statement that adds it.
    fn add(&self, key: &ApiKey) -> Result<Statement, Refusal> {
        let scopes = text::json(&self.scopes)?;
        Ok(Statement::new(sql::access::ADD_KEY)
            .bind(&key.claim.seller)
            .bind(&self.id)
            .bind(&key.claim.hash)
            .bind(&self.name)
            .bind_optional(self.role.map(Role::name))
            .bind(scopes)
            .bind(self.created_at)
            .bind_optional(self.expires_at))
    }
}

/// Refuses a key that is not in force.
fn require_in_force(key: &KeyView, now: Instant) -> Result<(), Refusal> {
    if key.is_in_force(now) {
        return Ok(());
    }
    let detail = "The key has expired or was revoked; accepted is one that is in force.".to_owned();
    Err(Refusal::Conflict { kind: "key-ended", detail, faults: Vec::new() })
}
