//! Rotating a key: a new one in its place, while the old one is still good for some time.

use serde::Deserialize;

use super::{KeyView, create::made, require_in_force};
use crate::{
    access::keys::NewKey,
    access::{ApiKey, Mode, Scope},
    audit::Audited,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// The most hours for which the old key stays good, and those where nothing is said.
const OVERLAP_MAX: u32 = 7 * 24;
const OVERLAP_DEFAULT: u32 = 24;

/// Makes a key with the name and the scopes of another one, which ends.
#[derive(Clone, Debug)]
pub struct RotateKey {
    /// The mode of the caller's key.
    pub mode: Mode,
    /// The key that ends.
    pub key: String,
    /// When it ends.
    pub form: RotateKeyForm,
}

/// The body of [`RotateKey`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RotateKeyForm {
    /// For how many hours the old key stays good, 0 to 168; 24 where absent.
    #[serde(default = "overlap")]
    pub overlap_hours: u32,
}

const fn overlap() -> u32 {
    OVERLAP_DEFAULT
}

impl UseCase for RotateKey {
    type Snapshot = KeyView;

    type Answer = NewKey<'static>;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![KeyView::load(seller, &self.key)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<KeyView, Refusal> {
        KeyView::read(&loaded.found("key")?)
    }

    fn decide(
        &self,
        old: KeyView,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let hours = self.form.overlap_hours;
        if hours > OVERLAP_MAX {
            let detail = format!("{hours} was given; accepted is 0 to {OVERLAP_MAX}.");
            return Err(Refusal::field("out_of_range", "/overlap_hours", detail));
        }
        if let Some(replaced_by) = &old.replaced_by {
            let detail = format!("The key was rotated already; {replaced_by} is in its place.");
            return Err(Refusal::Conflict { kind: "key-rotated", detail, faults: Vec::new() });
        }
        require_in_force(&old, context.clock)?;
        let overlap = i64::from(hours).saturating_mul(60 * 60);
        let ends = context.clock.plus_seconds(overlap).map_err(Refusal::internal)?;
        let ends = old.expires_at.map_or(ends, |end| end.min(ends));
        let key = ApiKey::generate(self.mode, seller, context.key_random());
        let new = KeyView {
            id: key.claim.key.clone(),
            created_at: context.clock,
            last_used_at: None,
            ..old.clone()
        };
        let replace = Statement::new(sql::access::REPLACE_KEY)
            .bind(seller)
            .bind(&old.id)
            .bind(&new.id)
            .bind(ends);
        let statements = vec![replace, Statement::new(sql::GUARD_CHANGED_ONE), new.add(&key)?];
        let audited = Audited::new("key.rotated", &old.id).before(&old)?.after(&new)?;
        Ok(Changes::write(audited, statements, made(&key, &new)?))
    }
}
