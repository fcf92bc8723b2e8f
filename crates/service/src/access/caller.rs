//! Callers: a claim that was found true.

use std::str::FromStr;

use seikyu_calendar::Instant;

use crate::{
    access::{Claim, Scope},
    id::SellerId,
    refusal::Refusal,
    store::Row,
};

/// Test or live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is owed.
    Test,
    /// For real.
    Live,
}

impl Mode {
    /// The name in keys and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }
}

impl FromStr for Mode {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        [Self::Test, Self::Live].into_iter().find(|mode| mode.name() == name).ok_or(())
    }
}

/// Who asks, once that is certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The seller whose key it is.
    pub seller: SellerId,
    /// Name of the seller.
    pub seller_name: String,
    /// Test or live.
    pub mode: Mode,
    /// Id of the key.
    pub key: String,
}

impl Caller {
    /// Finds a claim true or not, from the row of the key it names.
    ///
    /// # Errors
    /// [`Refusal::Unauthorized`] for a key that is unknown, wrong, revoked or expired;
    /// [`Refusal::Forbidden`] for one without the scope.
    pub fn authorize(
        claim: &Claim,
        row: Option<&Row>,
        scope: Scope,
        now: Instant,
    ) -> Result<Self, Refusal> {
        let unknown =
            Refusal::Unauthorized { detail: "The key is not known; accepted is one that is." };
        let row = row.ok_or_else(|| unknown.clone())?;
        if !claim.matches(row.text("hash")?) || claim.mode != row.read("mode")? {
            return Err(unknown);
        }
        let ended = row.read_optional::<Instant>("expires_at")?.is_some_and(|end| end <= now);
        if ended || row.optional("revoked_at")?.is_some() {
            let detail = "The key has expired or was revoked; accepted is one that is in force.";
            return Err(Refusal::Unauthorized { detail });
        }
        let scopes: Vec<String> =
            serde_json::from_str(row.text("scopes")?).map_err(Refusal::internal)?;
        if !scopes.iter().any(|held| held == scope.name()) {
            return Err(Refusal::Forbidden { scope: scope.name() });
        }
        Ok(Self {
            seller: claim.seller.clone(),
            seller_name: row.text("name")?.to_owned(),
            mode: claim.mode,
            key: claim.key.clone(),
        })
    }
}
