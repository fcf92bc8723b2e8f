//! Signed links: who holds one may see and accept one quote, as it was when the link was made, or see
//! and change the plan of one subscription.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use seikyu_calendar::Instant;
use sha2::Sha256;

use crate::{
    id::{QuoteId, SellerId},
    subscriptions::ChangeLink,
};

/// The form of what is signed, its key and what it allows.
const FORM: &str = "v1.k1.accept";

/// The same of a link to a subscription.
const CHANGE_FORM: &str = "v1.k1.change";

/// The fewest bytes of a secret.
const SECRET_MIN_BYTES: usize = 16;

/// The secret that signs links.
#[derive(Clone)]
pub struct LinkKey(Hmac<Sha256>);

/// What a link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The seller.
    pub seller: SellerId,
    /// The quote.
    pub quote: QuoteId,
    /// Digest of the quote as it was sent.
    pub digest: String,
    /// The first instant at which the link is no longer good.
    pub expires_at: Instant,
}

impl LinkKey {
    /// A key from a secret.
    ///
    /// # Errors
    /// A sentence, when the secret is shorter than 16 bytes.
    pub fn new(secret: &[u8]) -> Result<Self, String> {
        if secret.len() < SECRET_MIN_BYTES {
            return Err(format!(
                "The link secret has {} bytes; accepted are at least {SECRET_MIN_BYTES}.",
                secret.len()
            ));
        }
        Hmac::new_from_slice(secret).map(Self).map_err(|error| error.to_string())
    }

    /// The token of a link: what it says and its signature, both base64url.
    #[must_use]
    pub fn sign(&self, link: &Link) -> String {
        let Link { seller, quote, digest, expires_at } = link;
        self.token(&format!("{FORM}.{seller}.{quote}.{digest}.{}", expires_at.unix()))
    }

    /// The token of a link to a subscription.
    #[must_use]
    pub fn sign_change(&self, link: &ChangeLink) -> String {
        let ChangeLink { seller, subscription, expires_at } = link;
        self.token(&format!("{CHANGE_FORM}.{seller}.{subscription}.{}", expires_at.unix()))
    }

    fn token(&self, said: &str) -> String {
        let mac = self.0.clone().chain_update(said.as_bytes()).finalize().into_bytes();
        format!("{}.{}", URL_SAFE_NO_PAD.encode(said), URL_SAFE_NO_PAD.encode(mac))
    }

    /// Reads a token; `None` when it is not one that this key signed.
    #[must_use]
    pub fn verify(&self, token: &str) -> Option<Link> {
        let said = self.said(token)?;
        let fields: Vec<&str> = said.strip_prefix(FORM)?.strip_prefix('.')?.split('.').collect();
        let [seller, quote, digest, expires_at] = fields.as_slice() else { return None };
        Some(Link {
            seller: seller.parse().ok()?,
            quote: quote.parse().ok()?,
            digest: (*digest).to_owned(),
            expires_at: Instant::from_unix(expires_at.parse().ok()?).ok()?,
        })
    }

    /// Reads the token of a link to a subscription; `None` when it is not one that this key signed.
    #[must_use]
    pub fn verify_change(&self, token: &str) -> Option<ChangeLink> {
        let said = self.said(token)?;
        let fields = said.strip_prefix(CHANGE_FORM)?.strip_prefix('.')?;
        let fields: Vec<&str> = fields.split('.').collect();
        let [seller, subscription, expires_at] = fields.as_slice() else { return None };
        Some(ChangeLink {
            seller: seller.parse().ok()?,
            subscription: subscription.parse().ok()?,
            expires_at: Instant::from_unix(expires_at.parse().ok()?).ok()?,
        })
    }

    /// What a token says, if this key signed it.
    fn said(&self, token: &str) -> Option<String> {
        let (said, mac) = token.split_once('.')?;
        let said = URL_SAFE_NO_PAD.decode(said).ok()?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        self.0.clone().chain_update(&said).verify_slice(&mac).ok()?;
        String::from_utf8(said).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Id, IdSeed, SubscriptionId};

    fn link() -> Link {
        let seed = IdSeed { unix_millis: 1_796_040_000_000, random: [9; 10] };
        Link {
            seller: SellerId::from_seed(&seed),
            quote: QuoteId::from_seed(&seed),
            digest: "ab".repeat(32),
            expires_at: Instant::from_unix(1_800_000_000).unwrap(),
        }
    }

    #[test]
    fn a_signed_link_reads_back() {
        let key = LinkKey::new(b"0123456789abcdef").unwrap();
        assert_eq!(key.verify(&key.sign(&link())), Some(link()));
    }

    /// A link to a quote is none to a subscription, nor the other way.
    #[test]
    fn a_link_is_good_for_its_purpose_only() {
        let key = LinkKey::new(b"0123456789abcdef").unwrap();
        let seed = IdSeed { unix_millis: 1_796_040_000_000, random: [7; 10] };
        let change = ChangeLink {
            seller: SellerId::from_seed(&seed),
            subscription: SubscriptionId::from_seed(&seed),
            expires_at: Instant::from_unix(1_800_000_000).unwrap(),
        };
        let token = key.sign_change(&change);
        assert_eq!(key.verify_change(&token), Some(change));
        assert_eq!((key.verify(&token), key.verify_change(&key.sign(&link()))), (None, None));
    }

    #[test]
    fn a_changed_or_foreign_link_does_not() {
        let key = LinkKey::new(b"0123456789abcdef").unwrap();
        let other = LinkKey::new(b"0123456789abcdeg").unwrap();
        let token = key.sign(&link());
        assert_eq!(other.verify(&token), None);
        for index in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            assert_eq!(key.verify(&String::from_utf8(changed).unwrap()), None, "at {index}");
        }
        assert_eq!(key.verify(""), None);
        assert_eq!(key.verify("."), None);
        assert!(LinkKey::new(b"short").is_err());
    }
}
