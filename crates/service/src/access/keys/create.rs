//! Making a key.

use seikyu_calendar::Instant;
use serde::Deserialize;

use super::{KeyView, NewKey};
use crate::{
    access::{ApiKey, Mode, Role, Scope},
    audit::Audited,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// The most characters of a key's name.
const NAME_MAX: usize = 100;

/// Makes a key of the caller's seller, in the caller's mode.
#[derive(Clone, Debug)]
pub struct CreateKey {
    /// The mode of the caller's key.
    pub mode: Mode,
    /// What the key is to be.
    pub form: CreateKeyForm,
}

/// The body of [`CreateKey`]; exactly one of `role` and `scopes` is given.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateKeyForm {
    /// What it is for, in 1 to 100 characters.
    pub name: String,
    /// What its holder does.
    pub role: Option<Role>,
    /// What it allows.
    pub scopes: Option<Vec<Scope>>,
    /// When it ends, if it does; in the future.
    pub expires_at: Option<Instant>,
}

impl CreateKeyForm {
    fn scopes(&self) -> Result<Vec<Scope>, Refusal> {
        match (self.role, &self.scopes) {
            (Some(role), None) => Ok(role.scopes().to_vec()),
            (None, Some(scopes)) if !scopes.is_empty() => {
                let mut scopes = scopes.clone();
                scopes.sort_unstable();
                scopes.dedup();
                Ok(scopes)
            }
            (None, Some(_)) => {
                let detail = "No scope was given; accepted is one or more.";
                Err(Refusal::field("out_of_range", "/scopes", detail))
            }
            _ => {
                let detail = "A key has a role or scopes; exactly one of the two is accepted.";
                Err(Refusal::field("one_of", "", detail))
            }
        }
    }

    fn check(&self, now: Instant) -> Result<(), Refusal> {
        let count = self.name.trim().chars().count();
        if !(1..=NAME_MAX).contains(&count) || self.name.chars().any(char::is_control) {
            let detail = format!(
                "The name has {count} characters; accepted are 1 to {NAME_MAX}, none of them a \
                 control character."
            );
            return Err(Refusal::field("out_of_range", "/name", detail));
        }
        match self.expires_at {
            Some(end) if end <= now => {
                let detail =
                    format!("{end} was given, and it is {now}; accepted is a later instant.");
                Err(Refusal::field("out_of_range", "/expires_at", detail))
            }
            _ => Ok(()),
        }
    }
}

impl UseCase for CreateKey {
    type Snapshot = ();

    type Answer = NewKey<'static>;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, _: &SellerId) -> Vec<Statement> {
        Vec::new()
    }

    fn snapshot(&self, _: &mut Loaded) -> Result<(), Refusal> {
        Ok(())
    }

    fn decide(&self, (): (), seller: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        let form = &self.form;
        form.check(context.clock)?;
        let key = ApiKey::generate(self.mode, seller, context.key_random());
        let view = KeyView {
            id: key.claim.key.clone(),
            name: form.name.trim().to_owned(),
            role: form.role,
            scopes: form.scopes()?,
            created_at: context.clock,
            expires_at: form.expires_at,
            revoked_at: None,
            last_used_at: None,
            replaced_by: None,
        };
        let audited = Audited::new("key.created", &view.id).after(&view)?;
        let reply = made(&key, &view)?;
        Ok(Changes::write(audited, vec![view.add(&key)?], reply))
    }
}

/// The answer with a new key, which is not kept.
pub(super) fn made(key: &ApiKey, view: &KeyView) -> Result<Reply, Refusal> {
    Reply::json(201, &NewKey { key: Some(&key.text), view })?
        .with_location(format!("/v1/keys/{}", view.id))
        .keeping(&NewKey { key: None, view })
}
