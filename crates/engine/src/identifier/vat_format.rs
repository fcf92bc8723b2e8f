//! The shapes of VAT numbers by country, and which check they have.
//!
//! Shapes: the European Commission's VIES, “VAT identification number structure”; HMRC for GB and XI;
//! the UID register for Switzerland. Checks: [`super::vat_check`].

use super::{pattern::Pattern, vat_check as check};

/// The VAT numbers of a country.
pub(super) struct Format {
    pub(super) prefix: &'static str,
    pub(super) patterns: &'static [Pattern],
    pub(super) check: fn(&str) -> bool,
}

const fn format(
    prefix: &'static str,
    patterns: &'static [Pattern],
    check: fn(&str) -> bool,
) -> Format {
    Format { prefix, patterns, check }
}

const UNITED_KINGDOM: &[Pattern] = &["999999999", "999999999999", "GD999", "HA999"];

pub(super) const FORMATS: &[Format] = &[
    format("AT", &["U99999999"], check::austria),
    format("BE", &["9999999999"], check::belgium),
    format("BG", &["999999999", "9999999999"], check::bulgaria),
    format("CH", &["E999999999", "E999999999MWST", "E999999999TVA", "E999999999IVA"], check::swiss),
    format("CY", &["99999999@"], check::cyprus),
    format("CZ", &["99999999", "999999999", "9999999999"], check::czechia),
    format("DE", &["999999999"], check::germany),
    format("DK", &["99999999"], check::denmark),
    format("EE", &["999999999"], check::estonia),
    format("EL", &["999999999"], check::greece),
    format("ES", &["*9999999*"], check::spain),
    format("FI", &["99999999"], check::finland),
    format("FR", &["**999999999"], check::france),
    format("GB", UNITED_KINGDOM, check::united_kingdom),
    format("HR", &["99999999999"], check::croatia),
    format("HU", &["99999999"], check::hungary),
    format("IE", &["9999999@", "9999999@@", "9@99999@"], check::ireland),
    format("IT", &["99999999999"], check::italy),
    format("LT", &["999999999", "999999999999"], check::lithuania),
    format("LU", &["99999999"], check::luxembourg),
    format("LV", &["99999999999"], check::latvia),
    format("MT", &["99999999"], check::malta),
    format("NL", &["999999999B99"], check::netherlands),
    format("PL", &["9999999999"], check::poland),
    format("PT", &["999999999"], check::portugal),
    format(
        "RO",
        &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"],
        check::romania,
    ),
    format("SE", &["999999999999"], check::sweden),
    format("SI", &["99999999"], check::slovenia),
    format("SK", &["9999999999"], check::slovakia),
    format("XI", UNITED_KINGDOM, check::united_kingdom),
];
