//! The check digits of VAT numbers, one function a country, on a number of the country's shape without
//! its prefix. The rules are those the tax administrations publish, gathered in the Commission's
//! document on VIES check algorithms.

use super::check_digit::{digits, doubled, luhn, mod_11_10, modulo, rest, weighted};

/// The last digit and those before it.
fn parted(number: &str) -> (Vec<u32>, u32) {
    let mut digits = digits(number);
    let last = digits.pop().unwrap_or_default();
    (digits, last)
}

/// `whole − sum mod whole`.
fn complement(sum: u32, whole: u32) -> u32 {
    whole.saturating_sub(rest(sum, whole))
}

fn first(digits: &[u32], count: usize) -> &[u32] {
    digits.get(..count).unwrap_or(digits)
}

pub(super) fn austria(number: &str) -> bool {
    let (digits, last) = parted(number);
    let sum = digits.iter().enumerate().fold(4_u32, |sum, (index, digit)| {
        sum.saturating_add(if index & 1 == 1 { doubled(*digit) } else { *digit })
    });
    rest(complement(sum, 10), 10) == last
}

pub(super) fn belgium(number: &str) -> bool {
    let digits = digits(number);
    let check = modulo(digits.get(8..).unwrap_or_default(), 100);
    digits.first().is_some_and(|digit| *digit <= 1)
        && complement(modulo(first(&digits, 8), 97), 97) == check
}

/// Nine digits are a legal entity's; ten a natural person's, by form only.
pub(super) fn bulgaria(number: &str) -> bool {
    let (digits, last) = parted(number);
    if digits.len() != 8 {
        return true;
    }
    let check = match rest(weighted(&digits, &[1, 2, 3, 4, 5, 6, 7, 8]), 11) {
        10 => rest(rest(weighted(&digits, &[3, 4, 5, 6, 7, 8, 9, 10]), 11), 10),
        check => check,
    };
    check == last
}

pub(super) fn croatia(number: &str) -> bool {
    mod_11_10(&digits(number))
}

pub(super) fn cyprus(number: &str) -> bool {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let digits = digits(number);
    let sum = digits.iter().enumerate().fold(0_u32, |sum, (index, digit)| {
        let odd = usize::try_from(*digit).ok().and_then(|digit| ODD.get(digit));
        sum.saturating_add(if index & 1 == 0 { odd.copied().unwrap_or_default() } else { *digit })
    });
    letter(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", rest(sum, 26)) == number.chars().last()
        && !number.starts_with("12")
}

/// Eight digits are a legal entity's; nine and ten a natural person's, by form only.
pub(super) fn czechia(number: &str) -> bool {
    let (digits, last) = parted(number);
    if digits.len() != 7 {
        return true;
    }
    let check = match complement(weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]), 11) {
        10 => 0,
        11 => 1,
        check => check,
    };
    check == last && !number.starts_with('9')
}

pub(super) fn denmark(number: &str) -> bool {
    rest(weighted(&digits(number), &[2, 7, 6, 5, 4, 3, 2, 1]), 11) == 0
}

pub(super) fn estonia(number: &str) -> bool {
    rest(weighted(&digits(number), &[3, 7, 1, 3, 7, 1, 3, 7, 1]), 10) == 0
}

pub(super) fn finland(number: &str) -> bool {
    rest(weighted(&digits(number), &[7, 9, 10, 5, 8, 4, 2, 1]), 11) == 0
}

/// The SIREN has a Luhn digit (but for Monaco, whose numbers begin with 000); a key of two digits is
/// 12 + 3 × SIREN modulo 97. A key with a letter is checked by form only.
pub(super) fn france(number: &str) -> bool {
    let (key, siren) = number.split_at_checked(2).unwrap_or_default();
    let siren_digits = digits(siren);
    let genuine = siren.starts_with("000") || luhn(&siren_digits);
    match key.parse::<u32>() {
        Ok(key) => {
            let check = modulo(&siren_digits, 97).saturating_mul(3).saturating_add(12);
            genuine && rest(check, 97) == key
        }
        Err(_) => genuine,
    }
}

