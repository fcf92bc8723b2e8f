//! Why a charge cannot be rated.

use seikyu_money::MoneyError;
use thiserror::Error;

use crate::wire::{FaultCode, Faults};

/// Why a charge cannot be rated.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RatingError {
    /// The amount cannot be computed exactly.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A usage record of a dynamic price says no price.
    #[error("the usage says no price; accepted is usage that says what it costs")]
    NoPrice,
    /// Usage is of no cell of a matrix that has no default.
    #[error("the usage is of no cell of the matrix; accepted is usage with its dimensions")]
    NoCell,
}

impl RatingError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> FaultCode {
        match self {
            Self::Money(error) => error.code(),
            Self::NoPrice => "no_price",
            Self::NoCell => "no_cell",
        }
    }
}

impl From<RatingError> for Faults {
    fn from(error: RatingError) -> Self {
        Self::whole(error.code(), format!("{error}."))
    }
}
