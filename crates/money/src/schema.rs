//! JSON schemas of the types that are text in JSON. A pattern takes everything that is read; what it
//! takes besides is refused with the reason.

/// Implements [`schemars::JsonSchema`] for a type whose JSON is a string.
#[macro_export]
macro_rules! text_schema {
    ($type:ty, $name:literal, $text:literal, $($key:literal : $value:expr),* $(,)?) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": $text, $($key: $value),* })
            }
        }
    };
}

use crate::{Amount, Currency, Exact, Number};

text_schema! {
    Number, "Number", "A decimal number as text; never a JSON number.",
    "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "maxLength": 60, "examples": ["1234.50"],
}
text_schema! {
    Amount, "Amount", "A rounded amount in major units, with exactly the decimals of its currency.",
    "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["1234.50"],
}
text_schema! {
    Exact, "Exact", "An exact amount in major units: a decimal, or a fraction such as 1600/31.",
    "pattern": r"^-?[0-9]+((\.[0-9]+)|(/[0-9]+))?$", "examples": ["1600/31"],
}
text_schema! {
    Currency, "Currency", "A currency by its code of ISO 4217.",
    "pattern": "^[A-Z]{3}$", "examples": ["EUR"],
}
