//! Quotes: drafted, revised, sent as a signed link, accepted once, declined, or left to expire.

mod accept;
mod create;
mod decline;
mod link;
mod list;
mod preview;
mod revise;
mod send;
mod show;
mod stored;
mod version;
mod view;

pub use accept::{AcceptQuote, AcceptQuoteForm};
pub use create::CreateQuote;
pub use decline::{DeclineLink, DeclineQuote, DeclineQuoteForm};
pub use link::{ShowLink, ShowLinkInvoice};
pub use list::ListQuotes;
pub use preview::PreviewQuote;
pub use revise::{ReviseQuote, ReviseQuoteForm};
pub use send::SendQuote;
pub use show::ShowQuote;
pub(crate) use stored::{Status, StoredQuote, changed};
pub(crate) use version::Version;
