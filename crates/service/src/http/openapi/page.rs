//! The description as a page to read: the same document, without a script.

use std::fmt::Write as _;

use serde_json::{Map, Value};

const HEAD: &str = r##"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API · Seikyu</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="stylesheet" href="/api.css">
</head>
<body>
<a class="skip" href="#operations">To the operations</a>
"##;

/// The page of a document that [`super::document`] made.
#[must_use]
pub fn page(document: &Value) -> String {
    let mut page = HEAD.to_owned();
    let operations = by_tag(document);
    let text = |pointer: &str| escaped(document.pointer(pointer).and_then(Value::as_str));
    // Writing to a text does not fail.
    let _ = writeln!(
        page,
        "<header><h1>Seikyu API <small>{}</small></h1><p>{}</p><p>For programs: \
         <a href=\"/openapi.json\">openapi.json</a>, OpenAPI {}.</p></header>",
        text("/info/version"),
        text("/info/description"),
        text("/openapi"),
    );
    page.push_str("<nav aria-label=\"Subjects\"><ul>");
    for (tag, _) in &operations {
        let _ = write!(page, "<li><a href=\"#{tag}\">{tag}</a></li>");
    }
    page.push_str("</ul></nav>\n<main id=\"operations\">\n");
    for (tag, operations) in &operations {
        let _ = writeln!(page, "<section id=\"{tag}\"><h2>{tag}</h2>");
        for (method, path, operation) in operations {
            describe(&mut page, document, (method, path, operation));
        }
        page.push_str("</section>\n");
    }
    page.push_str("<section id=\"schemas\"><h2>Schemas</h2>\n");
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let _ = writeln!(
            page,
            "<details id=\"schema-{name}\"><summary>{name}</summary><pre>{}</pre></details>",
            linked(&format!("{schema:#}")),
        );
    }
    page.push_str("</section>\n</main>\n</body>\n</html>\n");
    page
}

type Operations<'d> = Vec<(&'d str, &'d str, &'d Value)>;

/// The operations by their subject, in the order of the document.
fn by_tag(document: &Value) -> Vec<(&str, Operations<'_>)> {
    let mut tags: Vec<(&str, Operations<'_>)> = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default();
            let found = (method.as_str(), path.as_str(), operation);
            match tags.iter_mut().find(|(known, _)| *known == tag) {
                Some((_, operations)) => operations.push(found),
                None => tags.push((tag, vec![found])),
            }
        }
    }
    tags
}

fn describe(page: &mut String, document: &Value, (method, path, operation): (&str, &str, &Value)) {
    let text = |name: &str| escaped(operation.get(name).and_then(Value::as_str));
    let scope = operation.pointer("/security/0/key/0").and_then(Value::as_str);
    let right = scope.map_or_else(
        || "No key".to_owned(),
        |scope| format!("Key with the scope <code>{scope}</code>"),
    );
    let id = text("operationId");
    let _ = write!(
        page,
        "<article id=\"{id}\"><h3><span class=\"method {method}\">{}</span> <code>{}</code></h3>\
         <p>{}</p><p class=\"right\">{right} · <code>{id}</code></p>",
        method.to_uppercase(),
        escaped(Some(path)),
        text("description"),
    );
    let parameters = operation.get("parameters").and_then(Value::as_array);
    if let Some(parameters) = parameters.filter(|parameters| !parameters.is_empty()) {
        page.push_str("<h4>Parameters</h4><dl>");
        for parameter in parameters {
            let text = |name: &str| escaped(parameter.get(name).and_then(Value::as_str));
            let required = parameter.get("required") == Some(&Value::Bool(true));
            let _ = write!(
                page,
                "<dt><code>{}</code> <small>{}{}</small></dt><dd>{}</dd>",
                text("name"),
                text("in"),
                if required { ", required" } else { "" },
                text("description"),
            );
        }
        page.push_str("</dl>");
    }
    if let Some(form) = operation.pointer("/requestBody/content/application~1json") {
        let _ = write!(page, "<h4>Body: {}</h4>", schema_of(form));
        if let Some(example) = form.get("example") {
            let _ = write!(page, "<pre>{}</pre>", escaped(Some(&format!("{example:#}"))));
        }
    }
    page.push_str("<h4>Answers</h4><dl>");
    for (status, answer) in
        operation.get("responses").and_then(Value::as_object).into_iter().flatten()
    {
        let content = answer.get("content").and_then(Value::as_object);
        let schema = content.and_then(first).map(schema_of).unwrap_or_default();
        let place = answer.get("$ref").and_then(Value::as_str);
        let shared = place.and_then(|place| document.pointer(place.trim_start_matches('#')));
        let texts = [Some(answer), shared].into_iter().flatten();
        let said = texts.filter_map(|answer| answer.get("description")).find_map(Value::as_str);
        let _ = write!(page, "<dt><code>{status}</code> {schema}</dt><dd>{}</dd>", escaped(said));
    }
    page.push_str("</dl></article>\n");
}

fn first(content: &Map<String, Value>) -> Option<&Value> {
    content.values().next()
}

/// The name of a schema, which leads to it.
fn schema_of(content: &Value) -> String {
    let place = content.pointer("/schema/$ref").and_then(Value::as_str);
    place
        .and_then(|place| place.rsplit('/').next())
        .map_or_else(String::new, |name| format!("<a href=\"#schema-{name}\">{name}</a>"))
}

/// JSON as text, in which references lead to what they name.
fn linked(json: &str) -> String {
    let mut text = String::new();
    for line in json.lines() {
        let line = escaped(Some(line));
        let mark = "#/components/schemas/";
        match line.split_once(mark) {
            Some((before, after)) => {
                let (name, rest) = after.split_once('&').unwrap_or((after, ""));
                let rest = if rest.is_empty() { String::new() } else { format!("&{rest}") };
                let _ = writeln!(text, "{before}<a href=\"#schema-{name}\">{name}</a>{rest}");
            }
            None => {
                let _ = writeln!(text, "{line}");
            }
        }
    }
    text
}

fn escaped(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut shown = String::new();
    // What stands between grave accents is code.
    for (index, part) in text.replace('"', "&quot;").split('`').enumerate() {
        if index > 0 {
            shown.push_str(if index.checked_rem(2) == Some(1) { "<code>" } else { "</code>" });
        }
        shown.push_str(part);
    }
    shown
}
