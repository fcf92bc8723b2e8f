//! Who asks: API keys, what they allow, and the caller they stand for.

mod caller;
mod key;
mod keys;
mod scope;

pub use caller::{Caller, Mode};
pub use key::{ApiKey, Claim, KEY_RANDOM_BYTES};
pub use keys::{CreateKey, CreateKeyForm, ListKeys, RevokeKey, RotateKey, RotateKeyForm, ShowKey};
pub use scope::{Role, Scope};
