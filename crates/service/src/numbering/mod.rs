//! Numbers: gapless within a series, given only when a document is stored; each document names the one
//! before it in its series by its hash.

mod chain;
mod documents;
mod issuer;
mod parts;
mod pattern;
mod series;
mod verification;

pub use chain::VerificationCheck;
pub use documents::{Document, Documents, Numbering};
pub(crate) use issuer::Issuer;
pub(crate) use parts::Parts;
pub use pattern::NumberPattern;
pub use series::{DocumentType, Series};
pub(crate) use series::{Place, Unnumbered};
pub use verification::{DocumentVerification, Verifiable};