pub(super) fn germany(number: &str) -> bool {
    !number.starts_with('0') && mod_11_10(&digits(number))
}

pub(super) fn greece(number: &str) -> bool {
    let (digits, last) = parted(number);
    rest(rest(weighted(&digits, &[256, 128, 64, 32, 16, 8, 4, 2]), 11), 10) == last
}

pub(super) fn hungary(number: &str) -> bool {
    rest(weighted(&digits(number), &[9, 7, 3, 1, 9, 7, 3, 1]), 10) == 0
}

/// Seven digits and a check letter, then perhaps a letter that counts nine times; the older shape has a
/// letter in the second place, and its first digit counts last.
pub(super) fn ireland(number: &str) -> bool {
    const LETTERS: &[u8] = b"WABCDEFGHIJKLMNOPQRSTUV";
    let letters: Vec<char> = number.chars().collect();
    let old = letters.get(1).is_some_and(char::is_ascii_uppercase);
    let mut digits = digits(number);
    if old {
        digits.rotate_left(1);
        digits.insert(0, 0);
    }
    let extra = letters.get(8).and_then(|extra| {
        let at = LETTERS.iter().position(|letter| char::from(*letter) == *extra)?;
        u32::try_from(at).ok()
    });
    if letters.len() == 9 && extra.is_none() {
        return false;
    }
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]);
    let sum = sum.saturating_add(extra.unwrap_or_default().saturating_mul(9));
    letter(LETTERS, rest(sum, 23)) == letters.get(7).copied()
}

pub(super) fn italy(number: &str) -> bool {
    luhn(&digits(number))
}

/// Eleven digits from 4 on are a legal entity's; lower ones a natural person's, by form only.
pub(super) fn latvia(number: &str) -> bool {
    let digits = digits(number);
    digits.first().is_none_or(|digit| *digit <= 3)
        || rest(weighted(&digits, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]), 11) == 3
}

pub(super) fn lithuania(number: &str) -> bool {
    let (digits, last) = parted(number);
    let weights =
        |from: usize| -> Vec<u32> { (1..=9_u32).cycle().skip(from).take(digits.len()).collect() };
    let check = match rest(weighted(&digits, &weights(0)), 11) {
        10 => rest(rest(weighted(&digits, &weights(2)), 11), 10),
        check => check,
    };
    check == last && digits.last() == Some(&1)
}

pub(super) fn luxembourg(number: &str) -> bool {
    let digits = digits(number);
    modulo(first(&digits, 6), 89) == modulo(digits.get(6..).unwrap_or_default(), 100)
}

pub(super) fn malta(number: &str) -> bool {
    let digits = digits(number);
    let check = modulo(digits.get(6..).unwrap_or_default(), 100);
    complement(weighted(first(&digits, 6), &[3, 4, 6, 7, 8, 9]), 37) == check
}

/// Modulo 11 on the nine digits of a legal entity; since 2020 sole proprietors have numbers that are 1
/// modulo 97 with “NL” before them, letters as numbers from A = 10.
pub(super) fn netherlands(number: &str) -> bool {
    let digits_before = digits(number.split('B').next().unwrap_or_default());
    let (last, digits) = digits_before.split_last().unwrap_or((&0, &[]));
    let eleven = rest(weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]), 11) == *last;
    let text = format!("NL{number}");
    let ninety_seven = text.chars().fold(0_u32, |value, letter| {
        let worth = letter.to_digit(36).unwrap_or_default();
        let shift = if worth > 9 { 100 } else { 10 };
        rest(value.saturating_mul(shift).saturating_add(worth), 97)
    });
    eleven || ninety_seven == 1
}

pub(super) fn poland(number: &str) -> bool {
    let (digits, last) = parted(number);
    rest(weighted(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]), 11) == last
}

