//! Accepting a quote: by its signed link, on what was shown, once.

use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    customers::Customer,
    events::{EventType, NewEvents},
    host::Context,
    id::{InvoiceId, SellerId, SubscriptionId},
    invoices::Issue,
    link::Link,
    numbering::{DocumentType, Documents, Issuer, Numbering},
    quotes::{Status, StoredQuote, changed, view::QuoteHead},
    refusal::Refusal,
    sql,
    store::Statement,
    subscriptions::NewSubscription,
    use_case::{Answer, Changes, Loaded, Reply, UseCase},
};

/// Accepts the quote of a link. The edge computes the quote anew; if it comes to anything else than
/// what was sent and shown, nothing happens.
#[derive(Clone, Debug)]
pub struct AcceptQuote {
    /// The link.
    pub link: Link,
    /// What was shown.
    pub form: AcceptQuoteForm,
}

/// The body of [`AcceptQuote`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptQuoteForm {
    /// Digest of the first bill as the customer's browser computed it.
    pub digest: String,
}

/// What an acceptance is decided from.
#[derive(Clone, Debug)]
pub struct Snapshot {
    quote: StoredQuote,
    issuer: Issuer,
    customer: Customer,
}

/// What came of a quote.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AcceptedQuote<'a> {
    subscription: &'a SubscriptionId,
    invoice: Option<&'a InvoiceId>,
}

impl UseCase for AcceptQuote {
    type Snapshot = Snapshot;

    type Answer = AcceptedQuote<'static>;

    const SCOPE: Scope = Scope::Sales;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let of_quote = |sql| Statement::new(sql).bind(seller).bind(&self.link.quote);
        vec![
            StoredQuote::load(seller, &self.link.quote),
            Issuer::load(seller, DocumentType::Invoice),
            of_quote(sql::quotes::QUOTE_CUSTOMER),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        Ok(Snapshot {
            quote: StoredQuote::read(&loaded.found("quote")?)?,
            issuer: Issuer::read(&loaded.found("seller")?)?,
            customer: Customer::read(&loaded.found("customer")?)?,
        })
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let quote = &snapshot.quote;
        self.link.require_good(context)?;
        self.require_shown(quote)?;
        if quote.status == Status::Accepted {
            return Ok(Changes::none(accepted(
                quote.subscription.as_ref().ok_or_else(|| missing("subscription"))?,
                quote.invoice.as_ref(),
            )?));
        }
        quote.require_open()?;
        let priced = quote.price()?;
        quote.require_unchanged(&priced)?;

        let subscription: SubscriptionId = context.id(0);
        let invoice: Option<InvoiceId> = (!priced.first.lines.is_empty()).then(|| context.id(1));
        let accept = Statement::new(sql::quotes::ACCEPT_QUOTE)
            .bind(seller)
            .bind(&quote.id)
            .bind(quote.version)
            .bind(context.now)
            .bind(&subscription)
            .bind_optional(invoice.as_ref());
        let mut statements = vec![accept, Statement::new(sql::GUARD_CHANGED_ONE)];
        let opened = NewSubscription {
            seller,
            id: &subscription,
            customer: &snapshot.customer.id,
            quote: Some(&quote.id),
            contract: &priced.contract,
            billed_through: Some(priced.request.through),
        };
        statements.extend(opened.statements(context.now)?);
        let closed = StoredQuote {
            status: Status::Accepted,
            subscription: Some(subscription.clone()),
            invoice: invoice.clone(),
            ..quote.clone()
        };
        let mut events = NewEvents::default();
        let head = QuoteHead::of(&closed);
        events.push(EventType::QuoteAccepted, &quote.id, &head, context)?;
        let head = opened.head(context.now);
        events.push(EventType::SubscriptionCreated, &subscription, &head, context)?;
        let mut documents = Vec::new();
        if let Some(invoice) = &invoice {
            let issue = Issue {
                seller: &snapshot.issuer.seller,
                customer: &snapshot.customer,
                subscription: &subscription,
                request: &priced.request,
                bill: &priced.first,
            };
            documents.push(issue.unnumbered(invoice, context.now)?);
        }
        let documents = Documents::Invoices(documents);
        let numbering = Some(Numbering { series: snapshot.issuer.series, documents, events });
        let answer = Answer::Reply(accepted(&subscription, invoice.as_ref())?);
        let after = AcceptedQuote { subscription: &subscription, invoice: invoice.as_ref() };
        let audited = Audited::new("quote.accepted", &quote.id);
        let audited = Some(audited.before(&quote.audited())?.after(&after)?);
        Ok(Changes { statements, audited, numbering, queued: None, answer })
    }
}

impl AcceptQuote {
    /// Refuses unless link, quote and what was shown are one and the same.
    fn require_shown(&self, quote: &StoredQuote) -> Result<(), Refusal> {
        self.link.require_present(quote)?;
        if quote.digest != self.form.digest {
            let found: String = self.form.digest.chars().take(64).collect();
            let first = quote.price()?.first;
            let detail = format!(
                "What was shown has the digest “{found}”; the quote that was sent has “{}”, and \
                 comes to {} {} at the start by engine {}. Accepted is that digest: load the page \
                 again and compare.",
                quote.digest, first.totals.gross, first.currency, first.engine
            );
            return Err(changed("/digest", detail));
        }
        Ok(())
    }
}

fn accepted(subscription: &SubscriptionId, invoice: Option<&InvoiceId>) -> Result<Reply, Refusal> {
    Reply::json(200, &AcceptedQuote { subscription, invoice })
}

fn missing(what: &str) -> Refusal {
    Refusal::internal(format!("an accepted quote without {what}"))
}
