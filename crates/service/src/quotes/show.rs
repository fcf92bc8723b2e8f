//! Showing a quote.

use crate::{
    access::Scope,
    host::Context,
    id::{QuoteId, SellerId},
    quotes::view::QuoteView,
    quotes::{StoredQuote, view},
    refusal::Refusal,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Shows a quote with what it comes to.
#[derive(Clone, Debug)]
pub struct ShowQuote(pub QuoteId);

impl UseCase for ShowQuote {
    type Snapshot = StoredQuote;

    type Answer = QuoteView<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![StoredQuote::load(seller, &self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<StoredQuote, Refusal> {
        StoredQuote::read(&loaded.found("quote")?)
    }

    fn decide(
        &self,
        quote: StoredQuote,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let priced = quote.price()?;
        Ok(Changes::none(view::show(200, &quote, &priced, seller, context)?))
    }
}
