//! Texts that people read, in one or more languages.

use std::{collections::BTreeMap, fmt, sync::Arc};

use seikyu_money::form;
use serde::{Deserialize, Deserializer, Serialize};

/// A text by language tag (`en`, `ja`, `pt-br`), in at least one language, each of 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text(Arc<BTreeMap<String, String>>);

/// The most characters a text may have.
const TEXT_MAX: usize = 200;

impl Text {
    /// A text in one language.
    ///
    /// # Errors
    /// A sentence saying what is accepted.
    pub fn new(language: &str, text: &str) -> Result<Self, String> {
        Self::of(&[(language, text)])
    }

    /// A text in several languages.
    ///
    /// # Errors
    /// A sentence saying what is accepted.
    pub fn of(texts: &[(&str, &str)]) -> Result<Self, String> {
        let mut map = BTreeMap::new();
        for (language, text) in texts {
            map.insert((*language).to_owned(), (*text).to_owned());
        }
        Self::try_from(map)
    }

    /// The text in a language, else in English, else in the first language there is.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get("en"))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }
}

impl TryFrom<BTreeMap<String, String>> for Text {
    type Error = String;

    fn try_from(map: BTreeMap<String, String>) -> Result<Self, String> {
        if map.is_empty() {
            return Err("a text needs at least one language, such as {\"en\": \"Seat\"}".to_owned());
        }
        for (language, text) in &map {
            let tag = (2..=35).contains(&language.len())
                && language
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            if !tag {
                return Err(format!(
                    "“{language}” is not a language; accepted is a lower-case tag such as en or ja"
                ));
            }
            let length = text.chars().count();
            if length == 0 || length > TEXT_MAX {
                return Err(format!(
                    "the text for “{language}” has {length} characters; accepted are 1 to {TEXT_MAX}"
                ));
            }
        }
        Ok(Self(Arc::new(map)))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.get("en"))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::object::<BTreeMap<String, String>, Self, D>(deserializer)
    }
}
