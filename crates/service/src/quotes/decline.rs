//! Declining: the customer, or the seller for it, does not want the quote. A revision revives it.

use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    events::{EventType, NewEvents},
    host::Context,
    id::{QuoteId, SellerId},
    link::Link,
    quotes::{Status, StoredQuote, view::QuoteHead},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// The most characters of a reason.
const REASON_MAX: usize = 500;

/// Declines a quote, on the side of the seller.
#[derive(Clone, Debug)]
pub struct DeclineQuote {
    /// Which quote.
    pub quote: QuoteId,
    /// Why.
    pub form: DeclineQuoteForm,
}

/// Declines the quote of a link.
#[derive(Clone, Debug)]
pub struct DeclineLink {
    /// The link.
    pub link: Link,
    /// Why.
    pub form: DeclineQuoteForm,
}

/// The body of [`DeclineQuote`] and [`DeclineLink`].
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclineQuoteForm {
    /// Why, for people: 1 to 500 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A quote that was declined.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeclinedQuote<'a> {
    /// Which quote.
    quote: &'a QuoteId,
    /// `declined`.
    status: Status,
}

impl DeclineQuoteForm {
    fn check(&self) -> Result<(), Refusal> {
        let Some(reason) = &self.reason else { return Ok(()) };
        let length = reason.chars().count();
        if (1..=REASON_MAX).contains(&length) {
            return Ok(());
        }
        let detail = format!("The reason has {length} characters; accepted are 1 to {REASON_MAX}.");
        Err(Refusal::field("out_of_range", "/reason", detail))
    }

    fn decide(
        &self,
        quote: StoredQuote,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        self.check()?;
        let declined = DeclinedQuote { quote: &quote.id, status: Status::Declined };
        let reply = Reply::json(200, &declined)?;
        if quote.status == Status::Declined {
            return Ok(Changes::none(reply));
        }
        quote.require_open()?;
        let decline = Statement::new(sql::quotes::DECLINE_QUOTE)
            .bind(seller)
            .bind(&quote.id)
            .bind(quote.version)
            .bind(context.now);
        let audited = Audited::new("quote.declined", &quote.id);
        let audited = audited.before(&quote.audited())?.after(self)?;
        let closed = StoredQuote { status: Status::Declined, ..quote.clone() };
        let head = QuoteHead::of(&closed);
        let event = NewEvents::one(EventType::QuoteDeclined, &quote.id, &head, context)?;
        let statements = vec![decline, Statement::new(sql::GUARD_CHANGED_ONE)];
        Ok(Changes::write(audited, [statements, event.statements(seller)].concat(), reply))
    }
}

impl UseCase for DeclineQuote {
    type Snapshot = StoredQuote;

    type Answer = DeclinedQuote<'static>;

    const SCOPE: Scope = Scope::Sales;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![StoredQuote::load(seller, &self.quote)]
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
        self.form.decide(quote, seller, context)
    }
}

impl UseCase for DeclineLink {
    type Snapshot = StoredQuote;

    type Answer = DeclinedQuote<'static>;

    const SCOPE: Scope = Scope::Sales;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![StoredQuote::load(seller, &self.link.quote)]
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
        self.link.require_good(context)?;
        self.link.require_present(&quote)?;
        self.form.decide(quote, seller, context)
    }
}
