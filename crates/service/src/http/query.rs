//! The parameters of a query, read strictly.

use seikyu_calendar::Date;

use crate::{host::Host, http::request::ApiRequest, list::Page, refusal::Refusal, store::Store};

/// The parameters of a request's query.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// The query of a request; each of the accepted names at most once.
    pub(super) fn read(request: &ApiRequest, accepted: &[&str]) -> Result<Self, Refusal> {
        request.query(accepted).map(Self)
    }

    fn text(&self, name: &str) -> Option<&str> {
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

    /// A day that has to be there.
    pub(super) fn required_day(&self, name: &str) -> Result<Date, Refusal> {
        self.day(name)?.ok_or_else(|| {
            let detail = format!("“{name}” is missing; accepted is a date as 2026-12-31.");
            Refusal::field("missing_parameter", &format!("/{name}"), detail)
        })
    }
}

/// The day it is, by UTC.
pub(super) fn today<S: Store>(host: &Host<S>) -> Result<Date, Refusal> {
    host.context()?.today()
}
