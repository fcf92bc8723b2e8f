//! Listing events.

use crate::{
    access::Scope,
    events::{EventType, EventView},
    host::Context,
    id::SellerId,
    list::Page,
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// A position beyond every event.
const BEYOND: &str = "9223372036854775807";

/// Lists the events, the latest first.
#[derive(Clone, Debug)]
pub struct ListEvents {
    /// Which page.
    pub page: Page,
    /// Of this type only.
    pub event_type: Option<EventType>,
    /// Of the object with this id only.
    pub object: Option<String>,
}

impl ListEvents {
    /// The list of the query parameters `type` and `object`.
    ///
    /// # Errors
    /// [`Refusal::Input`] for a type that there is not.
    pub fn read(page: Page, name: Option<&str>, object: Option<&str>) -> Result<Self, Refusal> {
        let unknown = |detail| Refusal::field("unknown_reference", "/type", detail);
        let event_type = name.map(|name| name.parse().map_err(unknown)).transpose()?;
        Ok(Self { page, event_type, object: object.map(str::to_owned) })
    }
}

impl UseCase for ListEvents {
    type Snapshot = Rows;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let before = Some(self.page.after()).filter(|after| !after.is_empty()).unwrap_or(BEYOND);
        let page = |sql| Statement::new(sql).bind(seller).bind(before).bind(self.page.rows());
        let name = self.event_type.map(EventType::name);
        vec![match (&self.object, name) {
            (Some(object), name) => {
                page(sql::events::EVENTS_OF_OBJECT).bind(object).bind_optional(name)
            }
            (None, Some(name)) => page(sql::events::EVENTS_OF_TYPE).bind(name),
            (None, None) => page(sql::events::EVENTS),
        }]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("position")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, EventView::read)?))
    }
}
