//! Sending a quote: making the signed link that a customer opens.

use seikyu_calendar::Instant;
use serde::Serialize;

use crate::{
    access::Scope,
    audit::Audited,
    events::{EventType, NewEvents},
    host::Context,
    id::{QuoteId, SellerId},
    quotes::{Status, StoredQuote, view, view::QuoteHead},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// How long a link is good.
const GOOD_SECONDS: i64 = 30 * 24 * 60 * 60;

/// Makes a quote acceptable by a link; a link that is still good is given again.
#[derive(Clone, Debug)]
pub struct SendQuote(pub QuoteId);

/// The link that shows a quote to its customer.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SentQuote {
    link: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    expires_at: Instant,
}

impl UseCase for SendQuote {
    type Snapshot = StoredQuote;

    type Answer = SentQuote;

    const SCOPE: Scope = Scope::Sales;

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
        quote.require_open()?;
        quote.require_unchanged(&quote.price()?)?;
        let good =
            quote.expires_at.filter(|end| quote.status == Status::Sent && *end > context.now);
        let expires_at = match good {
            Some(expires_at) => expires_at,
            None => context.now.plus_seconds(GOOD_SECONDS).map_err(Refusal::internal)?,
        };
        let send = Statement::new(sql::quotes::SEND_QUOTE)
            .bind(seller)
            .bind(&quote.id)
            .bind(quote.version)
            .bind(context.now)
            .bind(expires_at);
        let before = quote.audited();
        let quote = StoredQuote { status: Status::Sent, expires_at: Some(expires_at), ..quote };
        let token = quote.token(seller, context).unwrap_or_default();
        let link = view::link_path(&token);
        let url = context.base_url.as_ref().map(|base| format!("{base}{link}"));
        let reply = Reply::json(200, &SentQuote { link, url, expires_at })?;
        let statements = match good {
            Some(_) => Vec::new(),
            None => {
                let head = QuoteHead::of(&quote);
                let sent = NewEvents::one(EventType::QuoteSent, &quote.id, &head, context)?;
                let send = vec![send, Statement::new(sql::GUARD_CHANGED_ONE)];
                [send, sent.statements(seller)].concat()
            }
        };
        let audited = Audited::new("quote.sent", &quote.id);
        let audited = audited.before(&before)?.after(&quote.audited())?;
        Ok(Changes::write(audited, statements, reply))
    }
}
