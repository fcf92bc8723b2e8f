//! The port to the network: sending one message. Everything about it is decided before, and everything
//! about its answer after.

use std::pin::Pin;

use url::Url;

/// Seconds within which a message has its answer, headers and the beginning of the body.
pub const TIMEOUT_SECONDS: u32 = 15;

/// The most bytes of an answer's body that are read.
pub const ANSWER_MAX_BYTES: usize = 1_024;

/// A message to be sent with POST.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where to; it was checked.
    pub url: Url,
    /// Whether it may go to this machine. Unless it may, a sender that knows the address it connects to
    /// refuses one that is not public.
    pub local: bool,
    /// Names and values of the headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body: JSON.
    pub body: String,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// HTTP status.
    pub status: u16,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The first bytes of the body, at most [`ANSWER_MAX_BYTES`].
    pub body: Vec<u8>,
}

/// Why there was no answer, in a few words: “timed out”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered(pub String);

/// What a sender gives.
pub type Sending = Pin<Box<dyn Future<Output = Result<Answered, Unanswered>> + Send>>;

/// Sends messages: `fetch` of Workers, or a native HTTP client.
pub trait Sender: Send + Sync {
    /// Sends a message once, follows no redirect, and waits for at most [`TIMEOUT_SECONDS`].
    fn send(&self, message: Message) -> Sending;
}
