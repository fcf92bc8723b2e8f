//! What the holder of a signed link sees.

use seikyu_calendar::Instant;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    access::Scope,
    audit::Audited,
    customers::NamedCustomer,
    events::{EventType, NewEvents},
    host::Context,
    id::{InvoiceId, QuoteId, SellerId, SubscriptionId},
    invoices::{InvoiceDocument, StoredDocument},
    link::Link,
    quotes::{
        Status, StoredQuote, changed,
        view::{QuoteHead, raw},
    },
    refusal::Refusal,
    sellers::Seller,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Shows the quote of a link, with the price list it is computed from; the first time is noted.
#[derive(Clone, Debug)]
pub struct ShowLink(pub Link);

/// Shows the invoice that came of the quote of a link.
#[derive(Clone, Debug)]
pub struct ShowLinkInvoice(pub Link);

/// What was sent to a customer.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "QuoteLink"))]
pub struct QuoteLinkView<'a> {
    quote: &'a QuoteId,
    status: Status,
    seller: &'a Seller,
    customer: NamedCustomer<'a>,
    #[cfg_attr(feature = "openapi", schemars(with = "seikyu_engine::catalog::PriceList"))]
    price_list: &'a RawValue,
    #[cfg_attr(feature = "openapi", schemars(with = "seikyu_engine::quote::Draft"))]
    draft: &'a RawValue,
    digest: &'a str,
    expires_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<&'a SubscriptionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<&'a InvoiceId>,
}

impl Link {
    /// Refuses a link that is no longer good.
    pub(crate) fn require_good(&self, context: &Context) -> Result<(), Refusal> {
        if context.now < self.expires_at {
            return Ok(());
        }
        let detail = "The link has expired; ask the seller for a new one.";
        Err(Refusal::LinkExpired { detail })
    }

    /// Whether the quote is still what was sent with the link.
    fn is_of(&self, quote: &StoredQuote) -> bool {
        quote.digest == self.digest && quote.status != Status::Draft
    }

    /// Refuses to act on a quote that is no longer what was sent with the link.
    pub(super) fn require_present(&self, quote: &StoredQuote) -> Result<(), Refusal> {
        if self.is_of(quote) {
            return Ok(());
        }
        let detail = "The quote was revised after this link was made; accepted is the link to its \
                      present version.";
        Err(changed("/quote", detail.to_owned()))
    }
}

impl UseCase for ShowLink {
    type Snapshot = (StoredQuote, Seller);

    type Answer = QuoteLinkView<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![StoredQuote::load(seller, &self.0.quote), Seller::load(seller)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let quote = StoredQuote::read(&loaded.found("quote")?)?;
        Ok((quote, Seller::read(&loaded.found("seller")?)?))
    }

    fn decide(
        &self,
        (quote, seller): Self::Snapshot,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        self.0.require_good(context)?;
        if !self.0.is_of(&quote) {
            let detail = "The quote was revised after this link was made; ask the seller for a new \
                          one.";
            return Err(Refusal::Gone { kind: "quote-revised", detail });
        }
        let view = QuoteLinkView {
            quote: &quote.id,
            status: quote.status,
            seller: &seller,
            customer: NamedCustomer { name: &quote.customer_name },
            price_list: raw(&quote.price_list_document)?,
            draft: raw(&quote.draft)?,
            digest: &quote.digest,
            expires_at: self.0.expires_at,
            subscription: quote.subscription.as_ref(),
            invoice: quote.invoice.as_ref(),
        };
        let reply = Reply::json(200, &view)?;
        if quote.status != Status::Sent || quote.viewed_at.is_some() {
            return Ok(Changes::none(reply));
        }
        let viewed = StoredQuote { viewed_at: Some(context.now), ..quote.clone() };
        let head = QuoteHead::of(&viewed);
        let event = NewEvents::one(EventType::QuoteViewed, &quote.id, &head, context)?;
        let note = Statement::new(sql::quotes::VIEW_QUOTE)
            .bind(&self.0.seller)
            .bind(&quote.id)
            .bind(quote.version)
            .bind(context.now);
        let mut statements = vec![note, Statement::new(sql::GUARD_CHANGED_ONE)];
        statements.extend(event.statements(&self.0.seller));
        let audited = Audited::new("quote.viewed", &quote.id).after(&quote.audited())?;
        Ok(Changes::write(audited, statements, reply))
    }
}

impl UseCase for ShowLinkInvoice {
    type Snapshot = StoredDocument;

    type Answer = InvoiceDocument;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Statement::new(sql::invoices::QUOTE_INVOICE).bind(seller).bind(&self.0.quote)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<StoredDocument, Refusal> {
        StoredDocument::read(&loaded.rows()?, "invoice")
    }

    fn decide(
        &self,
        document: StoredDocument,
        _: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        self.0.require_good(context)?;
        Ok(Changes::none(document.reply(200)))
    }
}
