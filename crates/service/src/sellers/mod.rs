//! Sellers: the tenants.

mod clock;
mod cross_origin;
mod me;
mod seller;
mod settings;

pub use clock::{AdvanceTestClock, AdvanceTestClockForm, ShowTestClock};
pub(crate) use cross_origin::{listed_by_any, lists};
pub use me::ShowMe;
pub use seller::{NewSeller, Seller, add_key};
pub use settings::{ReplaceSeller, SellerForm, ShowSeller};
