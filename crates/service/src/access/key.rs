//! API keys: `sk_test_<id>_<secret>`. The id begins with the seller's, so that one batch can check the
//! key and load what was asked for; the secret is 160 random bits, of which only a hash is kept.

use seikyu_engine::wire;
use subtle::ConstantTimeEq;

use crate::{
    access::Mode,
    id::{SellerId, base32, is_base32},
};

/// Characters of the seller in a key's id, those of the key itself, and those of the secret.
const SELLER_LENGTH: usize = 26;
const OWN_LENGTH: usize = 10;
const SECRET_LENGTH: usize = 32;

/// Random bytes that make a key.
pub const KEY_RANDOM_BYTES: usize = 27;

/// A new key: shown once, then only its hash is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// The whole key.
    pub text: String,
    /// What it claims.
    pub claim: Claim,
}

/// What a presented key claims; nothing of it is true before the hash has been compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The mode in the key's prefix.
    pub mode: Mode,
    /// The seller in the key's id.
    pub seller: SellerId,
    /// The key's id.
    pub key: String,
    /// SHA-256 of the whole key, in hexadecimal digits.
    pub hash: String,
}

impl ApiKey {
    /// Makes a key of a seller from random bytes.
    #[must_use]
    pub fn generate(mode: Mode, seller: &SellerId, random: &[u8; KEY_RANDOM_BYTES]) -> Self {
        let number =
            |bytes: &[u8]| bytes.iter().fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
        let (own, secret) = random.split_at(7);
        let (high, low) = secret.split_at(10);
        let body = seller.as_str().trim_start_matches("sel_");
        let own = base32(number(own), OWN_LENGTH);
        let secret = format!("{}{}", base32(number(high), 16), base32(number(low), 16));
        let key = format!("{body}{own}");
        let text = format!("sk_{}_{key}_{secret}", mode.name());
        let hash = wire::digest(&text);
        Self { text, claim: Claim { mode, seller: seller.clone(), key, hash } }
    }
}

impl Claim {
    /// Reads what a key claims; `None` when it is not of the form.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("sk_")?;
        let (mode, rest) = rest.split_once('_')?;
        let (key, secret) = rest.split_once('_')?;
        let length = SELLER_LENGTH.saturating_add(OWN_LENGTH);
        if !is_base32(key, length) || !is_base32(secret, SECRET_LENGTH) {
            return None;
        }
        let seller = format!("sel_{}", key.get(..SELLER_LENGTH)?);
        Some(Self {
            mode: mode.parse().ok()?,
            seller: seller.parse().ok()?,
            key: key.to_owned(),
            hash: wire::digest(text),
        })
    }

    /// Whether the claim's hash is the one that is kept, in time that does not depend on either.
    #[must_use]
    pub fn matches(&self, hash: &str) -> bool {
        bool::from(self.hash.as_bytes().ct_eq(hash.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Id, IdSeed};

    #[test]
    fn a_key_claims_its_seller_and_nothing_else_is_read() {
        let seller =
            SellerId::from_seed(&IdSeed { unix_millis: 1_796_040_000_000, random: [3; 10] });
        let key = ApiKey::generate(Mode::Test, &seller, &[5; KEY_RANDOM_BYTES]);
        let claim = Claim::read(&key.text).unwrap();
        assert_eq!(claim, key.claim);
        assert_eq!(claim.seller, seller);
        assert!(claim.matches(&key.claim.hash));
        assert!(!claim.matches(&"0".repeat(64)));
        assert!(!claim.matches(""));
        for text in ["", "sk_", "sk_test__", "sk_test_a_b", &key.text.replace("test", "best")] {
            assert_eq!(Claim::read(text), None, "{text}");
        }
    }
}
