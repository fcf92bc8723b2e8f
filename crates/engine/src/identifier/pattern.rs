//! Shapes of numbers: which kind of character stands where.

use super::IdentifierError;

/// A shape, one character each: `9` a digit, `@` a letter, `*` either, anything else itself.
pub(super) type Pattern = &'static str;

/// Checks a number against the shapes it may have; `skipped` characters stand before it.
pub(super) fn check(
    kind: &'static str,
    number: &str,
    patterns: &[Pattern],
    skipped: usize,
) -> Result<(), IdentifierError> {
    let length = number.chars().count();
    let mut wrong = None;
    for pattern in patterns.iter().filter(|pattern| pattern.chars().count() == length) {
        let pairs = number.chars().zip(pattern.chars()).enumerate();
        let Some((index, (found, shape))) =
            pairs.into_iter().find(|(_, (found, shape))| !fits(*found, *shape))
        else {
            return Ok(());
        };
        let place = skipped.saturating_add(index).saturating_add(1);
        // The shape that fits furthest is the one that was meant.
        if wrong.as_ref().is_none_or(|(before, _)| *before < place) {
            let accepted = said(shape);
            wrong = Some((place, IdentifierError::Character { kind, found, place, accepted }));
        }
    }
    Err(wrong.map_or_else(
        || IdentifierError::Length {
            kind,
            found: skipped.saturating_add(length),
            accepted: lengths(patterns, skipped),
        },
        |(_, error)| error,
    ))
}

fn fits(found: char, shape: char) -> bool {
    match shape {
        '9' => found.is_ascii_digit(),
        '@' => found.is_ascii_uppercase(),
        '*' => found.is_ascii_digit() || found.is_ascii_uppercase(),
        literal => found == literal,
    }
}

fn said(shape: char) -> String {
    match shape {
        '9' => "a digit".to_owned(),
        '@' => "a letter".to_owned(),
        '*' => "a letter or digit".to_owned(),
        literal => format!("“{literal}”"),
    }
}

fn lengths(patterns: &[Pattern], skipped: usize) -> String {
    let mut lengths: Vec<usize> = Vec::new();
    for pattern in patterns {
        let length = pattern.chars().count().saturating_add(skipped);
        if let Err(place) = lengths.binary_search(&length) {
            lengths.insert(place, length);
        }
    }
    let lengths: Vec<String> = lengths.iter().map(ToString::to_string).collect();
    format!("a length of {}", lengths.join(" or "))
}
