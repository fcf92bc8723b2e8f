//! JSON schemas of the types that are text or a number in JSON.

use seikyu_money::text_schema;

use crate::{Date, Instant, ZoneName, zone::Since};

text_schema! {
    Instant, "Instant", "An instant, RFC 3339; answers give it in UTC, to the second.",
    "format": "date-time", "examples": ["2026-12-31T15:00:00Z"],
}
text_schema! {
    Date, "Date", "A day of the Gregorian calendar.",
    "format": "date", "examples": ["2026-12-31"],
}
text_schema! {
    ZoneName, "ZoneName", "A time zone by its IANA name.",
    "examples": ["Asia/Tokyo"],
}
text_schema! {
    Since, "Since", "An instant, or “-infinity” for all time before the next one.",
    "examples": ["-infinity", "2026-12-31T15:00:00Z"],
}
