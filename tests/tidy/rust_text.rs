//! Rust text without its comments, or without its strings too; what is taken out becomes spaces, so
//! that lines and columns stay.

/// The text without comments.
pub(super) fn without_comments(text: &str) -> String {
    blank(text, |part| part == Part::Comment)
}

/// The text without comments, and without what strings and characters contain.
pub(super) fn code(text: &str) -> String {
    blank(text, |part| part != Part::Code)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Code,
    Comment,
    Literal,
}

fn blank(text: &str, taken_out: impl Fn(Part) -> bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut blanked = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let (part, length) = next(&letters, at);
        for letter in &letters[at..at + length] {
            blanked.push(if taken_out(part) && *letter != '\n' { ' ' } else { *letter });
        }
        at += length;
    }
    blanked
}

/// What begins at a place, and how long it is.
fn next(letters: &[char], at: usize) -> (Part, usize) {
    let rest = &letters[at..];
    let after_word = at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_');
    match rest {
        ['/', '/', ..] => {
            (Part::Comment, rest.iter().position(|letter| *letter == '\n').unwrap_or(rest.len()))
        }
        ['/', '*', ..] => (Part::Comment, block_comment(rest)),
        ['"', ..] => (Part::Literal, quoted(rest, '"')),
        ['r', '"' | '#', ..] | ['b', 'r', '"' | '#', ..] if !after_word => {
            raw_string(rest).map_or((Part::Code, 1), |length| (Part::Literal, length))
        }
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => (Part::Literal, quoted(rest, '\'')),
        _ => (Part::Code, 1),
    }
}

/// Comments nest.
fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            letter if letter == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#` or `br"…"`; a raw identifier such as `r#type` is none.
fn raw_string(rest: &[char]) -> Option<usize> {
    let prefix = if rest[0] == 'b' { 2 } else { 1 };
    let hashes = rest[prefix..].iter().take_while(|letter| **letter == '#').count();
    let open = prefix + hashes;
    if rest.get(open) != Some(&'"') {
        return None;
    }
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = &rest[open + 1..];
    let length = body.windows(end.len()).position(|window| window == end.as_slice());
    Some(length.map_or(rest.len(), |length| open + 1 + length + end.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, commentless: &str, bare: &str) {
        // Spaces at the end are not looked at, so that the cases stay readable.
        assert_eq!(without_comments(text).trim_end(), commentless);
        assert_eq!(code(text).trim_end(), bare);
    }

    #[test]
    fn comments_and_strings_are_told_apart() {
        check("let a = 1; // one", "let a = 1;", "let a = 1;");
        check("/* a /* b */ c */ d", "                  d", "                  d");
        check(r#"a("x // y", 1)"#, r#"a("x // y", 1)"#, "a(        , 1)");
        check(r#"a("\"", 1)"#, r#"a("\"", 1)"#, "a(    , 1)");
        check(r###"a(r#"x " y"#, 1)"###, r###"a(r#"x " y"#, 1)"###, "a(          , 1)");
        check("let r#type = 1;", "let r#type = 1;", "let r#type = 1;");
        check("a('\"', b\"x\", '\\'')", "a('\"', b\"x\", '\\'')", "a(   , b   ,     )");
        check("fn a<'a>(b: &'a str) {}", "fn a<'a>(b: &'a str) {}", "fn a<'a>(b: &'a str) {}");
        check("a(br#\"x\"#)", "a(br#\"x\"#)", "a(       )");
        check("for\"x\"", "for\"x\"", "for");
    }

    #[test]
    fn lines_stay() {
        let text = "a /* 1\n2 */ b\n\"3\n4\" // 5\nc";
        assert_eq!(code(text).lines().count(), text.lines().count());
        assert_eq!(code(text).lines().last(), Some("c"));
    }

    #[test]
    fn a_text_may_end_anywhere() {
        for text in ["\"", "r#\"", "/*", "'", "'\\", "\"\\", "//", "r", "b"] {
            assert_eq!(code(text).chars().count(), text.chars().count());
        }
    }
}
