//! Identifiers of businesses, places and accounts, checked when they are entered: a VAT number, the
//! registration number of Japan's Qualified Invoice System, a GLN, an IBAN.
//!
//! Each is read from text as people write it, with spaces, dots and hyphens between the characters, and
//! in either case; it is kept and printed in its plain form, which reads back as the same. A refusal
//! says which character, length or check digit was wrong and what is accepted.
//!
//! A check digit catches a typing error; it does not say that the number is in use. Only the register
//! itself does (VIES for VAT numbers, the NTA's 公表サイト for registration numbers).

mod check_digit;
mod country;
mod error;
mod gln;
mod iban;
mod pattern;
mod registration;
mod vat;
mod vat_check;
mod vat_format;

pub use country::Country;
pub use error::IdentifierError;
pub use gln::Gln;
pub use iban::Iban;
pub use registration::RegistrationNumber;
pub use vat::VatNumber;

/// The characters of an identifier without the marks that are written between them, in upper case.
fn plain(text: &str) -> String {
    let marks = |letter: &char| !matches!(letter, ' ' | '\u{a0}' | '\u{3000}' | '.' | '-');
    text.chars().filter(marks).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Text that is read and printed: what every identifier has in common.
macro_rules! text_form {
    ($name:ident, $expecting:literal) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                seikyu_money::form::text(deserializer, $expecting)
            }
        }
    };
}
use text_form;
