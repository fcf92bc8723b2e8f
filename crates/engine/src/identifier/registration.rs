//! Registration numbers of Japan's Qualified Invoice System (登録番号).

use std::str::FromStr;

use super::{
    IdentifierError,
    check_digit::{digits, rest, weighted},
    pattern, plain, text_form,
};

/// The registration number of a qualified invoice issuer (適格請求書発行事業者の登録番号, 消費税法第57条
/// の2): “T” and 13 digits, as it must stand on a qualified invoice.
///
/// For a company the digits are its corporate number (法人番号), whose first digit is a check digit:
/// 9 less the remainder of Σ Pₙ × Qₙ by 9, where Pₙ is the nth of the other twelve digits from the right
/// and Qₙ is 1 for odd and 2 for even n (法人番号の指定等に関する省令第2条). Sole proprietors and others
/// without a corporate number are given 13 digits of their own, with a check digit of the same form.
///
/// ```
/// use seikyu_engine::identifier::RegistrationNumber;
/// // The National Tax Agency itself.
/// let number: RegistrationNumber = "t7000012050002".parse()?;
/// assert_eq!(number.to_string(), "T7000012050002");
/// assert!("T7000012050003".parse::<RegistrationNumber>().is_err());
/// # Ok::<(), seikyu_engine::identifier::IdentifierError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationNumber(String);

text_form!(RegistrationNumber, "a registration number such as T7000012050002");

impl RegistrationNumber {
    /// “T” and the 13 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RegistrationNumber {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let kind = "registration number";
        let found = plain(text);
        pattern::check(kind, &found, &["T9999999999999"], 0)?;
        let all = digits(&found);
        let sum = weighted(all.get(1..).unwrap_or_default(), &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
        if all.first() == Some(&9_u32.saturating_sub(rest(sum, 9))) {
            Ok(Self(found))
        } else {
            Err(IdentifierError::CheckDigit { kind, found })
        }
    }
}
