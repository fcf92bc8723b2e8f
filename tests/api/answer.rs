//! Answers, and what every one of them has.

use serde_json::Value;

/// An answer of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name);
        header.map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The text at a JSON pointer.
    #[track_caller]
    pub fn text(&self, pointer: &str) -> String {
        match self.json().pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => panic!("nothing at {pointer}: {self:?}"),
        }
    }

    /// What is wrong with the answer whatever was asked.
    pub fn flaws(&self) -> Vec<String> {
        let mut flaws = Vec::new();
        let mut require = |fine: bool, flaw: &str| {
            if !fine {
                flaws.push(flaw.to_owned());
            }
        };
        require(self.status < 500, "a status from 500");
        require(self.header("x-content-type-options") == Some("nosniff"), "no nosniff");
        require(self.header("referrer-policy") == Some("no-referrer"), "no referrer policy");
        require(self.header("cache-control").is_some(), "no cache control");
        require(self.header("content-security-policy").is_some(), "no content security policy");
        let kind = self.header("content-type").unwrap_or_default();
        match self.status {
            304 => require(self.body.is_empty(), "a body of a 304"),
            200..300 => {
                let known =
                    ["application/json", "text/csv; charset=utf-8", "text/plain; charset=utf-8"];
                require(known.contains(&kind), "a success of an unknown type");
            }
            _ => {
                require(kind == "application/problem+json", "a refusal that is no problem");
                require(self.is_problem(), "a problem without its members");
            }
        }
        require(self.status != 401 || self.header("www-authenticate").is_some(), "no challenge");
        require(self.status != 405 || self.header("allow").is_some(), "no Allow");
        flaws
    }

    fn is_problem(&self) -> bool {
        let Ok(problem) = serde_json::from_str::<Value>(&self.body) else { return false };
        let text =
            |value: &Value, name: &str| value[name].as_str().map(str::to_owned).unwrap_or_default();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        text(&problem, "type").starts_with("https://seikyu.dev/problems/")
            && !text(&problem, "title").is_empty()
            && !text(&problem, "detail").is_empty()
            && problem["status"] == self.status
            && errors.iter().all(|error| {
                !text(error, "code").is_empty()
                    && error["pointer"].is_string()
                    && !text(error, "detail").is_empty()
            })
    }
}
