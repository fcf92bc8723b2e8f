//! JSON schemas of forms that are read or written by hand.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use seikyu_money::text_schema;

use crate::{
    catalog::{Code, Text},
    identifier::{Country, VatNumber},
};

text_schema! {
    Code, "Code", "A short name: 1 to 64 of a-z, 0-9, “_”, “.” and “-”.",
    "pattern": "^[a-z0-9_.-]{1,64}$", "examples": ["team"],
}

text_schema! {
    Country, "Country", "A country by its code of ISO 3166-1, upper case.",
    "pattern": "^[A-Z]{2}$", "examples": ["JP"],
}
text_schema! {
    VatNumber, "VatNumber", "A VAT number with its country.", "examples": ["DE136695976"],
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A text by language tag, in at least one language.",
            "type": "object",
            "minProperties": 1,
            "additionalProperties": { "type": "string", "minLength": 1, "maxLength": 200 },
            "examples": [{ "en": "Seat", "ja": "シート" }],
        })
    }
}
