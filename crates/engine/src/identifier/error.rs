//! What is wrong with an identifier.

use std::fmt;

/// Why a text is not an identifier: what was found, and what is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentifierError {
    /// The number does not begin with a country that is known.
    Country {
        /// What the text was to be.
        kind: &'static str,
        /// What it begins with.
        found: String,
        /// What is accepted.
        accepted: &'static str,
    },
    /// The number has another length.
    Length {
        /// What the text was to be.
        kind: &'static str,
        /// How many characters there are, without spaces, dots and hyphens.
        found: usize,
        /// What is accepted, with its shape.
        accepted: String,
    },
    /// A character stands where another kind is accepted.
    Character {
        /// What the text was to be.
        kind: &'static str,
        /// The character.
        found: char,
        /// Its place, from 1, without spaces, dots and hyphens.
        place: usize,
        /// What is accepted there.
        accepted: String,
    },
    /// The check digits do not fit the others: a digit is wrong, or two were exchanged.
    CheckDigit {
        /// What the text was to be.
        kind: &'static str,
        /// The number.
        found: String,
    },
}

impl fmt::Display for IdentifierError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country { kind, found, accepted } => {
                write!(formatter, "the {kind} begins with “{found}”; accepted is {accepted}")
            }
            Self::Length { kind, found, accepted } => {
                write!(formatter, "the {kind} has {found} characters; accepted is {accepted}")
            }
            Self::Character { kind, found, place, accepted } => write!(
                formatter,
                "character {place} of the {kind} is “{found}”; accepted is {accepted} there"
            ),
            Self::CheckDigit { kind, found } => write!(
                formatter,
                "the check digit of the {kind} “{found}” does not fit the others; accepted is a \
                 number without a typing error"
            ),
        }
    }
}

impl std::error::Error for IdentifierError {}
