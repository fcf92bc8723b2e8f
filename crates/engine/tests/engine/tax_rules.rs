//! Tax rules: who pays which tax, and why.

use std::collections::BTreeMap;

use seikyu_calendar::Zones;
use seikyu_engine::{
    catalog::Code,
    catalog::PriceList,
    quote::{Draft, Session, price},
    tax::{
        ClassRates, CustomerTax, JapanRates, Supply, TaxRules, UnionRates, european_union, japan,
    },
    wire::canonical,
};

use crate::price_list::{DRAFT, LIST};
use crate::print_and_read::again;

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

/// A customer as JSON: the country, and what else is said of it.
fn customer(country: &str, more: &str) -> CustomerTax {
    serde_json::from_str(&format!(r#"{{"country":"{country}"{more}}}"#)).unwrap()
}

#[track_caller]
fn check(rules: &TaxRules, customer: &CustomerTax, class: &str, expect: &str) {
    let class = (!class.is_empty()).then(|| code(class));
    let found = match rules.choose(customer, class.as_ref()) {
        Ok(choice) => {
            let taxes: Vec<&str> = choice.taxes.iter().map(Code::as_str).collect();
            let exemption = choice
                .exemption
                .map(|exemption| exemption.code.unwrap_or_else(|| exemption.reason.to_string()));
            let exemption = exemption.map(|text| format!(" ({text})")).unwrap_or_default();
            format!("{}: {}{exemption}", choice.rule, taxes.join(" "))
        }
        Err(error) => error.to_string(),
    };
    assert_eq!(found, expect);
}

fn japanese() -> TaxRules {
    japan(JapanRates {
        standard: code("10"),
        reduced: code("8"),
        reduced_classes: vec![code("food"), code("newspaper")],
        export: code("g"),
        out_of_scope: Some((code("o"), vec![code("online")])),
    })
}

/// Germany with 19 % and 7 %; French consumers pay 20 % for services.
fn german() -> TaxRules {
    let class = |class: &str, supply, domestic: &str, members: &[(&str, &str)], outside: &str| {
        let members = members.iter().map(|(member, rate)| (member.parse().unwrap(), code(rate)));
        ClassRates {
            class: code(class),
            supply,
            domestic: code(domestic),
            members: members.collect::<BTreeMap<_, _>>(),
            outside: code(outside),
        }
    };
    let rates = UnionRates {
        classes: vec![
            class("software", Supply::Services, "de-19", &[("FR", "fr-20"), ("DE", "de-19")], "o"),
            class("book", Supply::Goods, "de-7", &[("FR", "fr-5.5")], "g"),
        ],
        reverse_charge: code("ae"),
        intra_community: code("k"),
        exempt: Some(code("e")),
    };
    european_union("DE".parse().unwrap(), rates).unwrap()
}

#[test]
fn a_seller_in_japan() {
    let rules = japanese();
    check(&rules, &customer("JP", ""), "", "domestic: 10");
    check(&rules, &customer("JP", ""), "online", "domestic: 10");
    check(&rules, &customer("JP", ""), "newspaper", "domestic-reduced: 8");
    check(&rules, &customer("US", ""), "food", "export: g (Export exempt from consumption tax)");
    check(&rules, &customer("DE", ""), "online", "abroad-electronic: o (Supplied outside Japan)");
}

#[test]
fn a_seller_in_the_union() {
    let rules = german();
    let french = customer("FR", r#","vat_number":"FR 40 303265045""#);
    check(&rules, &customer("DE", ""), "software", "domestic-1: de-19");
    check(&rules, &customer("DE", r#","vat_number":"DE136695976""#), "book", "domestic-2: de-7");
    check(&rules, &french, "software", "reverse-charge-1: ae (VATEX-EU-AE)");
    check(&rules, &french, "book", "intra-community-2: k (VATEX-EU-IC)");
    check(&rules, &customer("FR", ""), "software", "consumer-fr-1: fr-20");
    check(&rules, &customer("FR", ""), "book", "consumer-fr-2: fr-5.5");
    check(&rules, &customer("US", ""), "book", "outside-2: g (VATEX-EU-G)");
    check(
        &rules,
        &customer("CH", r#","vat_number":"CHE107787577""#),
        "software",
        "outside-1: o (VATEX-EU-O)",
    );
    let embassy = r#","exemption":{"reason":{"en":"Embassy"},"code":"VATEX-EU-151-1A"}"#;
    check(&rules, &customer("FR", embassy), "software", "exempt: e (VATEX-EU-151-1A)");
    assert!(
        european_union(
            "CH".parse().unwrap(),
            UnionRates {
                classes: vec![],
                reverse_charge: code("ae"),
                intra_community: code("k"),
                exempt: None,
            }
        )
        .is_err()
    );
}

#[test]
fn no_rule_is_a_refusal_that_says_what_was_looked_at() {
    check(
        &german(),
        &customer("IT", ""),
        "software",
        "None of the 9 tax rules holds for a seller in DE, a customer in IT (without VAT number, not \
         exempt) and a product of tax class “software”; accepted is what a rule names.",
    );
    check(
        &german(),
        &customer("DE", ""),
        "",
        "None of the 9 tax rules holds for a seller in DE, a customer in DE (without VAT number, not \
         exempt) and a product without tax class; accepted is what a rule names.",
    );
}

#[test]
fn a_choice_says_why() {
    let choice = german()
        .choose(&customer("FR", r#","vat_number":"FR40303265045""#), Some(&code("software")));
    assert_eq!(
        canonical(&choice.unwrap()),
        r#"{"rule":"reverse-charge-1","taxes":["ae"],"because":[{"type":"customer","country":"FR"},{"type":"business","is":true},{"type":"class","class":"software"}],"passed_over":[{"rule":"exempt","unmet":"exempt"},{"rule":"domestic-1","unmet":"customer"}],"exemption":{"reason":{"en":"Reverse charge"},"code":"VATEX-EU-AE"}}"#
    );
}

#[test]
fn rules_read_back_as_they_are_printed() {
    for rules in [japanese(), german()] {
        assert_eq!(serde_json::from_str::<TaxRules>(&canonical(&rules)).unwrap(), rules);
    }
}

/// The golden list with rules: a French seller, seats are software, the rest has no class.
const RULES: &str = r#""tax_rules": {"seller": "FR", "rules": [
    {"code": "abroad", "when": {"customer_not": ["FR"], "business": true}, "taxes": ["exempt"],
     "exemption": {"reason": {"en": "Reverse charge"}, "code": "VATEX-EU-AE"}},
    {"code": "software", "when": {"classes": ["software"]}, "taxes": ["reduced"]},
    {"code": "home", "when": {"customer": ["FR"]}, "taxes": ["standard"]}]}, "meters":"#;

fn with_rules() -> String {
    let list = LIST.replacen(r#""meters":"#, RULES, 1);
    list.replacen(r#""code": "seat","#, r#""code": "seat", "tax_class": "software","#, 1)
}

/// The rates of the first bill's lines, or the faults.
fn rates(list: &str, more: &str) -> String {
    let draft = DRAFT.replacen(r#""plan":"team","#, &format!(r#""plan":"team",{more}"#), 1);
    let priced = PriceList::read(list)
        .and_then(|list| price(&again(list), &again(Draft::read(&draft)?), &Zones::iana()));
    match priced {
        Ok(priced) => {
            let lines = priced.first.lines.iter();
            lines.map(|line| line.taxes[0].to_string()).collect::<Vec<_>>().join(" ")
        }
        Err(faults) => {
            let faults = faults.list().iter();
            faults
                .map(|fault| format!("{} {}", fault.code, fault.pointer))
                .collect::<Vec<_>>()
                .join(" ")
        }
    }
}

/// Lines: platform, seats, book, and a free line with its own rate.
#[test]
fn a_quote_takes_the_rates_of_its_customer() {
    let list = with_rules();
    let of = |customer: &str| rates(&list, &format!(r#""customer":{customer},"#));
    assert_eq!(rates(&list, ""), "standard standard reduced standard");
    assert_eq!(of(r#"{"country":"FR"}"#), "standard reduced standard standard");
    let german = r#"{"country":"DE","vat_number":"DE136695976"}"#;
    assert_eq!(of(german), "exempt exempt exempt standard");
    assert_eq!(
        rates(&list, &format!(r#""customer":{german},"taxes":["reduced"],"#)),
        "reduced reduced reduced reduced"
    );
    assert_eq!(of(r#"{"country":"DE"}"#), "no_tax_rule /customer");
    assert_eq!(
        of(r#"{"country":"FR","vat_number":"DE136695976"}"#),
        "another_country /customer/vat_number"
    );
    assert_eq!(
        of(r#"{"country":"FR","vat_number":"DE136695977"}"#),
        "out_of_range /customer/vat_number"
    );
    assert_eq!(of(r#"{"country":"UK"}"#), "out_of_range /customer/country");
    assert_eq!(rates(LIST, r#""customer":{"country":"FR"},"#), "no_tax_rules /customer");
}

/// A quote being edited has the customer's rates, too; the quote's own rates go before them and come off
/// again.
#[test]
fn a_quote_being_edited_keeps_its_customer() {
    let list = PriceList::read(&with_rules()).unwrap();
    let german = r#""customer":{"country":"DE","vat_number":"DE136695976"},"#;
    let text = DRAFT.replacen(r#""plan":"team","#, &format!(r#""plan":"team",{german}"#), 1);
    let draft = Draft::read(&text).unwrap();
    let expected = canonical(&price(&list, &draft, &Zones::iana()).unwrap());
    let mut session = Session::open(list.clone(), draft.clone(), Zones::iana()).unwrap();
    assert_eq!(session.draft().unwrap().customer, draft.customer);
    assert_eq!(canonical(&session.priced().unwrap()), expected);
    let before = canonical(&session.totals());
    session.set_taxes(Some(vec![code("standard")])).unwrap();
    assert_ne!(canonical(&session.totals()), before);
    session.set_taxes(None).unwrap();
    assert_eq!(canonical(&session.totals()), before);
    assert_eq!(canonical(&session.priced().unwrap()), expected);
}

#[test]
fn every_fault_of_the_rules_is_told() {
    let list = with_rules()
        .replacen(r#""taxes": ["exempt"]"#, r#""taxes": ["none"]"#, 1)
        .replacen("VATEX-EU-AE", "REVERSE", 1)
        .replacen(r#""when": {"classes": ["software"]}, "#, "", 1)
        .replacen(r#""code": "home""#, r#""code": "abroad""#, 1);
    assert_eq!(
        rates(&list, ""),
        "duplicate_code /tax_rules/rules/2/code unknown_reference /tax_rules/rules/0/taxes/0 \
         unknown_exemption /tax_rules/rules/0/exemption/code rule_not_reached /tax_rules/rules/2"
    );
}
