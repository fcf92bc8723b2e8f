//! International Bank Account Numbers.

use std::str::FromStr;

use ::iban::{IbanLike as _, ParseBaseIbanError, ParseIbanError};

use super::{IdentifierError, plain, text_form};

/// An International Bank Account Number (ISO 13616): the country, two check digits modulo 97, and the
/// account as the country has registered its length and structure with SWIFT. The registry is that of
/// the crate `iban_validate`.
///
/// ```
/// use seikyu_engine::identifier::Iban;
/// let iban: Iban = "gb82 west 1234 5698 7654 32".parse()?;
/// assert_eq!(iban.to_string(), "GB82WEST12345698765432");
/// assert_eq!(iban.on_paper(), "GB82 WEST 1234 5698 7654 32");
/// # Ok::<(), seikyu_engine::identifier::IdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Iban(::iban::Iban);

text_form!(Iban, "an IBAN such as DE89370400440532013000");

const KIND: &str = "IBAN";

impl Iban {
    /// The number without spaces, as banks exchange it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.electronic_str()
    }

    /// The number in groups of four, as it is printed.
    #[must_use]
    pub fn on_paper(&self) -> String {
        self.0.to_string()
    }

    /// The country, as its code of ISO 3166-1.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.country_code()
    }
}

impl FromStr for Iban {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let found = plain(text);
        check_characters(&found)?;
        found.parse().map(Self).map_err(|error| match error {
            ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum } => {
                IdentifierError::CheckDigit { kind: KIND, found }
            }
            ParseIbanError::InvalidBaseIban { .. } => IdentifierError::Length {
                kind: KIND,
                found: found.chars().count(),
                accepted: "at most 34".to_owned(),
            },
            ParseIbanError::UnknownCountry(base) => IdentifierError::Country {
                kind: KIND,
                found: base.country_code().to_owned(),
                accepted: "a country of the SWIFT IBAN registry",
            },
            ParseIbanError::InvalidBban(base) => IdentifierError::Length {
                kind: KIND,
                found: found.chars().count(),
                accepted: format!(
                    "the length and structure that {} has registered",
                    base.country_code()
                ),
            },
        })
    }
}

/// Two letters, two digits, then letters and digits.
fn check_characters(found: &str) -> Result<(), IdentifierError> {
    let length = found.chars().count();
    if length < 5 {
        let accepted = "the length that the country has registered, 15 to 34".to_owned();
        return Err(IdentifierError::Length { kind: KIND, found: length, accepted });
    }
    for (index, letter) in found.chars().enumerate() {
        let (fits, accepted) = match index {
            0 | 1 => (letter.is_ascii_uppercase(), "a letter"),
            2 | 3 => (letter.is_ascii_digit(), "a digit"),
            _ => (letter.is_ascii_alphanumeric(), "a letter or digit"),
        };
        if !fits {
            return Err(IdentifierError::Character {
                kind: KIND,
                found: letter,
                place: index.saturating_add(1),
                accepted: accepted.to_owned(),
            });
        }
    }
    Ok(())
}
