//! The OpenAPI document.

use schemars::SchemaGenerator;
use seikyu_engine::wire::Problem;
use serde_json::{Map, Value, json};

use crate::{
    http::{
        openapi::{problems, schemas::Schemas},
        operations,
        route::{Access, BodyRule, Method, Operation, Parameter, ParameterKind},
    },
    store::Store,
};

const TEXT: &str = "\
JSON over HTTP. Amounts and quantities are decimal strings, instants RFC 3339 in UTC, days \
`YYYY-MM-DD`. Unknown fields and parameters are refused. Refusals are problem documents (RFC 9457) \
whose `errors` name each field by JSON pointer.";

/// The OpenAPI 3.1 document of the API.
#[must_use]
pub fn document<S: Store>() -> Value {
    let mut schemas = Schemas::new();
    schemas.written(SchemaGenerator::subschema_for::<Problem>);
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations::<S>() {
        let path = operation.path.replace("{*", "{");
        let method = operation.method.name().to_ascii_lowercase();
        let described = describe(&operation, &mut schemas);
        let item = paths.entry(path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(method, described);
        }
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Seikyu",
            "version": env!("CARGO_PKG_VERSION"),
            "description": TEXT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [],
        "paths": paths,
        "components": {
            "securitySchemes": { "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "An API key, `sk_test_…` or `sk_live_…`.",
            } },
            "responses": problems::responses(),
        },
    });
    let schemas = schemas.finish(&mut document);
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("schemas".to_owned(), Value::Object(schemas));
    }
    document
}

fn describe(operation: &Operation, schemas: &mut Schemas) -> Value {
    let description = &operation.description;
    let mut described = json!({
        "operationId": operation.name,
        "tags": [tag(operation.path)],
        "summary": first_sentence(description.text),
        "description": description.text,
        "parameters": parameters(operation),
        "responses": answers(operation, schemas),
        "security": match operation.access {
            Access::Key(scope) => json!([{ "key": [scope.name()] }]),
            Access::Link | Access::ChangeLink | Access::Anyone => json!([]),
        },
    });
    if let (Some((form, example)), Some(fields)) = (description.form, described.as_object_mut()) {
        let example: Value = serde_json::from_str(example).unwrap_or_default();
        let body = json!({
            "required": operation.body == BodyRule::Form,
            "content": { "application/json": { "schema": schemas.read(form), "example": example } },
        });
        fields.insert("requestBody".to_owned(), body);
    }
    described
}

/// What an operation is about: the first word of its path.
fn tag(path: &str) -> &str {
    path.trim_start_matches("/v1").trim_start_matches('/').split(['/', '.']).next().unwrap_or(path)
}

fn first_sentence(text: &str) -> &str {
    text.split_inclusive(['.', ';']).next().unwrap_or(text).trim_end_matches(['.', ';'])
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let in_path = operation.path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?.trim_start_matches('*');
        Some(json!({
            "name": name,
            "in": "path",
            "required": true,
            "schema": { "type": "string", "minLength": 1 },
        }))
    });
    let in_query = operation.parameters.iter().map(query_parameter);
    let header = |name: &str, text: &str, schema: Value| json!({ "name": name, "in": "header", "required": false, "description": text, "schema": schema });
    let tags = json!({ "type": "string" });
    let mut headers = Vec::new();
    if operation.method == Method::Post && operation.access != Access::Anyone {
        headers.push(header(
            "Idempotency-Key",
            "The same request with the same key gives the same answer for 24 hours.",
            json!({ "type": "string", "pattern": "^[!-~]{1,255}$" }),
        ));
    }
    if operation.description.matches {
        headers.push(header("If-Match", "The ETag of what is to be replaced.", tags.clone()));
    }
    if operation.description.tagged && operation.method == Method::Get {
        headers.push(header("If-None-Match", "The ETag of what the client has.", tags));
    }
    in_path.chain(in_query).chain(headers).collect()
}

fn query_parameter(parameter: &Parameter) -> Value {
    let schema = match parameter.kind {
        ParameterKind::Day => json!({ "type": "string", "format": "date" }),
        ParameterKind::Limit => {
            json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 20 })
        }
        ParameterKind::Version => json!({ "type": "integer", "minimum": 1 }),
        ParameterKind::Text => json!({ "type": "string" }),
    };
    json!({
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.text,
        "schema": schema,
    })
}

fn answers(operation: &Operation, schemas: &mut Schemas) -> Map<String, Value> {
    let description = &operation.description;
    let mut answers = Map::new();
    let schema = schemas.written(description.answer);
    let mut answer = json!({
        "description": description.text,
        "content": { description.content_type: { "schema": schema } },
    });
    if let Some(fields) = answer.as_object_mut() {
        let mut headers = Map::new();
        let text = |text: &str| json!({ "description": text, "schema": { "type": "string" } });
        if description.tagged {
            headers.insert("ETag".to_owned(), text("Names these very bytes."));
        }
        if description.status == 201 {
            headers.insert("Location".to_owned(), text("The path of what was made."));
        }
        if operation.method == Method::Post {
            headers.insert(
                "Idempotent-Replayed".to_owned(),
                text("`true` where the answer was kept from the first time."),
            );
        }
        if !headers.is_empty() {
            fields.insert("headers".to_owned(), Value::Object(headers));
        }
    }
    answers.insert(description.status.to_string(), answer);
    if let Some((status, text, schema)) = description.other {
        let schema = schemas.written(schema);
        let content = json!({ "application/json": { "schema": schema } });
        answers.insert(status.to_string(), json!({ "description": text, "content": content }));
    }
    if description.tagged && operation.method == Method::Get {
        answers.insert("304".to_owned(), json!({ "description": "The client has it already." }));
    }
    answers.extend(problems::of(operation, description));
    answers
}
