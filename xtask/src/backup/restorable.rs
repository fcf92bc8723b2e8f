//! A dump in an order in which it can be read back.
//!
//! What `wrangler d1 export` writes puts the rows of each table before the tables that they refer to are
//! there, and long documents into statements longer than D1 accepts. Here every table comes first, then
//! every row, then what watches over rows; and a long text is put together from pieces.

use super::statements::{long_literals, statements};

/// The most bytes of a piece of a text. D1 accepts statements of 100,000 bytes.
const PIECE_MAX: usize = 60_000;

/// The most bytes of a statement that stays as it is.
const STATEMENT_MAX: usize = 90_000;

/// The table in which pieces wait.
const PIECES: &str = "restore_pieces";

/// The statements of a dump, so that they can be executed on an empty database one after another.
pub fn restorable(dump: &str) -> String {
    let (mut tables, mut rows, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for statement in statements(dump) {
        let words: Vec<String> =
            statement.split_whitespace().take(2).map(str::to_ascii_uppercase).collect();
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["PRAGMA", _] => {}
            ["CREATE", "TABLE"] => tables.push(statement.to_owned()),
            ["INSERT" | "DELETE", _] => rows.extend(short(statement, rows.len())),
            _ => last.push(statement.to_owned()),
        }
    }
    let begins = [
        "PRAGMA defer_foreign_keys=TRUE;".to_owned(),
        format!("CREATE TABLE {PIECES} (text INTEGER, place INTEGER, piece TEXT);"),
    ];
    let ends = [format!("DROP TABLE {PIECES};")];
    let all = begins.into_iter().chain(tables).chain(rows).chain(ends).chain(last);
    let mut text = all.collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// A statement, with its long texts put together from pieces where it is too long; `at` tells its texts
/// from those of other statements.
fn short(statement: &str, at: usize) -> Vec<String> {
    if statement.len() <= STATEMENT_MAX {
        return vec![statement.to_owned()];
    }
    let mut written = Vec::new();
    let mut shortened = statement.to_owned();
    for (index, literal) in long_literals(statement, PIECE_MAX).into_iter().enumerate() {
        let text = format!("{at}.{index}");
        let inner = literal.get(1..literal.len() - 1).unwrap_or_default();
        for (place, piece) in pieces(inner).into_iter().enumerate() {
            written.push(format!("INSERT INTO {PIECES} VALUES('{text}',{place},'{piece}');"));
        }
        let joined = format!(
            "(SELECT group_concat(piece,'' ORDER BY place) FROM {PIECES} WHERE text='{text}')"
        );
        shortened = shortened.replacen(literal, &joined, 1);
    }
    written.push(shortened);
    written
}

/// Cuts what is quoted into pieces; a doubled quote stays together.
fn pieces(inner: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = inner;
    while rest.len() > PIECE_MAX {
        let mut cut = rest.floor_char_boundary(PIECE_MAX);
        let (before, _) = rest.split_at(cut);
        let quotes = before.bytes().rev().take_while(|byte| *byte == b'\'').count();
        cut -= quotes % 2;
        let (piece, after) = rest.split_at(cut);
        found.push(piece);
        rest = after;
    }
    found.push(rest);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_come_first_and_watchers_last() {
        let dump = "PRAGMA defer_foreign_keys=TRUE;\nCREATE TABLE a (b TEXT REFERENCES c);\n\
                    INSERT INTO \"a\" VALUES('x');\nCREATE TABLE c (d TEXT);\n\
                    INSERT INTO \"c\" VALUES('x');\nCREATE INDEX i ON a (b);\n\
                    CREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT 1; END;\n";
        let text = restorable(dump);
        let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
        assert!(place("CREATE TABLE c") < place("INSERT INTO \"a\""));
        assert!(place("INSERT INTO \"c\"") < place("CREATE INDEX"));
        assert!(place("DROP TABLE restore_pieces") < place("CREATE TRIGGER"));
    }

    #[test]
    fn a_long_text_is_put_together_from_pieces_to_the_byte() {
        let text = "it''s 請求書 ".repeat(20_000);
        let statement = format!("INSERT INTO \"a\" VALUES('k','{text}',1);");
        let written = short(&statement, 7);
        assert!(written.iter().all(|one| one.len() <= STATEMENT_MAX));
        let joined: String = written
            .iter()
            .filter_map(|one| one.strip_prefix("INSERT INTO restore_pieces VALUES('7.0',"))
            .map(|one| one.split_once('\'').unwrap().1.strip_suffix("');").unwrap())
            .collect();
        assert_eq!(joined, text);
        assert!(written.last().unwrap().starts_with("INSERT INTO \"a\" VALUES('k',(SELECT "));
    }
}
