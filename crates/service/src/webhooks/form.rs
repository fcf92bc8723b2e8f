//! What is said of an endpoint.

use seikyu_engine::wire::Fault;
use serde::Deserialize;

use crate::{
    access::Mode, events::EventType, host::Context, refusal::Refusal, webhooks::address::check,
};

/// The most characters of a description.
const DESCRIPTION_MAX: usize = 200;

/// The body of [`crate::webhooks::CreateEndpoint`] and [`crate::webhooks::ReplaceEndpoint`].
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "WebhookEndpointForm")
)]
#[serde(deny_unknown_fields)]
pub struct EndpointForm {
    /// Where events are sent.
    pub url: String,
    /// Which types are sent; every type where left out, also those that are yet to come.
    pub types: Option<Vec<String>>,
    /// For people.
    pub description: Option<String>,
    /// Whether events are sent at all.
    #[serde(default = "yes")]
    pub enabled: bool,
}

/// A form that was found good.
pub(super) struct Checked {
    /// The URL in its normal form.
    pub(super) url: String,
    /// The types as a JSON list.
    pub(super) types: Option<String>,
}

const fn yes() -> bool {
    true
}

impl EndpointForm {
    /// Checks the form of a seller in a mode.
    ///
    /// # Errors
    /// [`Refusal::Input`] with every fault.
    pub(super) fn check(&self, mode: Mode, context: &Context) -> Result<Checked, Refusal> {
        let mut faults = Vec::new();
        let url = match check(&self.url, context.webhook_reach.is_local(mode)) {
            Ok(url) => url.to_string(),
            Err(Refusal::Input { faults: found }) => {
                faults.extend(found);
                String::new()
            }
            Err(other) => return Err(other),
        };
        let mut fault = |code, pointer: String, detail: String| {
            faults.push(Fault { code, pointer, detail });
        };
        if let Some(description) = &self.description {
            let length = description.chars().count();
            if !(1..=DESCRIPTION_MAX).contains(&length) || description.contains(char::is_control) {
                let detail = format!(
                    "It has {length} characters; accepted are 1 to {DESCRIPTION_MAX}, without \
                     control characters."
                );
                fault("out_of_range", "/description".to_owned(), detail);
            }
        }
        let types = self.types.as_deref();
        if types.is_some_and(<[String]>::is_empty) {
            let detail = "The list is empty; accepted is one type at least, or no list for all.";
            fault("out_of_range", "/types".to_owned(), detail.to_owned());
        }
        for (index, name) in types.unwrap_or_default().iter().enumerate() {
            let pointer = format!("/types/{index}");
            if let Err(detail) = name.parse::<EventType>() {
                fault("unknown_reference", pointer, detail);
            } else if types.unwrap_or_default().iter().take(index).any(|known| known == name) {
                let detail = format!("“{name}” is there twice; accepted is once.");
                fault("duplicate_code", pointer, detail);
            }
        }
        if !faults.is_empty() {
            return Err(Refusal::Input { faults });
        }
        let types = types.map(serde_json::to_string).transpose().map_err(Refusal::internal)?;
        Ok(Checked { url, types })
    }

    /// Status and reason of an endpoint as the form asks for it.
    pub(super) const fn status(&self) -> (&'static str, Option<&'static str>) {
        if self.enabled { ("enabled", None) } else { ("disabled", Some("asked")) }
    }
}
