//! Secrets and signatures by Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over id, timestamp and
//! body, joined by dots; the secret is `whsec_` and base64.

use std::str::FromStr;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use seikyu_calendar::Instant;
use sha2::Sha256;

use crate::refusal::Refusal;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// Random bytes of a secret; Standard Webhooks accepts 24 to 64.
pub const SECRET_BYTES: usize = 32;

/// A secret that an endpoint and this service share.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A secret of random bytes.
    #[must_use]
    pub fn new(random: &[u8; SECRET_BYTES]) -> Self {
        Self(random.to_vec())
    }

    /// The secret as text: shown once.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// The signature of a message that is sent at an instant.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when there is no such key.
    pub fn sign(&self, id: &str, at: Instant, body: &str) -> Result<String, Refusal> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(Refusal::internal)?;
        let signed = format!("{id}.{}.{body}", at.unix());
        let mac = mac.chain_update(signed.as_bytes()).finalize().into_bytes();
        Ok(format!("v1,{}", STANDARD.encode(mac)))
    }
}

impl FromStr for Secret {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = text.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
        bytes.map(Self).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks specification and its reference libraries.
    #[test]
    fn the_published_example_is_signed() {
        let secret: Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().ok().unwrap();
        let at = Instant::from_unix(1_614_265_330).unwrap();
        let signed = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, "{\"test\": 2432232314}");
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".to_owned();
        assert_eq!(signed, Ok(expected));
    }

    #[test]
    fn a_secret_reads_back() {
        let secret = Secret::new(&[7; SECRET_BYTES]);
        assert!(secret.text().parse() == Ok(secret.clone()));
        assert!("whsec_!".parse::<Secret>().is_err());
        assert!(secret.text().replace("whsec_", "").parse::<Secret>().is_err());
    }
}
