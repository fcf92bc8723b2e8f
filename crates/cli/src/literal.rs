//! Statements as plain SQL, for tools that take no parameters.

use std::fmt::Write as _;

use seikyu_service::store::Statement;

/// The text of a statement with its parameters written in, ended by a semicolon.
pub(crate) fn literal(statement: &Statement) -> String {
    let mut text = String::new();
    let mut rest = statement.sql;
    let mut quoted = false;
    while let Some(letter) = rest.chars().next() {
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        if letter == '\'' {
            quoted = !quoted;
        }
        if letter != '?' || quoted {
            text.push(letter);
            continue;
        }
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        rest = after;
        let index = number.parse::<usize>().unwrap_or_default().saturating_sub(1);
        match statement.parameters.get(index).and_then(Option::as_ref) {
            None => text.push_str("NULL"),
            // Writing to a string cannot fail.
            Some(value) => drop(write!(text, "'{}'", value.replace('\'', "''"))),
        }
    }
    format!("{};", text.split_whitespace().collect::<Vec<_>>().join(" "))
}
