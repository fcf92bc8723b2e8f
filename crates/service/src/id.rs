//! Ids: a prefix that says what it names, then 26 characters in order of time.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Crockford's base 32, in lower case: without i, l, o and u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Characters of an id after its prefix.
const BODY_LENGTH: usize = 26;

/// The lowest bits of a value as base 32, the highest first.
#[must_use]
pub fn base32(value: u128, length: usize) -> String {
    let mut rest = value;
    let mut text: Vec<char> = (0..length)
        .map(|_| {
            let digit = usize::try_from(rest & 31).unwrap_or_default();
            rest = rest.wrapping_shr(5);
            ALPHABET.get(digit).copied().map_or('0', char::from)
        })
        .collect();
    text.reverse();
    text.into_iter().collect()
}

/// Whether a text is base 32 of a length.
#[must_use]
pub fn is_base32(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

/// What ids are made from: milliseconds since 1970, then 80 random bits.
#[derive(Clone, Copy, Debug)]
pub struct IdSeed {
    /// Milliseconds since 1970.
    pub unix_millis: u64,
    /// Random bytes.
    pub random: [u8; 10],
}

impl IdSeed {
    /// The 26 characters.
    #[must_use]
    pub fn body(&self) -> String {
        let bytes = self.random.iter().fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
        base32(u128::from(self.unix_millis) << 80 | bytes, BODY_LENGTH)
    }
}

/// A kind of id.
pub trait Id: Sized + FromStr + fmt::Display {
    /// The id of a seed.
    fn from_seed(seed: &IdSeed) -> Self;
}

/// A text that is not an id of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{found}” is not an id; accepted is “{prefix}” and 26 characters")]
pub struct NotAnId {
    /// What was found.
    pub found: String,
    /// The prefix of the wanted kind.
    pub prefix: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Id for $name {
            fn from_seed(seed: &IdSeed) -> Self {
                Self(format!("{}{}", $prefix, seed.body()))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                match text.strip_prefix($prefix) {
                    Some(body) if is_base32(body, BODY_LENGTH) => Ok(Self(text.to_owned())),
                    _ => Err(NotAnId { found: text.chars().take(60).collect(), prefix: $prefix }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        #[cfg(feature = "openapi")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": concat!("^", $prefix, "[0-9a-hjkmnp-tv-z]{26}$"),
                    "examples": [concat!($prefix, "01jd0000000000000000000000")],
                })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

id! {
    /// A seller: the tenant.
    SellerId, "sel_"
}
id! {
    /// A customer of a seller.
    CustomerId, "cus_"
}
id! {
    /// A version of a price list.
    PriceListVersionId, "plv_"
}
id! {
    /// A quote.
    QuoteId, "quo_"
}
id! {
    /// A subscription.
    SubscriptionId, "sub_"
}
id! {
    /// An invoice.
    InvoiceId, "inv_"
}
id! {
    /// A credit note.
    CreditNoteId, "crn_"
}
id! {
    /// A bill run.
    BillRunId, "run_"
}
id! {
    /// An entry of the audit log.
    AuditId, "aud_"
}
id! {
    /// An event.
    EventId, "evt_"
}
id! {
    /// An endpoint that receives events.
    WebhookEndpointId, "whe_"
}
id! {
    /// A dispatcher's hold on endpoints.
    LeaseId, "lse_"
}

impl EventId {
    /// The event of a document's issue: a document is issued once, so its own id makes it.
    #[must_use]
    pub fn of(document: &impl Id) -> Self {
        let text = document.to_string();
        Self(format!("evt_{}", text.get("evt_".len()..).unwrap_or_default()))
    }
}
id! {
    /// A journal entry.
    JournalEntryId, "jnl_"
}
id! {
    /// A payment.
    PaymentId, "pay_"
}
id! {
    /// The reversal of a payment.
    ReversalId, "rvs_"
}
id! {
    /// A refund.
    RefundId, "rfd_"
}
id! {
    /// A write-off.
    WriteOffId, "wof_"
}

impl JournalEntryId {
    /// The id of the entry that posts a thing: its characters under another prefix, so that a thing is
    /// posted once.
    #[must_use]
    pub fn of(thing: &impl Id) -> Self {
        let text = thing.to_string();
        Self(format!("jnl_{}", text.get("jnl_".len()..).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_time_and_read_back() {
        let seed = |unix_millis| IdSeed { unix_millis, random: [255; 10] };
        let early = CustomerId::from_seed(&seed(1_796_040_000_000));
        let late = CustomerId::from_seed(&IdSeed { random: [0; 10], ..seed(1_796_040_000_001) });
        assert!(early < late);
        assert_eq!(early.as_str().len(), 30);
        assert_eq!(early.to_string().parse(), Ok(early));
    }

    #[test]
    fn an_entry_has_the_characters_of_what_it_posts() {
        let invoice = InvoiceId::from_seed(&IdSeed { unix_millis: 5, random: [9; 10] });
        let entry = JournalEntryId::of(&invoice);
        assert_eq!(entry.as_str().get(4..), invoice.as_str().get(4..));
        assert_eq!(entry.to_string().parse(), Ok(entry));
    }

    #[test]
    fn another_kind_or_form_is_refused() {
        let quote = QuoteId::from_seed(&IdSeed { unix_millis: 1, random: [7; 10] }).to_string();
        assert!(quote.parse::<QuoteId>().is_ok());
        assert!(quote.parse::<InvoiceId>().is_err());
        assert!("quo_".parse::<QuoteId>().is_err());
        assert!(quote.to_uppercase().parse::<QuoteId>().is_err());
        assert!(format!("{quote}0").parse::<QuoteId>().is_err());
    }
}
