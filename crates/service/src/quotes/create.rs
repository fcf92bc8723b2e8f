//! Creating a quote.

use seikyu_engine::quote::Draft;
use serde::Deserialize;

use crate::{
    access::Scope,
    audit::Audited,
    catalog::{StoredPriceList, price_list_row},
    customers::Customer,
    events::{EventType, NewEvents},
    host::Context,
    id::{CustomerId, SellerId},
    quotes::view::QuoteView,
    quotes::{Status, StoredQuote, Version, view, view::QuoteHead},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, UseCase},
};

/// Saves a draft as a new quote for a customer.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateQuote {
    /// For whom.
    pub customer: CustomerId,
    /// What is offered.
    pub draft: Draft,
}

impl UseCase for CreateQuote {
    type Snapshot = (Option<Customer>, Option<StoredPriceList>);

    type Answer = QuoteView<'static>;

    const SCOPE: Scope = Scope::Sales;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![
            Customer::load(seller, &self.customer),
            price_list_row(seller, self.draft.price_list.as_str()),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        let customer = loaded.row()?.as_ref().map(Customer::read).transpose()?;
        Ok((customer, loaded.row()?.as_ref().map(StoredPriceList::read).transpose()?))
    }

    fn decide(
        &self,
        (customer, list): Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let customer = customer.ok_or_else(|| Customer::unknown(&self.customer))?;
        let version = Version::price(&self.draft, list)?;
        let quote = StoredQuote {
            id: context.id(0),
            customer: customer.id,
            customer_name: customer.name,
            version: 1,
            status: Status::Draft,
            created_at: context.now,
            updated_at: context.now,
            expires_at: None,
            viewed_at: None,
            subscription: None,
            invoice: None,
            draft: version.draft.clone(),
            digest: version.digest().to_owned(),
            price_list: version.list_code.clone(),
            price_list_version: version.list.version,
            price_list_document: version.list.document.clone(),
        };
        let add = Statement::new(sql::quotes::ADD_QUOTE)
            .bind(seller)
            .bind(&quote.id)
            .bind(&quote.customer)
            .bind(context.now);
        let mut statements = vec![add, version.add(seller, &quote.id, 1, context.now)];
        let head = QuoteHead::of(&quote);
        let created = NewEvents::one(EventType::QuoteCreated, &quote.id, &head, context)?;
        statements.extend(created.statements(seller));
        let reply = view::show(201, &quote, &version.priced, seller, context)?;
        let reply = reply.with_location(format!("/v1/quotes/{}", quote.id));
        let audited = Audited::new("quote.created", &quote.id).after(&quote.audited())?;
        Ok(Changes::write(audited, statements, reply))
    }
}
