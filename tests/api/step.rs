//! Steps: rows of the table, one request and what is expected of its answer.

use std::{collections::BTreeMap, time::Duration};

use axum::http::Request;
use serde_json::Value;

use crate::{
    answer::Answer,
    door::{By, Door},
};

/// One request and what is expected. `{name}` in path, headers and body stands for what an earlier step
/// kept.
#[derive(Clone, Debug)]
pub struct Step {
    what: String,
    by: By,
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
    status: u16,
    expected: Vec<Expected>,
    kept: Vec<(&'static str, &'static str)>,
}

#[derive(Clone, Debug)]
enum Expected {
    Json(&'static str, Value),
    Fault(&'static str, &'static str),
    Problem(&'static str),
    Header(&'static str, String),
    Same(&'static str),
}

/// A step that gets a path.
pub fn get(path: &str) -> Step {
    Step::new("GET", path, "")
}

/// A step that posts a JSON body.
pub fn post(path: &str, body: &str) -> Step {
    Step::new("POST", path, body)
}

/// A step that puts a JSON body.
pub fn put(path: &str, body: &str) -> Step {
    Step::new("PUT", path, body)
}

/// A step of any method; without a body where that is empty.
pub fn request(method: &'static str, path: &str, body: &str) -> Step {
    Step::new(method, path, body)
}

/// A step of another method, without a body.
pub fn method(method: &'static str, path: &str) -> Step {
    Step::new(method, path, "")
}

impl Step {
    fn new(method: &'static str, path: &str, body: &str) -> Self {
        let json = ("content-type", "application/json".to_owned());
        Self {
            what: format!("{method} {path}"),
            by: By::Seller,
            method,
            path: path.to_owned(),
            headers: if body.is_empty() { Vec::new() } else { vec![json] },
            body: body.to_owned(),
            status: 200,
            expected: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// With whose key.
    pub fn by(mut self, by: By) -> Self {
        self.by = by;
        self
    }

    /// With a header, instead of one of the same name.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Without a header.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self
    }

    /// Expects a status; 200 where nothing is said.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Expects a value at a JSON pointer.
    pub fn json(mut self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.expected.push(Expected::Json(pointer, value.into()));
        self
    }

    /// Expects a fault of a code at a pointer, among those of the problem.
    pub fn fault(mut self, code: &'static str, pointer: &'static str) -> Self {
        self.expected.push(Expected::Fault(code, pointer));
        self
    }

    /// Expects a status and a kind of problem.
    pub fn problem(mut self, status: u16, kind: &'static str) -> Self {
        self.expected.push(Expected::Problem(kind));
        self.status(status)
    }

    /// Expects a header.
    pub fn has_header(mut self, name: &'static str, value: &str) -> Self {
        self.expected.push(Expected::Header(name, value.to_owned()));
        self
    }

    /// Expects the very body that was kept.
    pub fn same(mut self, kept: &'static str) -> Self {
        self.expected.push(Expected::Same(kept));
        self
    }

    /// Keeps a value of the answer: at a JSON pointer, or with `#body` the whole body, with `#name` a
    /// header.
    pub fn keep(mut self, name: &'static str, at: &'static str) -> Self {
        self.kept.push((name, at));
        self
    }
}

/// What steps have kept.
#[derive(Clone)]
pub struct Table {
    pub door: Door,
    kept: BTreeMap<String, String>,
}

impl Table {
    pub fn new(door: Door) -> Self {
        let kept = BTreeMap::from([("unique".to_owned(), door.unique.clone())]);
        Self { door, kept }
    }

    /// What was kept under a name.
    #[track_caller]
    pub fn kept(&self, name: &str) -> &str {
        self.kept.get(name).unwrap_or_else(|| panic!("nothing was kept as {name}"))
    }

    /// Keeps a value.
    pub fn set(&mut self, name: &str, value: &str) {
        self.kept.insert(name.to_owned(), value.to_owned());
    }

    /// Runs steps one after another.
    pub async fn run(&mut self, steps: impl IntoIterator<Item = Step>) {
        for step in steps {
            let answer = self.send(&step).await;
            self.check(&step, &answer);
        }
    }

    /// Sends a request again and again, for half a minute, until its answer has a value at a JSON pointer,
    /// as what is done in the background comes to it; gives that answer.
    pub async fn eventually(&self, step: &Step, pointer: &str, value: impl Into<Value>) -> Value {
        let (value, mut answer) = (value.into(), Value::Null);
        for _ in 0..120 {
            answer = self.send(step).await.json();
            if answer.pointer(pointer) == Some(&value) {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        panic!("{pointer} never is {value}: {answer}");
    }

    /// Sends a step's request.
    pub async fn send(&self, step: &Step) -> Answer {
        self.door.send(self.request(step)).await
    }

    /// The request of a step.
    pub fn request(&self, step: &Step) -> Request<String> {
        let mut request =
            Request::builder().method(step.method).uri(self.fill(&step.path).as_str());
        if let Some(key) = self.door.key(step.by) {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        for (name, value) in &step.headers {
            request = request.header(*name, self.fill(value));
        }
        request.body(self.fill(&step.body)).unwrap()
    }

    /// Checks an answer, and keeps what the step wants kept.
    #[track_caller]
    pub fn check(&mut self, step: &Step, answer: &Answer) {
        let shown = || {
            let body: String = answer.body.chars().take(2000).collect();
            format!("{}\n{} {:?}\n{body}", step.what, answer.status, answer.headers)
        };
        assert_eq!(answer.status, step.status, "{}", shown());
        assert_eq!(answer.flaws(), Vec::<String>::new(), "{}", shown());
        for expected in &step.expected {
            match expected {
                Expected::Json(pointer, value) => {
                    let value = match value {
                        Value::String(text) => Value::String(self.fill(text)),
                        other => other.clone(),
                    };
                    let json = answer.json();
                    assert_eq!(json.pointer(pointer), Some(&value), "{pointer} of {}", shown());
                }
                Expected::Fault(code, pointer) => {
                    let json = answer.json();
                    let errors = json["errors"].as_array().cloned().unwrap_or_default();
                    let found =
                        errors.iter().any(|e| e["code"] == *code && e["pointer"] == *pointer);
                    assert!(found, "no {code} at “{pointer}” in {}", shown());
                }
                Expected::Problem(kind) => {
                    let kind = format!("https://seikyu.dev/problems/{kind}");
                    assert_eq!(answer.text("/type"), kind, "{}", shown());
                }
                Expected::Header(name, value) => {
                    assert_eq!(answer.header(name), Some(&*self.fill(value)), "{}", shown());
                }
                Expected::Same(kept) => assert_eq!(answer.body, self.kept(kept), "{}", shown()),
            }
        }
        for (name, at) in &step.kept {
            let value = match at.strip_prefix('#') {
                Some("body") => answer.body.clone(),
                Some(header) => {
                    answer.header(header).unwrap_or_else(|| panic!("{}", shown())).to_owned()
                }
                None => answer.text(at),
            };
            self.set(name, &value);
        }
    }

    fn fill(&self, text: &str) -> String {
        self.kept.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}
