//! Revising a quote: a new version, whose old links are no longer good.

use seikyu_engine::quote::Draft;
use serde::Deserialize;

use crate::{
    access::Scope,
    audit::Audited,
    catalog::{StoredPriceList, price_list_row},
    events::{EventType, NewEvents},
    host::Context,
    id::{QuoteId, SellerId},
    quotes::view::QuoteView,
    quotes::{Status, StoredQuote, Version, view, view::QuoteHead},
    refusal::{Refusal, require_match},
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Replaces the draft of a quote, on the present version of its price list.
#[derive(Clone, Debug)]
pub struct ReviseQuote {
    /// Which quote.
    pub quote: QuoteId,
    /// Entity tags of the versions that may be replaced; any, where absent.
    pub if_match: Option<Vec<String>>,
    /// What is offered now.
    pub form: ReviseQuoteForm,
}

/// The body of [`ReviseQuote`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviseQuoteForm {
    /// What is offered now.
    pub draft: Draft,
}

impl UseCase for ReviseQuote {
    type Snapshot = (StoredQuote, Option<StoredPriceList>);

    type Answer = QuoteView<'static>;

    const SCOPE: Scope = Scope::Sales;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![
            StoredQuote::load(seller, &self.quote),
            price_list_row(seller, self.form.draft.price_list.as_str()),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let quote = StoredQuote::read(&loaded.found("quote")?)?;
        Ok((quote, loaded.row()?.as_ref().map(StoredPriceList::read).transpose()?))
    }

    fn decide(
        &self,
        (present, list): Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let tag = view::entity_tag(&present, context.now);
        require_match(self.if_match.as_deref(), &tag)?;
        present.require_revisable()?;
        let before = present.audited();
        let version = Version::price(&self.form.draft, list)?;
        let quote = StoredQuote {
            version: present.version.saturating_add(1),
            status: Status::Draft,
            updated_at: context.now,
            expires_at: None,
            viewed_at: None,
            draft: version.draft.clone(),
            digest: version.digest().to_owned(),
            price_list: version.list_code.clone(),
            price_list_version: version.list.version,
            price_list_document: version.list.document.clone(),
            ..present
        };
        let revise = Statement::new(sql::quotes::REVISE_QUOTE)
            .bind(seller)
            .bind(&quote.id)
            .bind(quote.version)
            .bind(context.now);
        let mut statements = vec![
            revise,
            Statement::new(sql::GUARD_CHANGED_ONE),
            version.add(seller, &quote.id, quote.version, context.now),
        ];
        let head = QuoteHead::of(&quote);
        let revised = NewEvents::one(EventType::QuoteRevised, &quote.id, &head, context)?;
        statements.extend(revised.statements(seller));
        let reply = view::show(200, &quote, &version.priced, seller, context)?;
        let audited = Audited::new("quote.revised", &quote.id);
        let audited = audited.before(&before)?.after(&quote.audited())?;
        Ok(Changes::write(audited, statements, reply))
    }
}
