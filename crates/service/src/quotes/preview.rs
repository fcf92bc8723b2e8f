//! Pricing a draft without saving anything.

use seikyu_engine::{quote::Draft, wire::canonical};
use serde::Deserialize;

use crate::{
    access::Scope,
    catalog::{StoredPriceList, price_list_row},
    host::Context,
    id::SellerId,
    quotes::Version,
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};
use seikyu_engine::quote::Priced;

/// Prices a draft on the present version of its price list.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewQuote {
    /// What would be offered.
    pub draft: Draft,
}

impl UseCase for PreviewQuote {
    type Snapshot = Option<StoredPriceList>;

    type Answer = Priced;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![price_list_row(seller, self.draft.price_list.as_str())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        loaded.row()?.as_ref().map(StoredPriceList::read).transpose()
    }

    fn decide(&self, list: Self::Snapshot, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let version = Version::price(&self.draft, list)?;
        Ok(Changes::none(Reply::text(200, canonical(&version.priced))))
    }
}
