//! Work that is left in a comment says why it is left, after a colon.

use super::{Finding, extension};

const TEXTS: &[&str] = &["css", "html", "js", "mjs", "rs", "sh", "sql", "svelte", "toml", "ts"];

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    // This folder says what it looks for.
    if !TEXTS.contains(&extension(path)) || path.starts_with("tests/tidy/") {
        return Vec::new();
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| ["TODO", "FIXME"].iter().any(|mark| unreasoned(line, mark)))
        .map(|(index, _)| Finding::at(path, index + 1, "accepted is “TODO: ” and the reason"))
        .collect()
}

/// Whether a mark stands in a line as a word of its own, without a reason of two words at least.
fn unreasoned(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + mark.len()..]);
        let part_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        if before.ends_with(part_of_word) || after.starts_with(part_of_word) {
            return false;
        }
        let reason = after.strip_prefix(':').unwrap_or_default();
        reason.split_whitespace().count() < 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_has_a_reason() {
        for line in ["// TODO", "// TODO later", "// FIXME:", "// TODO: soon", "/* TODO(me) fix */"]
        {
            assert_eq!(check("a.rs", line).len(), 1, "{line}");
            assert_eq!(check("a.svelte", line).len(), 1, "{line}");
            assert_eq!(check("a.md", line), []);
        }
        for line in ["// TODO: D1 has no savepoints", "const TODOS: u8 = 1;", "// to do", "METODO"]
        {
            assert_eq!(check("a.rs", line), [], "{line}");
        }
    }
}
