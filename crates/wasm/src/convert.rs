//! Conversions between JavaScript and the engine's types.

use seikyu_calendar::Zones;
use seikyu_engine::wire::{Faults, canonical, read};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// A value as a plain JavaScript object: by way of its JSON, so that each form has one writer only.
pub(crate) fn to_object<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(&canonical(value))
}

/// A value as a plain JavaScript object, or its refusal.
pub(crate) fn object<T: Serialize>(result: Result<T, Faults>) -> Result<JsValue, JsValue> {
    result.map_err(|faults| thrown(&faults)).and_then(|value| to_object(&value))
}

/// A refusal as a problem document, to be thrown.
pub(crate) fn thrown(faults: &Faults) -> JsValue {
    to_object(&faults.problem()).unwrap_or_else(|error| error)
}

/// Zones from the data that the page has; none for an empty text.
pub(crate) fn zones(json: &str) -> Result<Zones, Faults> {
    if json.is_empty() {
        return Ok(Zones::from_data(&[])?);
    }
    let data: Vec<seikyu_calendar::ZoneData> = read(json)?;
    Ok(Zones::from_data(&data)?)
}
