//! The parameters of a query, read strictly.

use std::str::FromStr;

use seikyu_calendar::Date;
use seikyu_engine::wire::Fault;

use crate::{http::route::Parameter, id::CustomerId, list::Page, refusal::Refusal};

/// The parameters of a request's query.
#[derive(Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// The parameters of a query's text; each of the accepted names at most once.
    pub(super) fn read(text: &str, accepted: &[Parameter]) -> Result<Self, Refusal> {
        let query: Vec<(String, String)> =
            form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        let faults = query.iter().enumerate().filter_map(|(index, (name, _))| {
            let twice = query.iter().take(index).any(|(earlier, _)| earlier == name);
            let shown: String = name.chars().take(60).collect();
            let pointer = format!("/{}", shown.replace('~', "~0").replace('/', "~1"));
            let (code, detail) = if accepted.iter().all(|one| one.name != name) {
                let names: Vec<&str> = accepted.iter().map(|one| one.name).collect();
                let accepted = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                let detail = format!("There is no parameter “{shown}”; accepted is {accepted}.");
                ("unknown_parameter", detail)
            } else if twice {
                ("duplicate_parameter", format!("“{shown}” is there twice; accepted is once."))
            } else {
                return None;
            };
            Some(Fault { code, pointer, detail })
        });
        let faults: Vec<Fault> = faults.collect();
        if faults.is_empty() { Ok(Self(query)) } else { Err(Refusal::Input { faults }) }
    }

    /// The value of a parameter.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// The page of a list that is asked for.
    pub(super) fn page(&self) -> Result<Page, Refusal> {
        Page::read(self.text("limit"), self.text("cursor"))
    }

    /// A day, if it is there.
    pub(super) fn day(&self, name: &str) -> Result<Option<Date>, Refusal> {
        let read = |text: &str| {
            text.parse().map_err(|_| {
                let shown: String = text.chars().take(60).collect();
                let detail = format!("“{shown}” is no date; accepted is a date as 2026-12-31.");
                Refusal::field("invalid_time", &format!("/{name}"), detail)
            })
        };
        self.text(name).map(read).transpose()
    }

    /// An id, if it is there.
    pub(super) fn id<T: FromStr>(&self, name: &str, accepted: &str) -> Result<Option<T>, Refusal> {
        let read = |text: &str| {
            text.parse().map_err(|_| {
                let shown: String = text.chars().take(60).collect();
                let detail = format!("“{shown}” is no such id; accepted is one as {accepted}.");
                Refusal::field("invalid_id", &format!("/{name}"), detail)
            })
        };
        self.text(name).map(read).transpose()
    }

    /// The customer whose things are listed, if one is named.
    pub(super) fn customer(&self) -> Result<Option<CustomerId>, Refusal> {
        self.id("customer", "cus_01jd0000000000000000000000")
    }

    /// A version, if it is there.
    pub(super) fn version(&self, name: &str) -> Result<Option<u32>, Refusal> {
        let read = |text: &str| {
            text.parse().map_err(|_| {
                let shown: String = text.chars().take(60).collect();
                let detail = format!("“{shown}” is no version; accepted is a whole number from 1.");
                Refusal::field("out_of_range", &format!("/{name}"), detail)
            })
        };
        self.text(name).map(read).transpose()
    }

    /// A day that has to be there.
    pub(super) fn required_day(&self, name: &str) -> Result<Date, Refusal> {
        self.day(name)?.ok_or_else(|| {
            let detail = format!("“{name}” is missing; accepted is a date as 2026-12-31.");
            Refusal::field("missing_parameter", &format!("/{name}"), detail)
        })
    }
}
