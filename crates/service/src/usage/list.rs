//! Listing the usage events of a subscription.

use seikyu_calendar::Instant;
use seikyu_engine::billing::UsageRecord;
use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::{SellerId, SubscriptionId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the usage events of a subscription, in order of time.
#[derive(Clone, Debug)]
pub struct ListUsage {
    /// Which subscription.
    pub subscription: SubscriptionId,
    /// Which page.
    pub page: Page,
}

/// A usage event that was accepted.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StoredUsageEvent {
    id: String,
    #[serde(flatten)]
    record: UsageRecord,
    received_at: Instant,
}

impl UseCase for ListUsage {
    type Snapshot = Rows;

    type Answer = List<StoredUsageEvent>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(&self.subscription);
        vec![
            of(sql::subscriptions::SUBSCRIPTION),
            of(sql::usage::EVENTS_OF_SUBSCRIPTION).bind(self.page.after()).bind(self.page.rows()),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        loaded.found("subscription")?;
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let place = |row: &Row| Ok(row.text("place")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, place, entry)?))
    }
}

fn entry(row: &Row) -> Result<StoredUsageEvent, Refusal> {
    Ok(StoredUsageEvent {
        id: row.text("id")?.to_owned(),
        record: serde_json::from_str(row.text("record")?).map_err(Refusal::internal)?,
        received_at: row.read("received_at")?,
    })
}
