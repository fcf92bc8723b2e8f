//! Version markers: a form says what it is, and any other value is refused.

use serde::{Deserialize, Serialize};

macro_rules! version {
    ($(#[$doc:meta])* $name:ident, $text:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
        pub enum $name {
            #[doc = concat!("`", $text, "`.")]
            #[default]
            #[serde(rename = $text)]
            V1,
        }
    };
}

version! {
    /// The form of a price list.
    PriceListVersion, "seikyu.price-list.v1"
}
version! {
    /// The form of a quote draft.
    DraftVersion, "seikyu.quote.v1"
}
version! {
    /// The form of a contract.
    ContractVersion, "seikyu.contract.v1"
}
version! {
    /// The form of a bill request.
    BillRequestVersion, "seikyu.bill-request.v1"
}
version! {
    /// The form of a bill.
    BillVersion, "seikyu.bill.v1"
}
version! {
    /// The form of a credit note request.
    CreditNoteRequestVersion, "seikyu.credit-note-request.v1"
}
version! {
    /// The form of a credit note.
    CreditNoteVersion, "seikyu.credit-note.v1"
}
version! {
    /// The form of a request to preview a change.
    ChangeRequestVersion, "seikyu.change-request.v1"
}
version! {
    /// The form of a previewed change.
    ChangePreviewVersion, "seikyu.change-preview.v1"
}
version! {
    /// The form of a request for a forecast.
    ForecastRequestVersion, "seikyu.forecast-request.v1"
}
version! {
    /// The form of a forecast.
    ForecastVersion, "seikyu.forecast.v1"
}
