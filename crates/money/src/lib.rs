//! Money for billing: currencies, exact numbers, rounding at named places, and allocation.
//!
//! What this crate guarantees:
//!
//! - **Nothing is lost before it is rounded.** [`Exact`] holds sums, products and quotients without
//!   any loss; where it would overflow (beyond 76 digits) it refuses instead of giving a wrong number.
//! - **Rounding happens once and is named.** [`Exact::round`] is the only way from an exact number to
//!   an [`Amount`], and it takes the [`RoundingMode`].
//! - **Parts add up to their whole.** [`allocate`] spreads an amount by largest remainder.
//! - **Currencies never meet.** Operations on two currencies return [`MoneyError::CurrencyMismatch`].
//! - **No floats.** A JSON number is refused where an amount, quantity or rate is expected; the
//!   accepted form is a decimal string such as `"12.30"`.
//!
//! ```
//! use seikyu_money::{Currency, Exact, Quantity, RoundingMode, UnitPrice};
//!
//! // 16 of 31 days of 3 seats at 12.345 EUR, rounded once.
//! let quantity: Quantity = "3".parse()?;
//! let price: UnitPrice = "12.345".parse()?;
//! let exact = Exact::from(price).times(Exact::from(quantity))?.fraction(16, 31)?;
//! let amount = exact.round(Currency::parse("EUR")?, RoundingMode::HalfAwayFromZero)?;
//! assert_eq!(amount.to_string(), "19.11");
//! # Ok::<(), seikyu_money::MoneyError>(())
//! ```

#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

mod allocation;
mod amount;
mod currency;
mod error;
mod exact;
pub mod form;
mod number;
mod rounding;
#[cfg(feature = "schema")]
mod schema;

pub use allocation::{allocate, allocate_minor};
pub use amount::Amount;
pub use currency::Currency;
pub use error::MoneyError;
pub use exact::Exact;
pub use number::{Number, Percent, Quantity, UnitPrice};
pub use rounding::RoundingMode;
