//! Whole documents: JSON text in, canonical JSON text out.

use seikyu_engine::{
    billing::{self, BillRequest, ENGINE_VERSION},
    catalog::PriceList,
    credit_note::{self, CreditNoteRequest},
    forecast::{self, ForecastRequest},
    preview::{self, ChangeRequest},
    quote::{self, Draft},
    wire,
};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::convert::{thrown, zones};

/// Bills a contract: a bill request as JSON gives the canonical JSON of the bill.
///
/// # Errors
/// Throws a problem document.
#[wasm_bindgen(unchecked_return_type = "string")]
pub fn bill(request_json: &str, zones_json: &str) -> Result<String, JsValue> {
    let result = BillRequest::read(request_json)
        .and_then(|request| billing::bill(&request, &zones(zones_json)?));
    result.map(|bill| wire::canonical(&bill)).map_err(|faults| thrown(&faults))
}

/// Credits a bill: a credit note request as JSON gives the canonical JSON of the credit note.
///
/// # Errors
/// Throws a problem document.
#[wasm_bindgen(js_name = creditNote, unchecked_return_type = "string")]
pub fn credit_note(request_json: &str) -> Result<String, JsValue> {
    let result =
        CreditNoteRequest::read(request_json).and_then(|request| credit_note::credit(&request));
    result.map(|note| wire::canonical(&note)).map_err(|faults| thrown(&faults))
}

/// Previews a change of a contract: a change request as JSON gives the canonical JSON of the preview.
///
/// # Errors
/// Throws a problem document.
#[wasm_bindgen(js_name = previewChange, unchecked_return_type = "string")]
pub fn preview_change(request_json: &str, zones_json: &str) -> Result<String, JsValue> {
    let result = ChangeRequest::read(request_json)
        .and_then(|request| preview::preview_change(&request, &zones(zones_json)?));
    result.map(|preview| wire::canonical(&preview)).map_err(|faults| thrown(&faults))
}

/// Forecasts the next bills of a contract: a forecast request as JSON gives the canonical JSON of the
/// forecast.
///
/// # Errors
/// Throws a problem document.
#[wasm_bindgen(unchecked_return_type = "string")]
pub fn forecast(request_json: &str, zones_json: &str) -> Result<String, JsValue> {
    let result = ForecastRequest::read(request_json)
        .and_then(|request| forecast::forecast(&request, &zones(zones_json)?));
    result.map(|forecast| wire::canonical(&forecast)).map_err(|faults| thrown(&faults))
}

/// Prices a quote: a price list and a draft as JSON give the JSON of the priced quote.
///
/// # Errors
/// Throws a problem document.
#[wasm_bindgen(js_name = priceQuote)]
pub fn price_quote(
    price_list_json: &str,
    draft_json: &str,
    zones_json: &str,
) -> Result<String, JsValue> {
    let result = PriceList::read(price_list_json).and_then(|list| {
        let draft = Draft::read(draft_json)?;
        quote::price(&list, &draft, &zones(zones_json)?)
    });
    result.map(|priced| wire::canonical(&priced)).map_err(|faults| thrown(&faults))
}

/// Checks a price list; every fault at once.
///
/// # Errors
/// Throws a problem document.
#[wasm_bindgen(js_name = checkPriceList)]
pub fn check_price_list(json: &str) -> Result<(), JsValue> {
    PriceList::read(json).map(|_| ()).map_err(|faults| thrown(&faults))
}

/// SHA-256 of a text, as hexadecimal digits.
#[wasm_bindgen]
#[must_use]
pub fn digest(text: &str) -> String {
    wire::digest(text)
}

/// Version of the engine.
#[wasm_bindgen(js_name = engineVersion)]
#[must_use]
pub fn engine_version() -> String {
    ENGINE_VERSION.to_owned()
}
