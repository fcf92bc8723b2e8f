//! Static pages beside the API, as Workers serves them: files of a folder, with the headers its file
//! `_headers` gives them.

use std::{
    io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use tower::ServiceExt as _;

/// Content types by file extension.
const TYPES: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("json", "application/json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("wasm", "application/wasm"),
    ("woff2", "font/woff2"),
    ("txt", "text/plain; charset=utf-8"),
];

/// A header that pages under a path get.
#[derive(Clone, Debug)]
struct Rule {
    path: String,
    name: HeaderName,
    value: HeaderValue,
}

/// The API, and the files of a folder for every other path.
pub(crate) fn with_pages(api: Router, folder: PathBuf) -> io::Result<Router> {
    let rules = match std::fs::read_to_string(folder.join("_headers")) {
        Ok(text) => rules(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    let pages = Arc::new((folder, rules));
    Ok(Router::new().fallback(move |request: Request| {
        let (api, pages) = (api.clone(), Arc::clone(&pages));
        async move {
            let path = request.uri().path().to_owned();
            let reading = matches!(*request.method(), Method::GET | Method::HEAD);
            if !reading || path.starts_with("/v1/") || path == "/healthz" {
                return answered(api.oneshot(request).await);
            }
            match page(&pages.0, &pages.1, &path).await {
                Some(response) => response,
                None => answered(api.oneshot(request).await),
            }
        }
    }))
}

fn answered(result: Result<Response, std::convert::Infallible>) -> Response {
    match result {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

async fn page(folder: &Path, rules: &[Rule], path: &str) -> Option<Response> {
    let file = file(folder, path)?;
    let bytes = tokio::fs::read(&file).await.ok()?;
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = StatusCode::OK;
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let kind = TYPES.iter().find(|(known, _)| *known == extension);
    let kind = kind.map_or("application/octet-stream", |(_, kind)| kind);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    for rule in rules.iter().filter(|rule| rule.holds_for(path)) {
        response.headers_mut().insert(rule.name.clone(), rule.value.clone());
    }
    Some(response)
}

/// The file of a path: itself, its `index.html`, or its `.html`; nothing outside the folder.
fn file(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    let hidden = path.split('/').any(|part| part.starts_with(['.', '_']));
    if !plain || hidden {
        return None;
    }
    let named = folder.join(relative);
    let candidates = [
        named.clone(),
        named.join("index.html"),
        PathBuf::from(format!("{}.html", named.display())),
    ];
    candidates.into_iter().find(|candidate| candidate.is_file())
}

impl Rule {
    fn holds_for(&self, path: &str) -> bool {
        match self.path.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == self.path,
        }
    }
}

/// The rules of a `_headers` file: a path at the start of a line, its headers indented below it.
fn rules(text: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut path = "";
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        if !line.starts_with(char::is_whitespace) {
            path = line.trim();
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let name = HeaderName::try_from(name.trim());
        let value = HeaderValue::try_from(value.trim());
        if let (Ok(name), Ok(value)) = (name, value) {
            rules.push(Rule { path: path.to_owned(), name, value });
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_given_by_path() {
        let rules = rules(
            "# all\n/*\n  X-Frame-Options: DENY\n\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        );
        let names = |path: &str| {
            let held = rules.iter().filter(|rule| rule.holds_for(path));
            held.map(|rule| rule.name.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("/"), ["x-frame-options"]);
        assert_eq!(names("/assets/a.js"), ["x-frame-options", "cache-control"]);
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(file(folder, "/Cargo.toml").is_some());
        assert!(file(folder, "/src").is_none());
        for path in ["/../Cargo.toml", "/src/../Cargo.toml", "//etc/passwd", "/./Cargo.toml"] {
            assert!(file(folder, path).is_none() || path == "/./Cargo.toml", "{path}");
        }
    }
}