pub(super) fn portugal(number: &str) -> bool {
    let (digits, last) = parted(number);
    let check = complement(weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]), 11);
    !number.starts_with('0') && (if check > 9 { 0 } else { check }) == last
}

pub(super) fn romania(number: &str) -> bool {
    let (digits, last) = parted(number);
    let weights = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let skipped = weights.len().saturating_sub(digits.len());
    let sum = weighted(&digits, weights.get(skipped..).unwrap_or_default());
    rest(rest(sum.saturating_mul(10), 11), 10) == last && !number.starts_with('0')
}

/// The organisation's ten digits have a Luhn digit; two more, from 01 to 94, count its registrations.
pub(super) fn sweden(number: &str) -> bool {
    let digits = digits(number);
    let registration = modulo(digits.get(10..).unwrap_or_default(), 100);
    luhn(first(&digits, 10)) && (1..=94).contains(&registration)
}

pub(super) fn slovakia(number: &str) -> bool {
    modulo(&digits(number), 11) == 0 && !number.starts_with('0')
}

pub(super) fn slovenia(number: &str) -> bool {
    let (digits, last) = parted(number);
    let check = complement(weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]), 11);
    // A remainder of 0 is given to nobody.
    check != 11 && rest(check, 10) == last && !number.starts_with('0')
}

/// Persons have a letter modulo 23 (an initial X, Y or Z counts 0, 1 or 2); legal entities a digit or
/// letter by Luhn, depending on what they are.
pub(super) fn spain(number: &str) -> bool {
    let Some(initial) = number.chars().next() else { return false };
    let last = number.chars().last();
    let digits = digits(number);
    let person = |digits: &[u32]| letter(b"TRWAGMYFPDXBNJZSQVHLCKE", modulo(digits, 23)) == last;
    match initial {
        'X' | 'Y' | 'Z' => {
            let lead = u32::from(initial).saturating_sub(u32::from('X'));
            let mut digits = digits;
            digits.insert(0, lead);
            person(&digits)
        }
        'K' | 'L' | 'M' => person(&digits),
        letter if letter.is_ascii_digit() => person(&digits),
        'A'..='H' | 'J' | 'N' | 'P'..='S' | 'U'..='W' => {
            let sum = first(&digits, 7).iter().enumerate().fold(0_u32, |sum, (index, digit)| {
                sum.saturating_add(if index & 1 == 0 { doubled(*digit) } else { *digit })
            });
            let check = rest(complement(sum, 10), 10);
            let by_letter = letter(b"JABCDEFGHI", check) == last;
            let by_digit = char::from_digit(check, 10) == last;
            match initial {
                'A' | 'B' | 'E' | 'H' => by_digit,
                'N' | 'P'..='S' | 'W' => by_letter,
                _ => by_digit || by_letter,
            }
        }
        _ => false,
    }
}

pub(super) fn swiss(number: &str) -> bool {
    let (digits, last) = parted(number);
    let check = complement(weighted(&digits, &[5, 4, 3, 2, 7, 6, 5, 4]), 11);
    check != 10 && rest(check, 11) == last
}

/// Government departments (GD000 to GD499) and health authorities (HA500 to HA999) have no check; the
/// others have one of two, 55 apart.
pub(super) fn united_kingdom(number: &str) -> bool {
    let digits = digits(number);
    if digits.len() == 3 {
        let low = digits.first().is_some_and(|digit| *digit < 5);
        return low == number.starts_with("GD");
    }
    let sum = weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]);
    let sum = sum.saturating_add(modulo(digits.get(7..9).unwrap_or_default(), 100));
    matches!(rest(sum, 97), 0 | 42)
}

fn letter(letters: &[u8], at: u32) -> Option<char> {
    let letter = usize::try_from(at).ok().and_then(|at| letters.get(at))?;
    Some(char::from(*letter))
}
