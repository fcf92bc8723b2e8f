//! Events: what happened to the objects of the API, told to its consumers. An event is written in the
//! batch of its effect, so there is never one without the other. The events of a seller have one order,
//! that of their commits; those of an object are numbered from 1.

mod event_type;
mod list;
mod new;
mod show;
mod view;

pub use event_type::EventType;
pub use list::ListEvents;
pub use new::NewEvents;
pub use show::ShowEvent;
pub use view::EventView;
