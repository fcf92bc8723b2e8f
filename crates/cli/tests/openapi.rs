//! The description of the API that is served is the one the code makes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::{fs, path::PathBuf, process::Command};

use seikyu_cli::sqlite::SqliteStore;
use seikyu_service::http::{BodyRule, operations};
use serde_json::Value;

fn described() -> String {
    let command = Command::new(env!("CARGO_BIN_EXE_seikyu")).arg("openapi").output().unwrap();
    String::from_utf8(command.stdout).unwrap()
}

#[test]
fn what_is_served_is_the_present_description() {
    for (name, arguments) in
        [("openapi.json", vec!["openapi"]), ("api.html", vec!["openapi", "--page"])]
    {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/public");
        let served = fs::read_to_string(folder.join(name)).unwrap();
        let line = arguments.join(" ");
        let said = Command::new(env!("CARGO_BIN_EXE_seikyu")).args(arguments).output().unwrap();
        assert!(
            served.as_bytes() == said.stdout,
            "the routes have changed; write them anew with `seikyu {line} > web/public/{name}`"
        );
    }
}

#[test]
fn every_reference_has_its_schema_and_every_schema_a_reference() {
    let document = described();
    let json: Value = serde_json::from_str(&document).unwrap();
    let schemas = json["components"]["schemas"].as_object().unwrap();
    for name in schemas.keys() {
        let reference = format!("\"#/components/schemas/{name}\"");
        assert!(document.contains(&reference), "nothing refers to {name}");
        // A number after a name says that two types share it.
        let last = name.chars().last().unwrap();
        assert!(!last.is_ascii_digit(), "{name} is a second type of its name");
    }
    let places = document.split("\"#/components/schemas/").skip(1);
    for name in places.map(|rest| rest.split('"').next().unwrap()) {
        assert!(schemas.contains_key(name), "there is no {name}");
    }
}

#[test]
fn every_operation_says_what_it_does_and_takes() {
    let json: Value = serde_json::from_str(&described()).unwrap();
    let mut names = std::collections::BTreeSet::new();
    for operation in operations::<SqliteStore>() {
        let path = operation.path.replace("{*", "{");
        let method = operation.method.name().to_lowercase();
        let described = &json["paths"][path.as_str()][method.as_str()];
        assert!(names.insert(operation.name), "{} is there twice", operation.name);
        assert!(described["description"].as_str().is_some_and(|text| !text.is_empty()), "{path}");
        let form = matches!(operation.body, BodyRule::Form | BodyRule::FormOrNothing);
        let example = &described["requestBody"]["content"]["application/json"]["example"];
        assert_eq!(form, example.is_object(), "{method} {path}");
        for problem in ["422", "500", "503"] {
            assert!(described["responses"][problem].is_object(), "{method} {path} {problem}");
        }
    }
}
