//! Numbers as people type and paste them: full-width digits, group separators, currency signs.
//!
//! Nothing is guessed: where a separator could mean two things, the cell is refused with the reason.

use serde::Serialize;

/// Why a typed text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum CellFault {
    /// Nothing was typed.
    Empty,
    /// There is something that belongs to no number.
    NotANumber,
    /// A separator could be a decimal or a group separator.
    Ambiguous,
}

/// Reads typed or pasted text as a plain decimal: `１２` → `12`, `¥1,200` → `1200`, `1.234,56` →
/// `1234.56`, `△5` and `(5)` → `-5`.
///
/// # Errors
/// [`CellFault`]: empty, not a number, or ambiguous (`1,23`).
///
/// ```
/// use seikyu_engine::quote::{CellFault, read_number};
/// assert_eq!(read_number("１，２００．５０").as_deref(), Ok("1200.50"));
/// assert_eq!(read_number("1,23"), Err(CellFault::Ambiguous));
/// ```
pub fn read_number(text: &str) -> Result<String, CellFault> {
    let mut plain: String = text.chars().map(half_width).collect();
    plain.retain(|letter| !letter.is_whitespace());
    let mut rest = plain.as_str();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        negative = true;
        rest = inner;
    }
    rest = rest.trim_matches(|letter| matches!(letter, '¥' | '$' | '€' | '£' | '円'));
    if let Some(inner) = rest.strip_prefix(['-', '△', '▲']) {
        if negative {
            return Err(CellFault::NotANumber);
        }
        negative = true;
        rest = inner.trim_matches(|letter| matches!(letter, '¥' | '$' | '€' | '£' | '円'));
    }
    if rest.is_empty() {
        return Err(if text.trim().is_empty() { CellFault::Empty } else { CellFault::NotANumber });
    }
    if !rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'\'')) {
        return Err(CellFault::NotANumber);
    }
    let number = ungroup(&rest.replace('\'', ","))?;
    Ok(if negative { format!("-{number}") } else { number })
}

/// Full-width forms and look-alikes become their plain forms.
fn half_width(letter: char) -> char {
    match letter {
        '０'..='９' | '（' | '）' | '，' | '．' | '－' | '＄' | '＇' => {
            let shifted = u32::from(letter).checked_sub(0xFEE0).and_then(char::from_u32);
            shifted.unwrap_or(letter)
        }
        '￥' => '¥',
        '￡' => '£',
        '−' | '‐' | '–' | 'ー' => '-',
        '、' => ',',
        '。' => '.',
        '’' => '\'',
        other => other,
    }
}

/// Takes group separators away and leaves a point before the decimals.
fn ungroup(text: &str) -> Result<String, CellFault> {
    let commas = text.matches(',').count();
    let points = text.matches('.').count();
    let (whole, part, group) = match (commas, points) {
        (0, 0 | 1) => {
            let (whole, part) = text.split_once('.').unwrap_or((text, ""));
            (whole, part, None)
        }
        (_, 0) => (text, "", Some(',')),
        (0, _) => (text, "", Some('.')),
        (_, 1) if text.rfind('.') > text.rfind(',') => {
            let (whole, part) = text.split_once('.').unwrap_or((text, ""));
            (whole, part, Some(','))
        }
        (1, _) if text.rfind(',') > text.rfind('.') => {
            let (whole, part) = text.split_once(',').unwrap_or((text, ""));
            (whole, part, Some('.'))
        }
        _ => return Err(CellFault::NotANumber),
    };
    let whole = match group {
        None => whole.to_owned(),
        Some(group) => {
            let mut groups = whole.split(group);
            let first = groups.next().unwrap_or_default();
            let grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
            if !grouped {
                return Err(CellFault::Ambiguous);
            }
            whole.replace(group, "")
        }
    };
    match (whole.as_str(), part) {
        ("", "") => Err(CellFault::NotANumber),
        ("", part) => Ok(format!("0.{part}")),
        (whole, "") => Ok(whole.to_owned()),
        (whole, part) => Ok(format!("{whole}.{part}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Result<&str, CellFault>) {
        assert_eq!(read_number(text).as_deref().map_err(|fault| *fault), expect, "{text}");
    }

    #[test]
    fn typed_numbers_are_read_and_nothing_is_guessed() {
        check("12", Ok("12"));
        check(" 12.50 ", Ok("12.50"));
        check("１２３", Ok("123"));
        check("￥１，２３４", Ok("1234"));
        check("1,234,567.89", Ok("1234567.89"));
        check("1.234.567,89", Ok("1234567.89"));
        check("1'234.5", Ok("1234.5"));
        check("1 234", Ok("1234"));
        check("△1,200", Ok("-1200"));
        check("▲５", Ok("-5"));
        check("(5.00)", Ok("-5.00"));
        check("−5", Ok("-5"));
        check(".5", Ok("0.5"));
        check("5.", Ok("5"));
        check("1200円", Ok("1200"));
        check("", Err(CellFault::Empty));
        check("  ", Err(CellFault::Empty));
        check("1,23", Err(CellFault::Ambiguous));
        check("12,34,567", Err(CellFault::Ambiguous));
        check("1,234,56", Err(CellFault::Ambiguous));
        check("abc", Err(CellFault::NotANumber));
        check("1e5", Err(CellFault::NotANumber));
        check("--5", Err(CellFault::NotANumber));
        check("(-5)", Err(CellFault::NotANumber));
        check("1.2.3,4,5", Err(CellFault::NotANumber));
        check("NaN", Err(CellFault::NotANumber));
    }
}
