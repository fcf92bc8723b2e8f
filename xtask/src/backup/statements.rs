//! The statements of an SQL text.

/// Cuts a text into its statements, each with its semicolon; what is between them is left out. A semicolon
/// within a literal, a name, a comment, or the body of a trigger ends nothing.
pub fn statements(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut cursor = Cursor { text, at: 0 };
    let (mut begins, mut depth) = (0, 0_u32);
    while let Some(token) = cursor.next() {
        match token {
            Token::Word(word) if is(word, "begin") || is(word, "case") => depth += 1,
            Token::Word(word) if is(word, "end") => depth = depth.saturating_sub(1),
            Token::Semicolon if depth == 0 => {
                found.push(text.get(begins..cursor.at).unwrap_or_default().trim());
                begins = cursor.at;
            }
            Token::Word(_) | Token::Literal(_) | Token::Semicolon | Token::Other => {}
        }
    }
    found
}

/// The text literals of a statement that are longer than so many bytes, with their quotes.
pub fn long_literals(statement: &str, longest: usize) -> Vec<&str> {
    let mut cursor = Cursor { text: statement, at: 0 };
    let mut found = Vec::new();
    while let Some(token) = cursor.next() {
        if let Token::Literal(literal) = token
            && literal.len() > longest
        {
            found.push(literal);
        }
    }
    found
}

fn is(word: &str, keyword: &str) -> bool {
    word.eq_ignore_ascii_case(keyword)
}

enum Token<'t> {
    Word(&'t str),
    /// A text, with its quotes.
    Literal(&'t str),
    Semicolon,
    Other,
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn next(&mut self) -> Option<Token<'t>> {
        let rest = self.text.get(self.at..)?;
        let first = rest.chars().next()?;
        let (token, length) = match first {
            '\'' => {
                let length = quoted(rest, '\'');
                (Token::Literal(rest.split_at(length).0), length)
            }
            '"' | '`' => (Token::Other, quoted(rest, first)),
            '-' if rest.starts_with("--") => (Token::Other, rest.find('\n').unwrap_or(rest.len())),
            ';' => (Token::Semicolon, 1),
            letter if letter.is_alphanumeric() || letter == '_' => {
                let ends = rest.find(|next: char| !next.is_alphanumeric() && next != '_');
                let length = ends.unwrap_or(rest.len());
                (Token::Word(rest.split_at(length).0), length)
            }
            other => (Token::Other, other.len_utf8()),
        };
        self.at += length;
        Some(token)
    }
}

/// The length of what is quoted at the beginning of a text; a doubled quote stands for itself.
fn quoted(text: &str, quote: char) -> usize {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == quote && letters.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_where_it_ends() {
        let trigger = "CREATE TRIGGER t BEFORE INSERT ON a\nBEGIN\n  SELECT CASE WHEN 1 THEN 2 END;\n  \
                       SELECT RAISE(ABORT, 'x;y');\nEND;";
        let insert = "INSERT INTO \"a;b\" VALUES('it''s; a\ntext', NULL);";
        let comment = "-- one; two\nCREATE TABLE a (b TEXT);";
        let text = format!("{insert}\n{trigger}\n{comment}\n");
        assert_eq!(statements(&text), [insert, trigger, comment]);
        assert_eq!(statements("SELECT 1"), Vec::<&str>::new());
    }

    #[test]
    fn long_literals_are_found_with_their_quotes() {
        let statement = "INSERT INTO a VALUES('short','it''s long','請求書請求書');";
        assert_eq!(long_literals(statement, 8), ["'it''s long'", "'請求書請求書'"]);
    }
}
