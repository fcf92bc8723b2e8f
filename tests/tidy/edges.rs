//! What each crate of the workspace may use.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Finding;

/// A crate, and what it may use of the workspace. Arrows point one way.
const ALLOWED: &[(&str, &[&str])] = &[
    ("seikyu-money", &[]),
    ("seikyu-calendar", &["seikyu-money"]),
    ("seikyu-engine", &["seikyu-calendar", "seikyu-money"]),
    ("seikyu-service", &["seikyu-engine", "seikyu-calendar", "seikyu-money"]),
    ("seikyu-wasm", &["seikyu-engine", "seikyu-calendar", "seikyu-money"]),
    ("seikyu-cli", &["seikyu-service", "seikyu-engine", "seikyu-calendar", "seikyu-money"]),
    ("seikyu-worker", &["seikyu-service"]),
];

/// They look at the workspace from outside.
const FREE: &[&str] = &["seikyu-tests", "xtask"];

/// They compute; the world is an argument.
const PURE: &[&str] = &["seikyu-money", "seikyu-calendar", "seikyu-engine"];

/// Databases, networks, JavaScript, threads of time and chance.
const WORLD: &[&str] = &[
    "axum",
    "getrandom",
    "hyper",
    "js-sys",
    "rand",
    "reqwest",
    "rusqlite",
    "tokio",
    "tower",
    "wasm-bindgen",
    "web-sys",
    "worker",
];

/// Declares the wire types to TypeScript, behind the feature `typescript`.
const OPTIONAL: &[(&str, &str)] = &[
    ("seikyu-money", "wasm-bindgen"),
    ("seikyu-calendar", "wasm-bindgen"),
    ("seikyu-engine", "wasm-bindgen"),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Absent for a dependency of the product; `dev` or `build` for the others.
    kind: Option<String>,
    optional: bool,
    features: Vec<String>,
    uses_default_features: bool,
}

/// Every edge that is not allowed, in the output of `cargo metadata --no-deps`.
pub(super) fn check(metadata: &str) -> Vec<Finding> {
    let metadata: Metadata = serde_json::from_str(metadata).unwrap();
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    let members: Vec<&str> = metadata.packages.iter().map(|member| member.name.as_str()).collect();
    let mut findings = Vec::new();
    for member in &metadata.packages {
        let name = member.name.as_str();
        if FREE.contains(&name) {
            continue;
        }
        let mut find = |what: String| findings.push(Finding::of_file(name, what));
        let Some(below) = allowed.get(name) else {
            find("has no place among the crates; give it one in tests/tidy/edges.rs".to_owned());
            continue;
        };
        for used in &member.dependencies {
            if members.contains(&used.name.as_str()) && !below.contains(&used.name.as_str()) {
                find(format!("uses {}; it may use {}", used.name, list(below)));
            }
            if PURE.contains(&name) && used.kind.as_deref() != Some("dev") {
                world(name, used, &mut find);
            }
        }
    }
    findings
}

fn world(name: &str, used: &Dependency, find: &mut impl FnMut(String)) {
    let optional = used.optional && OPTIONAL.contains(&(name, used.name.as_str()));
    if WORLD.contains(&used.name.as_str()) && !optional {
        find(format!("uses {}; it computes, and the world is an argument", used.name));
    }
    let clock =
        used.uses_default_features || used.features.iter().any(|f| f == "clock" || f == "now");
    if used.name == "chrono" && clock {
        find("uses chrono with its clock; time is an argument".to_owned());
    }
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nothing of ours".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    /// Packages as (name, what they use); a used one is written `name`, `name dev` or `name optional`.
    #[track_caller]
    fn check(packages: &[(&str, &[&str])], expect: &[&str]) {
        let packages: Vec<_> = packages
            .iter()
            .map(|(name, used)| {
                let dependency = |used: &&str| {
                    let (name, how) = used.split_once(' ').unwrap_or((used, ""));
                    json!({
                        "name": name, "optional": how == "optional",
                        "kind": (how == "dev").then_some("dev"),
                        "features": if how == "clock" { vec!["clock"] } else { vec![] },
                        "uses_default_features": how == "default",
                    })
                };
                let used: Vec<_> = used.iter().map(dependency).collect();
                json!({ "name": name, "dependencies": used })
            })
            .collect();
        let metadata = json!({ "packages": packages }).to_string();
        let found: Vec<String> = super::check(&metadata).iter().map(ToString::to_string).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn arrows_point_one_way() {
        check(
            &[
                ("seikyu-money", &["serde"]),
                ("seikyu-calendar", &["seikyu-money", "chrono"]),
                ("seikyu-engine", &["seikyu-money", "seikyu-calendar", "wasm-bindgen optional"]),
                ("seikyu-service", &["seikyu-engine", "axum"]),
                ("seikyu-worker", &["seikyu-service", "worker"]),
                ("seikyu-tests", &["seikyu-worker", "seikyu-money"]),
            ],
            &[],
        );
        check(
            &[
                ("seikyu-money", &["seikyu-calendar dev"]),
                ("seikyu-calendar", &[]),
                ("seikyu-engine", &["seikyu-service"]),
                ("seikyu-service", &["seikyu-worker optional"]),
                ("seikyu-worker", &["seikyu-engine"]),
            ],
            &[
                "seikyu-money: uses seikyu-calendar; it may use nothing of ours",
                "seikyu-engine: uses seikyu-service; it may use seikyu-calendar, seikyu-money",
                "seikyu-service: uses seikyu-worker; it may use seikyu-engine, seikyu-calendar, \
                 seikyu-money",
                "seikyu-worker: uses seikyu-engine; it may use seikyu-service",
            ],
        );
    }

    #[test]
    fn a_new_crate_is_given_a_place() {
        check(
            &[("seikyu-ledger", &[])],
            &["seikyu-ledger: has no place among the crates; give it one in tests/tidy/edges.rs"],
        );
    }

    #[test]
    fn the_core_knows_nothing_of_the_world() {
        check(
            &[
                ("seikyu-money", &["wasm-bindgen"]),
                ("seikyu-calendar", &["chrono clock", "tokio dev"]),
                ("seikyu-engine", &["rusqlite optional", "wasm-bindgen", "chrono default"]),
                ("seikyu-service", &["tokio", "chrono clock"]),
            ],
            &[
                "seikyu-money: uses wasm-bindgen; it computes, and the world is an argument",
                "seikyu-calendar: uses chrono with its clock; time is an argument",
                "seikyu-engine: uses rusqlite; it computes, and the world is an argument",
                "seikyu-engine: uses wasm-bindgen; it computes, and the world is an argument",
                "seikyu-engine: uses chrono with its clock; time is an argument",
            ],
        );
    }
}
