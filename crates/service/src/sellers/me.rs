//! Who a key is.

use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    sellers::Seller,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Shows who asks: the seller and the key.
#[derive(Clone, Debug)]
pub struct ShowMe {
    /// Id of the key.
    pub key: String,
}

/// Who a key is.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Me<'a> {
    seller: &'a Seller,
    key: &'a str,
    mode: &'a str,
}

impl UseCase for ShowMe {
    type Snapshot = Seller;

    type Answer = Me<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Seller::load(seller)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Seller, Refusal> {
        Seller::read(&loaded.found("seller")?)
    }

    fn decide(&self, seller: Seller, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let me = Me { seller: &seller, key: &self.key, mode: &seller.mode };
        Ok(Changes::none(Reply::json(200, &me)?))
    }
}
