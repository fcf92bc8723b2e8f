//! The JSON forms at the engine's doors: reading with faults that name their field, canonical bytes,
//! digests and problem documents. Every form carries a `version`; unknown fields are refused.

mod canonical;
mod fault;
mod misread;
mod problem;
mod read;
#[cfg(feature = "schema")]
mod schema;
mod tree;
mod version;

pub use canonical::{canonical, digest};
pub use fault::{Check, Fault, FaultCode, Faults, Pointer};
pub use problem::Problem;
pub use read::{BODY_MAX_BYTES, read};
pub use version::{
    BillRequestVersion, BillVersion, ChangePreviewVersion, ChangeRequestVersion, ContractVersion,
    CreditNoteRequestVersion, CreditNoteVersion, DraftVersion, ForecastRequestVersion,
    ForecastVersion, PriceListVersion,
};
