//! Revoking a key.

use super::KeyView;
use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Ends a key at once. One with the scope `admin` always stays.
#[derive(Clone, Debug)]
pub struct RevokeKey(pub String);

impl UseCase for RevokeKey {
    type Snapshot = KeyView;

    type Answer = KeyView;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![KeyView::load(seller, &self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<KeyView, Refusal> {
        KeyView::read(&loaded.found("key")?)
    }

    fn decide(
        &self,
        before: KeyView,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        if before.revoked_at.is_some() {
            return Ok(Changes::none(Reply::json(200, &before)?));
        }
        let after = KeyView { revoked_at: Some(context.clock), ..before.clone() };
        let revoke = Statement::new(sql::access::REVOKE_KEY)
            .bind(seller)
            .bind(&before.id)
            .bind(context.clock);
        let statements = vec![
            revoke,
            Statement::new(sql::GUARD_CHANGED_ONE),
            Statement::new(sql::access::GUARD_ADMIN).bind(seller).bind(context.clock),
        ];
        let audited = Audited::new("key.revoked", &before.id).before(&before)?.after(&after)?;
        Ok(Changes::write(audited, statements, Reply::json(200, &after)?))
    }
}
