//! Tax rules: which tax rates a product has, from who sells, who buys and what is sold.
//!
//! A product of a price list names its rates. That is enough while every customer is charged alike; it
//! is not for an export, a reverse charge or a customer who is exempt. [`TaxRules`] are an ordered list
//! of conditions, pure data: the first rule whose conditions all hold gives the codes of the rates, and
//! [`TaxChoice`] says which rule it was, why it held, and why those before it did not. Where none holds
//! the answer is a refusal that says what was looked at, never a tax that somebody guessed.
//!
//! [`japan`] and [`european_union`] write the usual rules of a seller there from the seller's own
//! rates. They are a start, to be checked by whoever answers for the seller's taxes: thresholds,
//! special territories (the Canary Islands, Åland…) and services with a place of supply of their own
//! need rules of their own, before the general ones.

mod check;
mod choose;
mod european_union;
mod japan;
mod rules;

pub use choose::{NoRule, TaxChoice, TaxReason, Unmet, UnmetRule};
pub use european_union::{ClassRates, Supply, UnionRates, european_union};
pub use japan::{JapanRates, japan};
pub use rules::{CustomerTax, Exemption, TaxCondition, TaxRule, TaxRules};
