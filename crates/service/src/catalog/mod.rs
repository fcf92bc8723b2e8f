//! The catalog as it is kept: price lists in versions that never change, and what is in the present
//! ones.

mod entries;
mod price_lists;

pub use entries::{Kind, ListEntries};
pub use price_lists::{ImportPriceList, ListPriceLists, ShowPriceList};
pub(crate) use price_lists::{StoredPriceList, price_list_row};
