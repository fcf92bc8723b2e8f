//! ISO 4217 currencies and the decimals of their minor units.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{MoneyError, form};

/// A currency of ISO 4217 (list one, as published 2026-01-01) that has a minor unit.
///
/// ```
/// use seikyu_money::Currency;
/// assert_eq!(Currency::parse("JPY")?.exponent(), 0);
/// assert_eq!(Currency::parse("KWD")?.exponent(), 3);
/// assert!(Currency::parse("eur").is_err());
/// # Ok::<(), seikyu_money::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    /// Its place in the table, which is in order of code: an amount is small and moves often.
    index: u8,
    exponent: u8,
}

impl Currency {
    /// Finds the currency of an upper-case ISO 4217 code.
    ///
    /// # Errors
    /// [`MoneyError::UnknownCurrency`] when the code is not in the table.
    pub fn parse(code: &str) -> Result<Self, MoneyError> {
        TABLE
            .binary_search_by(|(known, _)| (*known).cmp(code))
            .ok()
            .and_then(Self::at)
            .ok_or_else(|| MoneyError::UnknownCurrency { found: code.chars().take(60).collect() })
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        // Every currency comes from the table.
        TABLE.get(usize::from(self.index)).map_or("", |(code, _)| code)
    }

    fn at(index: usize) -> Option<Self> {
        let (_, exponent) = TABLE.get(index)?;
        Some(Self { index: u8::try_from(index).ok()?, exponent: *exponent })
    }

    /// Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD, 4 for CLF.
    #[must_use]
    pub const fn exponent(self) -> u8 {
        self.exponent
    }

    /// Every known currency, in order of code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len()).filter_map(Self::at)
    }

    /// Refuses any currency but this one.
    ///
    /// # Errors
    /// [`MoneyError::CurrencyMismatch`] when `other` differs.
    pub fn require(self, other: Self) -> Result<(), MoneyError> {
        if self == other {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { expected: self.code(), found: other.code() })
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(code: &str) -> Result<Self, MoneyError> {
        Self::parse(code)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        form::text(deserializer, "a currency code such as EUR")
    }
}

/// Codes in rising order, for binary search.
const TABLE: &[(&str, u8)] = &[
    ("AED", 2),
    ("AFN", 2),
    ("ALL", 2),
    ("AMD", 2),
    ("AOA", 2),
    ("ARS", 2),
    ("AUD", 2),
    ("AWG", 2),
    ("AZN", 2),
    ("BAM", 2),
    ("BBD", 2),
    ("BDT", 2),
    ("BHD", 3),
    ("BIF", 0),
    ("BMD", 2),
    ("BND", 2),
    ("BOB", 2),
    ("BOV", 2),
    ("BRL", 2),
    ("BSD", 2),
    ("BTN", 2),
    ("BWP", 2),
    ("BYN", 2),
    ("BZD", 2),
    ("CAD", 2),
    ("CDF", 2),
    ("CHE", 2),
    ("CHF", 2),
    ("CHW", 2),
    ("CLF", 4),
    ("CLP", 0),
    ("CNY", 2),
    ("COP", 2),
    ("COU", 2),
    ("CRC", 2),
    ("CUP", 2),
    ("CVE", 2),
    ("CZK", 2),
    ("DJF", 0),
    ("DKK", 2),
    ("DOP", 2),
    ("DZD", 2),
    ("EGP", 2),
    ("ERN", 2),
    ("ETB", 2),
    ("EUR", 2),
    ("FJD", 2),
    ("FKP", 2),
    ("GBP", 2),
    ("GEL", 2),
    ("GHS", 2),
    ("GIP", 2),
    ("GMD", 2),
    ("GNF", 0),
    ("GTQ", 2),
    ("GYD", 2),
    ("HKD", 2),
    ("HNL", 2),
    ("HTG", 2),
    ("HUF", 2),
    ("IDR", 2),
    ("ILS", 2),
    ("INR", 2),
    ("IQD", 3),
    ("IRR", 2),
    ("ISK", 0),
    ("JMD", 2),
    ("JOD", 3),
    ("JPY", 0),
    ("KES", 2),
    ("KGS", 2),
    ("KHR", 2),
    ("KMF", 0),
    ("KPW", 2),
    ("KRW", 0),
    ("KWD", 3),
    ("KYD", 2),
    ("KZT", 2),
    ("LAK", 2),
    ("LBP", 2),
    ("LKR", 2),
    ("LRD", 2),
    ("LSL", 2),
    ("LYD", 3),
    ("MAD", 2),
    ("MDL", 2),
    ("MGA", 2),
    ("MKD", 2),
    ("MMK", 2),
    ("MNT", 2),
    ("MOP", 2),
    ("MRU", 2),
    ("MUR", 2),
    ("MVR", 2),
    ("MWK", 2),
    ("MXN", 2),
    ("MXV", 2),
    ("MYR", 2),
    ("MZN", 2),
    ("NAD", 2),
    ("NGN", 2),
    ("NIO", 2),
    ("NOK", 2),
    ("NPR", 2),
    ("NZD", 2),
    ("OMR", 3),
    ("PAB", 2),
    ("PEN", 2),
    ("PGK", 2),
    ("PHP", 2),
    ("PKR", 2),
    ("PLN", 2),
    ("PYG", 0),
    ("QAR", 2),
    ("RON", 2),
    ("RSD", 2),
    ("RUB", 2),
    ("RWF", 0),
    ("SAR", 2),
    ("SBD", 2),
    ("SCR", 2),
    ("SDG", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("SHP", 2),
    ("SLE", 2),
    ("SOS", 2),
    ("SRD", 2),
    ("SSP", 2),
    ("STN", 2),
    ("SVC", 2),
    ("SYP", 2),
    ("SZL", 2),
    ("THB", 2),
    ("TJS", 2),
    ("TMT", 2),
    ("TND", 3),
    ("TOP", 2),
    ("TRY", 2),
    ("TTD", 2),
    ("TWD", 2),
    ("TZS", 2),
    ("UAH", 2),
    ("UGX", 0),
    ("USD", 2),
    ("USN", 2),
    ("UYI", 0),
    ("UYU", 2),
    ("UYW", 4),
    ("UZS", 2),
    ("VED", 2),
    ("VES", 2),
    ("VND", 0),
    ("VUV", 0),
    ("WST", 2),
    ("XAD", 2),
    ("XAF", 0),
    ("XCD", 2),
    ("XCG", 2),
    ("XOF", 0),
    ("XPF", 0),
    ("YER", 2),
    ("ZAR", 2),
    ("ZMW", 2),
    ("ZWG", 2),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_agrees_with_iso_currency() {
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0));
        for currency in Currency::all() {
            if let Some(known) = iso_currency::Currency::from_code(currency.code()) {
                assert_eq!(known.exponent(), Some(u16::from(currency.exponent())), "{currency}");
            }
        }
    }

    #[test]
    fn different_currencies_are_refused() {
        let euro = Currency::parse("EUR").unwrap();
        let yen = Currency::parse("JPY").unwrap();
        assert!(euro.require(euro).is_ok());
        assert_eq!(
            euro.require(yen),
            Err(MoneyError::CurrencyMismatch { expected: "EUR", found: "JPY" })
        );
    }
}
