//! Global Location Numbers.

use std::str::FromStr;

use super::{IdentifierError, check_digit, pattern, plain, text_form};

/// A Global Location Number of GS1: 13 digits, the last of them a check digit modulo 10 (EN 16931 names
/// parties by it with scheme 0088).
///
/// ```
/// use seikyu_engine::identifier::Gln;
/// let gln: Gln = "4 000001 000005".parse()?;
/// assert_eq!(gln.to_string(), "4000001000005");
/// assert!("4000001000006".parse::<Gln>().is_err());
/// # Ok::<(), seikyu_engine::identifier::IdentifierError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gln(String);

text_form!(Gln, "a GLN of 13 digits");

impl Gln {
    /// The 13 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Gln {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let found = plain(text);
        pattern::check("GLN", &found, &["9999999999999"], 0)?;
        if check_digit::gs1(&check_digit::digits(&found)) {
            Ok(Self(found))
        } else {
            Err(IdentifierError::CheckDigit { kind: "GLN", found })
        }
    }
}
