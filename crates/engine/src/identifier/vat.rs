//! VAT numbers.

use std::str::FromStr;

use super::{IdentifierError, pattern, plain, text_form, vat_format};

/// A VAT number with the prefix of its country: the members of the European Union, Northern Ireland
/// (XI), the United Kingdom (GB), and Switzerland (CHE).
///
/// Greece has the prefix EL. Length and characters are checked for every country, the check digit
/// wherever its rule is published: all members but for the numbers of natural persons in Bulgaria,
/// Czechia and Latvia, and French numbers with a letter in their key, which are checked by form only.
/// EN 16931 has the number as BT-31 and BT-48.
///
/// ```
/// use seikyu_engine::identifier::VatNumber;
/// let number: VatNumber = "DE 136 695 976".parse()?;
/// assert_eq!((number.to_string().as_str(), number.country()), ("DE136695976", "DE"));
/// let error = "DE13669597X".parse::<VatNumber>().unwrap_err().to_string();
/// assert_eq!(error, "character 11 of the VAT number is “X”; accepted is a digit there");
/// # Ok::<(), seikyu_engine::identifier::IdentifierError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatNumber(String);

text_form!(VatNumber, "a VAT number with its country, such as DE136695976");

const KIND: &str = "VAT number";

impl VatNumber {
    /// The number with its prefix.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country, as its code of ISO 3166-1; XI for Northern Ireland.
    #[must_use]
    pub fn country(&self) -> &str {
        match self.0.get(..2) {
            Some("EL") => "GR",
            Some(prefix) => prefix,
            None => "",
        }
    }
}

impl FromStr for VatNumber {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let found = plain(text);
        let prefix: String = found.chars().take(2).collect();
        let format = vat_format::FORMATS.iter().find(|format| format.prefix == prefix);
        let Some(format) = format else {
            return Err(IdentifierError::Country {
                kind: KIND,
                found: prefix,
                accepted: "the code of an EU member (EL for Greece), XI, GB or CH",
            });
        };
        let number = found.get(2..).unwrap_or_default();
        pattern::check(KIND, number, format.patterns, 2)?;
        if (format.check)(number) {
            Ok(Self(found))
        } else {
            Err(IdentifierError::CheckDigit { kind: KIND, found })
        }
    }
}
