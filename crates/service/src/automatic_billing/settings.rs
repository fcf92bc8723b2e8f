//! What a seller sets.

use seikyu_calendar::Instant;
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::{BillRunId, SellerId},
    refusal::Refusal,
    sql,
    store::{Row, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// The most hours of grace.
const GRACE_HOURS_MAX: u16 = 720;

/// Shows how the seller is billed.
#[derive(Clone, Copy, Debug)]
pub struct ShowBillingSettings;

/// Replaces how the seller is billed.
#[derive(Clone, Copy, Debug)]
pub struct ReplaceBillingSettings(pub BillingSettingsForm);

/// The body of [`ReplaceBillingSettings`].
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BillingSettingsForm {
    /// Whether what is due is billed without being asked.
    pub automatic: bool,
    /// Hours for which what is due waits before it is billed without being asked, 0 to 720: until then it
    /// is a draft, and usage that comes late is in it.
    #[serde(default)]
    pub grace_hours: u16,
}

/// How a seller is billed.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BillingSettings {
    /// Whether what is due is billed without being asked.
    pub automatic: bool,
    /// Hours for which what is due waits for that.
    pub grace_hours: u16,
    /// The automatic run that began last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<BillRunId>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub began_at: Option<Instant>,
}

impl BillingSettings {
    pub(super) fn load(seller: &SellerId) -> Statement {
        Statement::new(sql::billing_settings::SETTINGS).bind(seller)
    }

    /// For how many seconds what is due waits.
    pub(super) fn grace_seconds(&self) -> i64 {
        i64::from(self.grace_hours).saturating_mul(3600)
    }

    /// Through when is billed without being asked, at an instant.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when that lies outside of the calendar.
    pub(super) fn through(&self, now: Instant) -> Result<Instant, Refusal> {
        now.plus_seconds(self.grace_seconds().saturating_neg()).map_err(Refusal::internal)
    }

    /// The settings of a row; where there is none, nothing is set.
    pub(super) fn read(row: Option<&Row>) -> Result<Self, Refusal> {
        let Some(row) = row else { return Ok(Self::default()) };
        Ok(Self {
            automatic: row.text("automatic")? == "yes",
            grace_hours: row.read("grace_hours")?,
            run: row.read_optional("run_id")?,
            began_at: row.read_optional("began_at")?,
        })
    }
}

impl UseCase for ShowBillingSettings {
    type Snapshot = BillingSettings;

    type Answer = BillingSettings;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![BillingSettings::load(seller)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<BillingSettings, Refusal> {
        BillingSettings::read(loaded.row()?.as_ref())
    }

    fn decide(
        &self,
        settings: BillingSettings,
        _: &SellerId,
        _: &Context,
    ) -> Result<Changes, Refusal> {
        Ok(Changes::none(Reply::json(200, &settings)?))
    }
}

impl UseCase for ReplaceBillingSettings {
    type Snapshot = BillingSettings;

    type Answer = BillingSettings;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![BillingSettings::load(seller)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<BillingSettings, Refusal> {
        BillingSettings::read(loaded.row()?.as_ref())
    }

    fn decide(
        &self,
        before: BillingSettings,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let Self(form) = self;
        if form.grace_hours > GRACE_HOURS_MAX {
            let detail = format!(
                "{} hours were given; accepted are 0 to {GRACE_HOURS_MAX}.",
                form.grace_hours
            );
            return Err(Refusal::field("out_of_range", "/grace_hours", detail));
        }
        let automatic = if form.automatic { "yes" } else { "no" };
        let replace = Statement::new(sql::billing_settings::REPLACE_SETTINGS)
            .bind(seller)
            .bind(automatic)
            .bind(form.grace_hours)
            .bind(context.now);
        let was =
            BillingSettingsForm { automatic: before.automatic, grace_hours: before.grace_hours };
        let audited = Audited::new("billing_settings.replaced", "billing_settings")
            .before(&was)?
            .after(form)?;
        let BillingSettingsForm { automatic, grace_hours } = *form;
        let settings = BillingSettings { automatic, grace_hours, ..before };
        Ok(Changes::write(audited, vec![replace], Reply::json(200, &settings)?))
    }
}
