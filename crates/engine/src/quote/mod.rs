//! Quotes: a draft that a sales person edits, priced live, and the contract it becomes.

mod build;
mod cell;
mod draft;
mod offer;
mod plan_choice;
mod scheduled;
mod session;
mod taxes;

pub use build::{Priced, contract, price};
pub use cell::{CellFault, read_number};
pub use draft::{ChosenAddOn, Draft, ExtraLine};
pub use plan_choice::{ChangeTime, PlanChoice, plan_change};
pub use session::{
    CellError, Change, Column, DiscountView, DocumentView, Editable, PasteFault, PasteReport,
    QuoteTotals, Row, RowKind, Session, TaxView, TrueUpView,
};
