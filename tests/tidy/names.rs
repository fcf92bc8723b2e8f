//! Names that say nothing of what is inside are not given.

use super::Finding;

const EMPTY_WORDS: &[&str] =
    &["common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"];

pub(super) fn check(paths: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for path in paths {
        let word =
            path.split('/').flat_map(words).find(|word| EMPTY_WORDS.contains(&word.as_str()));
        if let Some(word) = word {
            let what = format!("“{word}” says nothing; accepted is the name of a subject");
            findings.push(Finding::of_file(path, what));
        }
    }
    findings
}

/// The words of a name, in lower case: of `quote_utils.rs`, `QuoteUtils.svelte`, `quote-utils.ts`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if !letter.is_alphanumeric() || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter.is_alphanumeric() {
            words.last_mut().unwrap().extend(letter.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_is_that_of_a_subject() {
        let bad = [
            "crates/utils/Cargo.toml",
            "crates/engine/src/util.rs",
            "crates/service/src/common/mod.rs",
            "crates/engine/src/quote_helpers.rs",
            "web/src/lib/quoteUtils.ts",
            "web/src/lib/QuoteManager.svelte",
            "web/src/misc.css",
            "web/src/date-helper.ts",
        ];
        for path in bad {
            assert_eq!(super::check(&[path.to_owned()]).len(), 1, "{path}");
        }
        let good = ["crates/money/src/exact.rs", "web/src/Commonwealth.svelte", "docs/utility.md"];
        assert_eq!(super::check(&good.map(str::to_owned)), []);
    }
}
