//! Conversions between JavaScript and the engine's types.

use seikyu_calendar::Zones;
use seikyu_engine::wire::{Faults, read};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsError, JsValue};

/// A small value as a plain JavaScript object.
pub(crate) fn to_object<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(|error| JsError::new(&error.to_string()).into())
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
