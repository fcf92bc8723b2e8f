//! No SQL replaces a row: replacing deletes first, which triggers of immutability do not see.

use super::{Finding, extension, rust_text};

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let text = match extension(path) {
        // This file says what it looks for.
        "rs" if !path.starts_with("tests/tidy/") => rust_text::without_comments(text),
        "sql" => without_sql_comments(text),
        _ => return Vec::new(),
    };
    // The two words may stand on two lines.
    let words: Vec<(usize, String)> = text
        .lines()
        .enumerate()
        .flat_map(|(index, line)| {
            line.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .filter(|word| !word.is_empty())
                .map(move |word| (index + 1, word.to_lowercase()))
        })
        .collect();
    words
        .windows(2)
        .filter(|pair| pair[0].1 == "or" && pair[1].1 == "replace")
        .map(|pair| {
            Finding::at(
                path,
                pair[0].0,
                "“or replace” deletes the row; accepted is “on conflict do”",
            )
        })
        .collect()
}

fn without_sql_comments(text: &str) -> String {
    text.lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(path: &str, text: &str, expect: &[usize]) {
        let lines: Vec<usize> = check(path, text).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, expect, "{text}");
    }

    #[test]
    fn rows_are_not_replaced() {
        found("a.sql", "INSERT OR REPLACE INTO quote VALUES (1)", &[1]);
        found("a.sql", "-- a comment\ninsert or\n  replace into quote", &[2]);
        found("a.rs", "const SAVE: &str = \"insert or replace into quote\";", &[1]);
        found("a.rs", "/// Never `or replace`.\nfn save() {}", &[]);
        found("a.sql", "-- never or replace\nselect replace(name, 'a', 'b')", &[]);
        found("a.md", "`OR REPLACE` is banned.", &[]);
    }
}
