//! Drafts: what is due and not issued yet. A draft is computed when it is looked at, by a preview of its
//! subscription; nothing of it is kept, so nothing of it can be out of date.

use seikyu_calendar::Instant;
use serde::Serialize;

use crate::{
    access::Scope,
    automatic_billing::BillingSettings,
    host::Context,
    id::{CustomerId, SellerId, SubscriptionId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the subscriptions with something due, in the order in which it became so.
#[derive(Clone, Debug)]
pub struct ListDraftInvoices(pub Page);

/// A subscription with something due.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DraftInvoice {
    subscription: SubscriptionId,
    customer: CustomerId,
    customer_name: String,
    /// Since when something may be due; whether it is, and what, its preview says.
    due_at: Instant,
    /// When it is issued without being asked; absent where the seller asks for its bills.
    #[serde(skip_serializing_if = "Option::is_none")]
    finalizes_at: Option<Instant>,
}

impl UseCase for ListDraftInvoices {
    type Snapshot = (BillingSettings, Rows);

    type Answer = List<DraftInvoice>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let drafts = Statement::new(sql::billing_settings::DRAFTS).bind(seller);
        vec![BillingSettings::load(seller), drafts.bind(self.0.after()).bind(self.0.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        Ok((BillingSettings::read(loaded.row()?.as_ref())?, loaded.rows()?))
    }

    fn decide(
        &self,
        (settings, mut rows): Self::Snapshot,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let mut due = 0_usize;
        for row in &rows {
            if row.read::<Instant>("next_due_at")? > context.now {
                break;
            }
            due = due.saturating_add(1);
        }
        rows.truncate(due);
        let key = |row: &Row| Ok(row.text("place")?.to_owned());
        Ok(Changes::none(self.0.reply(&rows, key, |row| entry(row, &settings))?))
    }
}

fn entry(row: &Row, settings: &BillingSettings) -> Result<DraftInvoice, Refusal> {
    let due_at: Instant = row.read("next_due_at")?;
    let finalizes_at = settings.automatic.then(|| due_at.plus_seconds(settings.grace_seconds()));
    Ok(DraftInvoice {
        subscription: row.read("id")?,
        customer: row.read("customer_id")?,
        customer_name: row.read("customer_name")?,
        due_at,
        finalizes_at: finalizes_at.transpose().map_err(Refusal::internal)?,
    })
}
