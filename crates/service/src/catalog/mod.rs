//! The catalog as it is kept: price lists in versions that never change, and what is in the present
//! ones.

mod entries;
mod listed;
mod price_lists;

pub use entries::{Kind, ListEntries};
pub use listed::{ListedPlan, ListedProduct};
pub use price_lists::{ImportPriceList, ImportedPriceList, ListPriceLists, ShowPriceList};
pub(crate) use price_lists::{StoredPriceList, price_list_row};
