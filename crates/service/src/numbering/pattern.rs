//! How numbers are written.

use std::{fmt::Write as _, str::FromStr};

use seikyu_calendar::Date;

/// How numbers are written: text with `{YYYY}` and one `{seq:n}`, the sequence number with at least n
/// digits.
///
/// ```
/// use seikyu_service::numbering::NumberPattern;
/// let pattern: NumberPattern = "INV-{YYYY}-{seq:6}".parse().unwrap();
/// assert_eq!(pattern.write(42, "2026-11-23".parse().unwrap()), "INV-2026-000042");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPattern(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Year,
    Sequence { digits: usize },
}

/// The most characters of a pattern, and digits of a sequence number.
const PATTERN_MAX: usize = 40;
const DIGITS_MAX: usize = 12;

impl NumberPattern {
    /// The number of a document.
    #[must_use]
    pub fn write(&self, sequence: u64, date: Date) -> String {
        self.0.iter().fold(String::new(), |mut number, piece| {
            // Writing to a string cannot fail.
            let _ = match piece {
                Piece::Text(text) => number.write_str(text),
                Piece::Year => write!(number, "{:04}", date.ymd().0),
                Piece::Sequence { digits } => write!(number, "{sequence:0digits$}"),
            };
            number
        })
    }
}

impl FromStr for NumberPattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = || {
            format!(
                "“{text}” is no number pattern; accepted is text with one {{seq:1}} to \
                 {{seq:{DIGITS_MAX}}} and optionally {{YYYY}}, such as INV-{{YYYY}}-{{seq:6}}"
            )
        };
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(refuse)?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(match name.strip_prefix("seq:").map(str::parse) {
                Some(Ok(digits)) if (1..=DIGITS_MAX).contains(&digits) => {
                    Piece::Sequence { digits }
                }
                None if name == "YYYY" => Piece::Year,
                _ => return Err(refuse()),
            });
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/.".contains(&byte);
        let fine = pieces.iter().all(|piece| match piece {
            Piece::Text(text) => text.bytes().all(plain),
            Piece::Year | Piece::Sequence { .. } => true,
        });
        let sequences =
            pieces.iter().filter(|piece| matches!(piece, Piece::Sequence { .. })).count();
        if fine && sequences == 1 && text.len() <= PATTERN_MAX {
            Ok(Self(pieces))
        } else {
            Err(refuse())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expect: Option<&str>) {
        let written = pattern
            .parse::<NumberPattern>()
            .ok()
            .map(|pattern| pattern.write(1234, "2027-01-01".parse().unwrap()));
        assert_eq!(written.as_deref(), expect, "{pattern}");
    }

    #[test]
    fn a_pattern_writes_the_sequence_once() {
        check("INV-{YYYY}-{seq:6}", Some("INV-2027-001234"));
        check("{seq:1}", Some("1234"));
        check("R{seq:3}/{YYYY}", Some("R1234/2027"));
        check("INV", None);
        check("{seq:6}{seq:6}", None);
        check("{seq:0}", None);
        check("{seq:13}", None);
        check("{seq}", None);
        check("{MM}{seq:6}", None);
        check("INV {seq:6}", None);
        check("{seq:6", None);
    }
}
