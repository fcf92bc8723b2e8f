//! Showing an event.

use crate::{
    access::Scope,
    events::EventView,
    host::Context,
    id::{EventId, SellerId},
    refusal::Refusal,
    sql,
    store::Statement,
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Shows an event, as endpoints receive it.
#[derive(Clone, Debug)]
pub struct ShowEvent(pub EventId);

impl UseCase for ShowEvent {
    type Snapshot = EventView;

    type Answer = EventView;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Statement::new(sql::events::EVENT).bind(seller).bind(&self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<EventView, Refusal> {
        EventView::read(&loaded.found("event")?)
    }

    fn decide(&self, event: EventView, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(Reply::text(200, event.text()?)))
    }
}
