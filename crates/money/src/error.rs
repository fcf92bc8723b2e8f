//! What can go wrong with money: bad input, different currencies, or a number too large.

use thiserror::Error;

/// A refusal by the money crate. Every message says what was found and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The text is not a code of an ISO 4217 currency with a minor unit.
    #[error("“{found}” is not a currency code; accepted is an ISO 4217 code such as EUR or JPY")]
    UnknownCurrency {
        /// The text that was given.
        found: String,
    },
    /// Two amounts of different currencies were brought together (design.md section 4).
    #[error("{found} was given where {expected} is accepted; different currencies never mix")]
    CurrencyMismatch {
        /// The currency of the contract or document.
        expected: &'static str,
        /// The currency that was given.
        found: &'static str,
    },
    /// The text is not a plain decimal number.
    #[error(
        "“{found}” is not a decimal number; accepted is digits with an optional leading “-” and an \
         optional “.”, such as \"1234.50\""
    )]
    NotANumber {
        /// The text that was given, cut to 60 characters.
        found: String,
    },
    /// The number is outside the range of its kind, or has more decimals than it may have.
    #[error("{found} is not a valid {kind}; accepted is {accepted}")]
    OutOfRange {
        /// What the number was to be: quantity, unit price, percent or amount.
        kind: &'static str,
        /// The text that was given, cut to 60 characters.
        found: String,
        /// The accepted range and number of decimals.
        accepted: &'static str,
    },
    /// The amount has more decimals than the currency's minor unit.
    #[error("{found} has more than the {exponent} decimals of {currency}")]
    TooPrecise {
        /// The amount that was given.
        found: String,
        /// The currency.
        currency: &'static str,
        /// Decimals of its minor unit.
        exponent: u8,
    },
    /// A result has more digits than can be held exactly.
    #[error("the number is too large to be computed exactly")]
    Overflow,
    /// A division by zero, or a share of a whole of zero.
    #[error("a share of zero cannot be taken")]
    DivisionByZero,
}

impl MoneyError {
    /// A stable code for the error, for problem documents.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownCurrency { .. } => "unknown_currency",
            Self::CurrencyMismatch { .. } => "currency_mismatch",
            Self::NotANumber { .. } => "not_a_number",
            Self::OutOfRange { .. } => "out_of_range",
            Self::TooPrecise { .. } => "too_precise",
            Self::Overflow => "overflow",
            Self::DivisionByZero => "division_by_zero",
        }
    }
}
