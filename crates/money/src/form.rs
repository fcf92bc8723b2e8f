//! Reading texts and forms with `serde`.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
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
    T::try_from(F::deserialize(deserializer)?).map_err(de::Error::custom)
}
