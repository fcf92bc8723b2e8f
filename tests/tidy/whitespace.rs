//! No line ends with spaces, and every text ends with a line.

use super::{Finding, extension};

/// Written by hand; golden files and pictures are as they are.
const TEXTS: &[&str] =
    &["css", "html", "js", "md", "mjs", "rs", "sh", "sql", "svelte", "toml", "ts", "yml"];

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    if !TEXTS.contains(&extension(path)) {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = text
        .split('\n')
        .enumerate()
        .filter(|(_, line)| line.ends_with([' ', '\t', '\r']))
        .map(|(index, _)| Finding::at(path, index + 1, "ends with white space"))
        .collect();
    if !text.is_empty() && !text.ends_with('\n') {
        findings.push(Finding::of_file(path, "does not end with a line break"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_ends_with_white_space() {
        assert_eq!(check("a.rs", "fn main() {}\n\n"), []);
        let lines = |text| -> Vec<usize> { check("a.rs", text).iter().map(|f| f.line).collect() };
        assert_eq!(lines("fn main() {} \n"), [1]);
        assert_eq!(lines("fn main() {\n\t\n}\n"), [2]);
        assert_eq!(lines("fn main() {}\r\n"), [1]);
        assert_eq!(lines("fn main() {}"), [0]);
        assert_eq!(check("a.json", "{} "), []);
    }
}
