//! The core computes with exact numbers: no floating-point type or literal is written in it.

use super::{Finding, extension, rust_text};

const EXACT: &[&str] = &["crates/money/", "crates/calendar/", "crates/engine/"];

/// Has to name floats to refuse them.
const REFUSES: &str = "crates/engine/src/wire/tree.rs";

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    if extension(path) != "rs"
        || path == REFUSES
        || !EXACT.iter().any(|folder| path.starts_with(folder))
    {
        return Vec::new();
    }
    rust_text::code(text)
        .lines()
        .enumerate()
        .flat_map(|(index, line)| words(line).into_iter().map(move |word| (index + 1, word)))
        .filter(|(_, word)| is_float(word))
        .map(|(line, word)| {
            Finding::at(path, line, format!("“{word}” is a float; accepted is Exact"))
        })
        .collect()
}

/// The names and numbers of a line. The point belongs to a number where a number stands before it;
/// not in a range, before a method, or where a field of a tuple is meant.
fn words(line: &str) -> Vec<String> {
    let letters: Vec<char> = line.chars().collect();
    let letter = |at: usize| letters.get(at).copied().unwrap_or(' ');
    let in_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut words = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !in_word(letter(at)) {
            at += 1;
            continue;
        }
        let start = at;
        let field =
            start > 0 && letter(start - 1) == '.' && (start < 2 || letter(start - 2) != '.');
        let number = letter(start).is_ascii_digit() && !field;
        while in_word(letter(at)) || number && is_point(letter(at), letter(at + 1)) {
            let signed = matches!(letter(at), 'e' | 'E') && matches!(letter(at + 1), '+' | '-');
            let digits = !letters[start..at].iter().any(|letter| letter.is_alphabetic());
            at += if number && signed && digits { 2 } else { 1 };
        }
        words.push(letters[start..at].iter().collect());
    }
    words
}

/// Whether a point after a digit belongs to the number: `1.5` and `1.`, not `1..2` or `1.max(2)`.
fn is_point(letter: char, next: char) -> bool {
    letter == '.' && next != '.' && next != '_' && !next.is_alphabetic()
}

fn is_float(word: &str) -> bool {
    if matches!(word, "f32" | "f64") {
        return true;
    }
    let number = word.starts_with(|first: char| first.is_ascii_digit());
    let based = ["0x", "0o", "0b"].iter().any(|base| word.starts_with(base));
    let typed = word.ends_with("f32") || word.ends_with("f64");
    // Of the types of whole numbers only `usize` and `isize` have an e.
    let exponent = word.contains(['e', 'E']) && !word.ends_with("size");
    number && !based && (typed || word.contains('.') || exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(line: &str, expect: &[&str]) {
        let found: Vec<String> = check("crates/money/src/exact.rs", line)
            .into_iter()
            .map(|finding| finding.what.split(['“', '”']).nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(found, expect, "{line}");
    }

    #[test]
    fn floats_are_found() {
        found("let a = 1.5;", &["1.5"]);
        found("let a = 1.;", &["1."]);
        found("let a = [0.1, -2.50];", &["0.1", "2.50"]);
        found("let a = 1e9 + 2E-3 + 1_000.5e+3;", &["1e9", "2E-3", "1_000.5e+3"]);
        found("let a = 1f64 + 2_f32;", &["1f64", "2_f32"]);
        found("fn factor(x: f64) -> Option<f32> {", &["f64", "f32"]);
        found("let a = b as f64 / 0.5;", &["f64", "0.5"]);
        found("for a in 0.0..1.0 {}", &["0.0", "1.0"]);
        found("let a = \"1.5\"; let b = 2.5; // 3.5", &["2.5"]);
    }

    #[test]
    fn what_is_no_float_is_left() {
        for line in [
            "let a = 1; let b = 0..10; let c = 0..=9; let d = &x[1..];",
            "let a = pair.0.1; let b = self.0.0; let c = x.0;",
            "let a = 1.max(2); let b = 5.pow(2);",
            "let a = 0xfe; let b = 0x1e5; let c = 0b1; let d = 3usize-1; let e = 1_u64;",
            "let a = \"12.50\"; let b = r#\"0.5\"#; let c = b\"1.5\"; let d = '.';",
            "// 16/31 is 0.516, not an f64",
            "/* 1.5 /* 2.5 */ 3.5 */",
            "//! f64",
            "let f64_like = xf64;",
        ] {
            found(line, &[]);
        }
    }

    #[test]
    fn only_the_core_is_looked_at() {
        assert_eq!(check("crates/service/src/lib.rs", "let a = 1.5;"), []);
        assert_eq!(check("crates/engine/src/lib.rs", "let a = 1.5;").len(), 1);
        assert_eq!(check("crates/engine/Cargo.toml", "version = 1.5"), []);
    }
}
