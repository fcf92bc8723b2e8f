//! Identifiers: public numbers are accepted, every single wrong digit is refused, and a refusal says
//! what was wrong.

use std::{fmt::Display, str::FromStr};

use proptest::prelude::*;
use seikyu_engine::identifier::{Gln, Iban, RegistrationNumber, VatNumber};

/// Numbers that companies print, and the examples of the tax administrations.
const VAT_NUMBERS: &[&str] = &[
    "ATU13585627",
    "BE0428759497",
    "BG175074752",
    "CHE107787577",
    "CHE107787577IVA",
    "CY10259033P",
    "CZ25123891",
    "DE136695976",
    "DK13585628",
    "EE100931558",
    "EL094259216",
    "ES54362315K",
    "ESA28015865",
    "ESB58378431",
    "ESX2482300W",
    "FI01120389",
    "FI20774740",
    "FR40303265045",
    "FR61954506077",
    "GB980780684",
    "GB999999973",
    "GBGD001",
    "GBHA500",
    "HR33392005961",
    "HU12892312",
    "IE6433435F",
    "IE6433435OA",
    "IE8D79739I",
    "IT00743110157",
    "LT100001919017",
    "LT119511515",
    "LU15027442",
    "LV40003521600",
    "MT11679112",
    "NL004495445B01",
    "NL123456789B13",
    "PL8567346215",
    "PT501964843",
    "RO18547290",
    "SE556012579001",
    "SI50223054",
    "SK2022749619",
    "XI110305878",
];

#[track_caller]
fn parse<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    text.parse::<T>().map_err(|error| error.to_string())
}

#[test]
fn public_vat_numbers_are_accepted() {
    let refused: Vec<String> =
        VAT_NUMBERS.iter().filter_map(|number| parse::<VatNumber>(number).err()).collect();
    assert!(refused.is_empty(), "{refused:#?}");
    assert_eq!(parse::<VatNumber>("EL094259216").unwrap().country(), "GR");
    assert_eq!(parse::<VatNumber>("pl 856-734-62-15").unwrap().to_string(), "PL8567346215");
}

/// But for those that count departments or registrations, and the Netherlands, which have two checks.
#[test]
fn a_wrong_digit_is_refused() {
    for number in VAT_NUMBERS {
        let alone = ["GBGD", "GBHA", "NL"].iter().any(|prefix| number.starts_with(prefix));
        let number = if number.starts_with("SE") { &number[..12] } else { number };
        let rest = if number.starts_with("SE") { "01" } else { "" };
        for (at, digit) in number.char_indices().filter(|(_, letter)| letter.is_ascii_digit()) {
            let digit = digit.to_digit(10).unwrap();
            let other = char::from_digit((digit + 1) % 10, 10).unwrap();
            let changed = format!("{}{other}{}{rest}", &number[..at], &number[at + 1..]);
            let checked = !alone && parse::<VatNumber>(&changed).is_ok();
            assert!(!checked, "{changed} for {number}");
        }
    }
    assert!(parse::<VatNumber>("FR41303265045").is_err());
    assert!(parse::<VatNumber>("NL004495446B01").is_err());
}

#[track_caller]
fn refused<T: FromStr<Err: Display>>(text: &str, expect: &str) {
    match parse::<T>(text) {
        Ok(_) => panic!("{text} was accepted"),
        Err(error) => assert_eq!(error, expect),
    }
}

#[test]
fn a_refusal_says_what_was_wrong() {
    refused::<VatNumber>(
        "US123",
        "the VAT number begins with “US”; accepted is the code of an EU member (EL for Greece), XI, GB \
         or CH",
    );
    refused::<VatNumber>(
        "DE12345678",
        "the VAT number has 10 characters; accepted is a length of 11",
    );
    refused::<VatNumber>(
        "LT12",
        "the VAT number has 4 characters; accepted is a length of 11 or 14",
    );
    refused::<VatNumber>(
        "ATX12345678",
        "character 3 of the VAT number is “X”; accepted is “U” there",
    );
    refused::<VatNumber>(
        "DE136695977",
        "the check digit of the VAT number “DE136695977” does not fit the others; accepted is a number \
         without a typing error",
    );
    refused::<RegistrationNumber>(
        "7000012050002",
        "the registration number has 13 characters; accepted is a length of 14",
    );
    refused::<RegistrationNumber>(
        "T700001205000O",
        "character 14 of the registration number is “O”; accepted is a digit there",
    );
    refused::<Gln>("400000100000", "the GLN has 12 characters; accepted is a length of 13");
    refused::<Iban>(
        "DE89",
        "the IBAN has 4 characters; accepted is the length that the country has registered, 15 to 34",
    );
    refused::<Iban>(
        "D189370400440532013000",
        "character 2 of the IBAN is “1”; accepted is a letter there",
    );
    refused::<Iban>(
        "DE88370400440532013000",
        "the check digit of the IBAN “DE88370400440532013000” does not fit the others; accepted is a \
         number without a typing error",
    );
    refused::<Iban>(
        "DE41370400440532013",
        "the IBAN has 19 characters; accepted is the length and structure that DE has registered",
    );
}

/// Corporate numbers of the National Tax Agency, Toyota and Sony.
#[test]
fn registration_numbers_have_the_check_digit_of_corporate_numbers() {
    for number in ["T7000012050002", "T1180301018771", "T5010401067252", "T4011001098993"] {
        assert_eq!(parse::<RegistrationNumber>(number).unwrap().to_string(), number);
        for at in 1..14 {
            let digit = number[at..=at].parse::<u32>().unwrap();
            let other = char::from_digit((digit + 1) % 10, 10).unwrap();
            let changed = format!("{}{other}{}", &number[..at], &number[at + 1..]);
            // Modulo 9, a step from 9 to 0 is none.
            assert_eq!(parse::<RegistrationNumber>(&changed).is_err(), digit != 9, "{changed}");
        }
    }
}

/// The examples of GS1, and of the IBAN registry.
#[test]
fn public_glns_and_ibans_are_accepted() {
    for number in ["4000001000005", "7300010000001", "5798000420007"] {
        assert_eq!(parse::<Gln>(number).unwrap().to_string(), number);
    }
    for number in [
        "DE89370400440532013000",
        "GB29NWBK60161331926819",
        "FR1420041010050500013M02606",
        "NL91ABNA0417164300",
        "CH9300762011623852957",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
        "SA0380000000608010167519",
    ] {
        let iban = parse::<Iban>(number).unwrap();
        assert_eq!((iban.to_string().as_str(), iban.country()), (number, &number[..2]));
        assert_eq!(parse::<Iban>(&iban.on_paper()), Ok(iban));
    }
}

proptest! {
    #[test]
    fn what_is_accepted_reads_back_and_nothing_panics(text in "[A-Z]{0,3}[A-Z0-9]{0,14}|\\PC{0,20}") {
        for found in [
            parse::<VatNumber>(&text).map(|number| number.to_string()),
            parse::<RegistrationNumber>(&text).map(|number| number.to_string()),
            parse::<Gln>(&text).map(|number| number.to_string()),
            parse::<Iban>(&text).map(|number| number.to_string()),
        ].into_iter().flatten() {
            let again = [
                parse::<VatNumber>(&found).map(|number| number.to_string()),
                parse::<RegistrationNumber>(&found).map(|number| number.to_string()),
                parse::<Gln>(&found).map(|number| number.to_string()),
                parse::<Iban>(&found).map(|number| number.to_string()),
            ];
            prop_assert!(again.into_iter().any(|again| again.as_ref() == Ok(&found)));
        }
    }
}
