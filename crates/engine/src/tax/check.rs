//! Checks of rules and customers.

use super::{CustomerTax, Exemption, TaxRules};
use crate::{
    catalog::{TaxTerms, check_codes},
    wire::{Check, Pointer},
};

impl TaxRules {
    /// Records everything that is wrong with the rules: codes that occur twice, rates that are not among
    /// the terms, a rule that can never be reached.
    pub fn check(&self, terms: &TaxTerms, pointer: &Pointer<'_>, check: &mut Check) {
        let places = pointer.field("rules");
        if self.rules.is_empty() {
            let detail = "There is no rule; accepted is at least one.";
            check.fault("no_rule", &places, detail);
        }
        check_codes(self.rules.iter().map(|rule| &rule.code), "code", &places, check);
        let mut always = None;
        for (index, rule) in self.rules.iter().enumerate() {
            let place = places.index(index);
            terms.check_codes(&rule.taxes, &place.field("taxes"), check);
            if let Some(exemption) = &rule.exemption {
                exemption.check(&place.field("exemption"), check);
            }
            if let Some(before) = always {
                let detail = format!(
                    "“{}” is never reached, because “{before}” always holds; accepted is a rule \
                     without conditions as the last.",
                    rule.code
                );
                check.fault("rule_not_reached", &place, detail);
            } else if rule.when.is_empty() {
                always = Some(&rule.code);
            }
        }
    }
}

impl CustomerTax {
    /// Records everything that is wrong with the customer.
    pub fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        if let Some(number) = &self.vat_number
            && number.country() != self.country.as_str()
        {
            let detail = format!(
                "{number} is a number of {}, the customer is in {}; accepted is a number of the \
                 customer's country.",
                number.country(),
                self.country
            );
            check.fault("another_country", &pointer.field("vat_number"), detail);
        }
        if let Some(exemption) = &self.exemption {
            exemption.check(&pointer.field("exemption"), check);
        }
    }
}

impl Exemption {
    fn check(&self, pointer: &Pointer<'_>, check: &mut Check) {
        let Some(code) = &self.code else { return };
        let known = code.strip_prefix("VATEX-").is_some_and(|rest| {
            let plain =
                |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
            (2..=40).contains(&rest.len()) && rest.bytes().all(plain)
        });
        if !known {
            let found: String = code.chars().take(60).collect();
            let detail = format!("“{found}” was given; accepted is a code such as VATEX-EU-AE.");
            check.fault("unknown_exemption", &pointer.field("code"), detail);
        }
    }
}
