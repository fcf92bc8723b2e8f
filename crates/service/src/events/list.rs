//! Listing events.

use crate::{
    access::Scope,
    events::{EventType, EventView},
    host::Context,
    id::{EventId, SellerId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// A position beyond every event.
const BEYOND: &str = "9223372036854775807";

/// Lists the events: the latest first, or what came after one, the earliest first. Events are in the order
/// of their commits, so who asks for what came after the last one read misses none.
#[derive(Clone, Debug)]
pub struct ListEvents {
    page: Page,
    event_type: Option<EventType>,
    object: Option<String>,
    after: Option<EventId>,
}

impl ListEvents {
    /// The list of the query parameters `type`, `object` (an id) and `after` (the id of an event).
    ///
    /// # Errors
    /// [`Refusal::Input`] for a type that there is not, or what is no id of an event.
    pub fn read(
        page: Page,
        event_type: Option<&str>,
        object: Option<&str>,
        after: Option<&str>,
    ) -> Result<Self, Refusal> {
        let unknown_type = |detail| Refusal::field("unknown_reference", "/type", detail);
        Ok(Self {
            page,
            event_type: event_type.map(str::parse).transpose().map_err(unknown_type)?,
            object: object.map(str::to_owned),
            after: after.map(|id| id.parse().map_err(|_| unknown(id))).transpose()?,
        })
    }
}

fn unknown(event: &str) -> Refusal {
    let found: String = event.chars().take(60).collect();
    let detail = format!("There is no event “{found}”; accepted is the id of one of this seller.");
    Refusal::field("unknown_reference", "/after", detail)
}

impl UseCase for ListEvents {
    type Snapshot = Rows;

    type Answer = List<EventView>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let name = self.event_type.map(EventType::name);
        if let Some(after) = &self.after {
            let of = |sql| Statement::new(sql).bind(seller).bind(after);
            let list = of(sql::events::EVENTS_AFTER).bind(self.page.after()).bind(self.page.rows());
            let list = list.bind_optional(name).bind_optional(self.object.as_ref());
            return vec![of(sql::events::EVENT), list];
        }
        let before = Some(self.page.after()).filter(|after| !after.is_empty()).unwrap_or(BEYOND);
        let page = |sql| Statement::new(sql).bind(seller).bind(before).bind(self.page.rows());
        vec![match (&self.object, name) {
            (Some(object), name) => {
                page(sql::events::EVENTS_OF_OBJECT).bind(object).bind_optional(name)
            }
            (None, Some(name)) => page(sql::events::EVENTS_OF_TYPE).bind(name),
            (None, None) => page(sql::events::EVENTS),
        }]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        if let Some(after) = &self.after {
            loaded.row()?.ok_or_else(|| unknown(after.as_str()))?;
        }
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("position")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, EventView::read)?))
    }
}
