//! Reading texts and forms with `serde`, so that an error is raised where the value stands.
//!
//! An error that is raised after a value was read is placed by `serde_json` wherever the reader then
//! is. These readers raise it inside the value, so that a fault can name its field.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// Reads a string as a value.
///
/// # Errors
/// That of the value's [`FromStr`], or that a string is expected, described by `expecting`.
pub fn text<'de, T, D>(deserializer: D, expecting: &'static str) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(TextVisitor(expecting, PhantomData))
}

struct TextVisitor<T>(&'static str, PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Reads an object as a form `F` and makes a value of it.
///
/// # Errors
/// That of the form or of the value's [`TryFrom`].
pub fn object<'de, F, T, D>(deserializer: D) -> Result<T, D::Error>
where
    F: Deserialize<'de>,
    T: TryFrom<F, Error: fmt::Display>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(FormVisitor(PhantomData::<(F, T)>))
}

struct FormVisitor<F, T>(PhantomData<(F, T)>);

impl<'de, F, T> Visitor<'de> for FormVisitor<F, T>
where
    F: Deserialize<'de>,
    T: TryFrom<F, Error: fmt::Display>,
{
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let form = F::deserialize(MapAccessDeserializer::new(map))?;
        T::try_from(form).map_err(de::Error::custom)
    }
}
