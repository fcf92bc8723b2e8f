//! TypeScript names for the engine's text types; the forms themselves are generated from the Rust
//! types.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TEXT_TYPES: &str = r#"
/** A decimal number as text, such as "1234.50"; never a JavaScript number. */
export type DecimalString = string;
/** A whole or decimal number of units, from 0. */
export type Quantity = DecimalString;
/** Price of one unit in major units, up to 12 decimals. */
export type UnitPrice = DecimalString;
/** A rate in per cent: "10" is 10 %. */
export type Percent = DecimalString;
/** A decimal number. */
export type Number = DecimalString;
/** A rounded amount in major units, with exactly the currency's decimals. */
export type Amount = DecimalString;
/** An exact amount: a decimal, or a fraction such as "1600/31". */
export type Exact = string;
/** A code of ISO 4217. */
export type Currency = string;
/** A short name: a-z, 0-9, "_", "." and "-". */
export type Code = string;
/** A text by language tag. */
export type Text = Record<string, string>;
/** An instant in UTC, RFC 3339. */
export type Instant = string;
/** A calendar date, YYYY-MM-DD. */
export type Date = string;
/** An IANA time zone. */
export type ZoneName = string;
/** One step of a charge model. */
export type Step = StepForm;
"#;
