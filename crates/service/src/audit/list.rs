//! Listing the audit log.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    access::Scope,
    host::Context,
    id::{AuditId, SellerId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the entries of the audit log, the latest first.
#[derive(Clone, Debug)]
pub struct ListAuditLog {
    /// Only those about an object, by its id or code.
    pub object: Option<String>,
    /// Which page.
    pub page: Page,
}

/// A change that was made.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    id: AuditId,
    at: String,
    actor: AuditActor,
    action: String,
    object: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Box<RawValue>>,
}

/// Who made it: a key, a link, or the service itself.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditActor {
    kind: String,
    id: String,
}

impl UseCase for ListAuditLog {
    type Snapshot = Rows;

    type Answer = List<AuditEntry>;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = match &self.object {
            Some(object) => Statement::new(sql::audit::OBJECT_ENTRIES).bind(seller).bind(object),
            None => Statement::new(sql::audit::ENTRIES).bind(seller),
        };
        vec![list.bind(self.page.before()).bind(self.page.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, entry)?))
    }
}

fn entry(row: &Row) -> Result<AuditEntry, Refusal> {
    let json = |column| -> Result<Option<Box<RawValue>>, Refusal> {
        let text = row.optional(column)?.map(str::to_owned);
        text.map(RawValue::from_string).transpose().map_err(Refusal::internal)
    };
    Ok(AuditEntry {
        id: row.read("id")?,
        at: row.read("at")?,
        actor: AuditActor { kind: row.read("actor_kind")?, id: row.read("actor")? },
        action: row.read("action")?,
        object: row.read("object")?,
        before: json("before")?,
        after: json("after")?,
    })
}
